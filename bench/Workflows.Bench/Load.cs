using System.Diagnostics;

namespace Workflows.Bench;

/// <summary>One measurement.</summary>
/// <param name="PerSecond">Operations a second.</param>
/// <param name="P50">The median of an operation, in milliseconds.</param>
/// <param name="P99">What 99 of 100 operations keep to, in milliseconds.</param>
/// <param name="Cpu">Processor time of the process for an operation, in milliseconds.</param>
/// <param name="Allocated">Bytes allocated for an operation.</param>
/// <param name="Disk">Bytes on disk for an operation; 0 when that was not measured.</param>
internal sealed record Measurement(double PerSecond, double P50, double P99, double Cpu, double Allocated, double Disk = 0);

/// <summary>Callers that do the same again and again, each waiting for its answer: a closed loop.</summary>
internal static class Load
{
    /// <summary>Runs for a while after a warm-up of a quarter of that time.</summary>
    public static async Task<Measurement> RunAsync(int callers, TimeSpan duration, Func<Task> operation)
    {
        await CallAsync(callers, duration / 4, operation);
        return await CallAsync(callers, duration, operation);
    }

    private static async Task<Measurement> CallAsync(int callers, TimeSpan duration, Func<Task> operation)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (cpu, allocated, start) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var times = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallerAsync(start, duration, operation))));
        var elapsed = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        double[] all = [.. times.SelectMany(t => t)];
        Array.Sort(all);
        return new Measurement(
            all.Length / elapsed.TotalSeconds,
            all[all.Length / 2],
            all[(int)(all.Length * 0.99)],
            (process.TotalProcessorTime - cpu).TotalMilliseconds / all.Length,
            (double)(GC.GetTotalAllocatedBytes() - allocated) / all.Length);
    }

    private static async Task<List<double>> CallerAsync(long start, TimeSpan duration, Func<Task> operation)
    {
        var times = new List<double>();
        do
        {
            var began = Stopwatch.GetTimestamp();
            await operation();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        return times;
    }
}
