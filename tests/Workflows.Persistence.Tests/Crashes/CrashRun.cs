using System.Diagnostics;
using System.Text.Json;
using Workflows.CrashHost;

namespace Workflows.Persistence.Tests.Crashes;

/// <summary>A journey on a database of its own, run by one process after the other.</summary>
/// <param name="journey">The journey.</param>
/// <param name="postgres">The database, where it is not to be a file.</param>
internal sealed class CrashRun(string journey, string? postgres = null) : IDisposable
{
    /// <summary>What a shell reports of a process that was ended by SIGKILL.</summary>
    private const int Killed = 128 + 9;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = TestDatabase.NewFolder();
    private int _starts;

    /// <summary>The results of machine steps that any of the processes handed to the store, in order.</summary>
    public IReadOnlyList<string> Results => File.ReadAllLines(CommitDiary.FileOf(Database));

    private string Database => Path.Combine(_folder, "workflows.db");

    /// <summary>Starts a process that must die at a commit.</summary>
    public async Task CrashAsync(CrashMoment moment, int commit)
    {
        var (code, output, errors) = await StartAsync(new CrashPoint(moment, commit));
        Assert.Equal((Killed, "", ""), (code, output, errors));
    }

    /// <summary>Starts a process that must take the journey to its end.</summary>
    public async Task<CrashReport> FinishAsync()
    {
        var (code, output, errors) = await StartAsync(CrashPoint.Never);
        Assert.Equal((0, ""), (code, errors));
        return JsonSerializer.Deserialize<CrashReport>(output)!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Output, string Errors)> StartAsync(CrashPoint crash)
    {
        if (_starts == 0 && postgres is null)
        {
            await TestDatabase.WriteEmptyAsync(Database);
        }

        var day = 3 * _starts++;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CrashReport).Assembly.Location, journey, Database, $"{day}", $"{crash}", .. postgres is null ? Array.Empty<string>() : [postgres]])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
