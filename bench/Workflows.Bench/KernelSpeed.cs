using System.Diagnostics;
using Workflows.TestKit;

namespace Workflows.Bench;

/// <summary>What a decision of the kernel takes by itself: no store, no thread, no task.</summary>
internal static class KernelSpeed
{
    /// <summary>How many decisions one sample is the mean of: a single one is too short for the clock.</summary>
    private const int InSample = 200;

    public static Task<Measurement> RunAsync(int rounds, TimeSpan duration)
    {
        var net = new LargeNet();
        net.GoRound(rounds);
        Sample(net, duration / 4);
        var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var samples = Sample(net, duration);
        var count = (double)samples.Count * InSample;
        samples.Sort();
        return Task.FromResult(new Measurement(
            1000 / samples.Average(),
            samples[samples.Count / 2],
            samples[(int)(samples.Count * 0.99)],
            (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / count,
            (GC.GetTotalAllocatedBytes() - allocated) / count));
    }

    private static List<double> Sample(LargeNet net, TimeSpan duration)
    {
        var samples = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < InSample; i++)
            {
                net.DecideOne();
            }

            samples.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds / InSample);
        }

        return samples;
    }
}
