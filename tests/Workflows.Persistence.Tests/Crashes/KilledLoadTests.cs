using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Workflows.CrashHost;
using Workflows.Persistence.Tests.Postgres;
using Workflows.TestKit.Postgres;

namespace Workflows.Persistence.Tests.Crashes;

/// <summary>
/// A process under load that is killed at any moment, again and again: what it acknowledged is there, every key has one instance, every step counts once. <c>WORKFLOWS_KILLS</c> says how
/// often; the tests do it a few times, a soak some hundred.
/// </summary>
public sealed class KilledLoadTests
{
    private static readonly int s_kills = int.Parse(Environment.GetEnvironmentVariable("WORKFLOWS_KILLS") ?? "6", CultureInfo.InvariantCulture);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_AtAnyMomentUnderLoad_LosesAndDoublesNothing() => await KillAsync(null);

    [Fact]
    public async Task Kill_AtAnyMomentUnderLoadOnPostgres_LosesAndDoublesNothing()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await KillAsync(cluster.ConnectionString(await TestPostgres.TakeAsync()));
    }

    private static async Task KillAsync(string? postgres)
    {
        var folder = TestDatabase.NewFolder();
        try
        {
            var database = Path.Combine(folder, "workflows.db");
            await TestDatabase.WriteEmptyAsync(database);
            var random = new Random(20_261_123);
            for (var kill = 0; kill < s_kills; kill++)
            {
                using var process = Start("load", database, kill, postgres);
                Assert.Equal(Load.Ready, await process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(s_patience, Token));

                // Not a wait for something: the moment itself is what is tried.
                await Task.Delay(random.Next(100, 1500), Token);
                process.Kill();
                await process.WaitForExitAsync(Token).WaitAsync(s_patience, Token);
            }

            using var last = Start("finish", database, s_kills, postgres);
            var output = await last.StandardOutput.ReadToEndAsync(Token).WaitAsync(s_patience, Token);
            Assert.Equal("", await last.StandardError.ReadToEndAsync(Token).WaitAsync(s_patience, Token));
            var report = JsonSerializer.Deserialize<LoadReport>(output)!;
            TestContext.Current.SendDiagnosticMessage($"{s_kills} kills: {report.Keys} instances, {report.Acknowledged} acknowledged, {report.Calls} calls");
            Assert.Empty(report.Wrong);
            Assert.Equal(report.Keys, report.Instances);
            Assert.True(report.Acknowledged > 0 && report.Calls >= 3 * report.Keys, $"There was no load: {output}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string mode, string database, int day, string? postgres) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(CrashReport).Assembly.Location, mode, database, $"{day}", "never", .. postgres is null ? Array.Empty<string>() : [postgres]])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;
}
