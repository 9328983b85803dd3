using System.Diagnostics;
using System.Globalization;

namespace Workflows.Bench;

/// <summary>W5: from the start of a process to its first completed durable instance.</summary>
internal static class ColdStart
{
    /// <summary>Starts this program again on an empty database, and waits until it has completed one instance.</summary>
    public static async Task<Measurement> RunAsync()
    {
        using var folder = new TestFolder();
        var start = Stopwatch.GetTimestamp();
        using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(ColdStart).Assembly.Location, "--child", folder.Database]) { RedirectStandardOutput = true })!;
        var cpu = await child.StandardOutput.ReadLineAsync();
        var took = Stopwatch.GetElapsedTime(start);
        await child.WaitForExitAsync();
        return child.ExitCode == 0 && cpu is not null
            ? new Measurement(1 / took.TotalSeconds, took.TotalMilliseconds, took.TotalMilliseconds, double.Parse(cpu, CultureInfo.InvariantCulture), 0)
            : throw new InvalidOperationException($"The child ended with {child.ExitCode}.");
    }

    /// <summary>What the child does; it says how much processor time it took when the instance is completed.</summary>
    public static async Task<int> RunChildAsync(string database)
    {
        await using var engine = await BenchEngine.StartAsync(database, null);
        await engine.RunToEndAsync(Definitions.FiveSteps.Key);
        Console.WriteLine(Environment.CpuUsage.TotalTime.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
