using System.Collections.Concurrent;
using Workflows.CrashHost;
using Workflows.Persistence.Tests.Postgres;
using Workflows.TestKit.Postgres;

namespace Workflows.Persistence.Tests.Crashes;

/// <summary>
/// Journeys whose process is killed at every one of their commits and started again, beside one that nobody interrupted: nothing is lost, nothing is doubled.
/// The processes are real, and so is the signal; see tests/Workflows.CrashHost.
/// </summary>
public sealed class KilledJourneyTests
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Baseline>>> s_baselines = new();

    [Fact]
    public Task Kill_AfterAnyCommit_EndsAsIfNothingHadHappened() => AtEveryCommitAsync(Journey.Expense, async (baseline, run, commit) =>
    {
        await run.CrashAsync(CrashMoment.After, commit);

        await AssertSameAsync(baseline, run, commit, baseline.Report.Commits.Skip(commit), baseline.Results.Count);
    });

    [Fact]
    public Task Kill_WithinAnyCommit_RunsTheInterruptedStepAgainAndCountsItOnce() => AtEveryCommitAsync(Journey.Expense, async (baseline, run, commit) =>
    {
        await run.CrashAsync(CrashMoment.Within, commit);

        await AssertSameAsync(baseline, run, commit, baseline.Report.Commits.Skip(commit - 1), baseline.Results.Count + baseline.ResultsIn(commit));
    });

    [Fact]
    public Task Kill_AfterAnyCommitAndAgainDuringRecovery_EndsAsIfNothingHadHappened() => AtEveryCommitAsync(Journey.Expense, async (baseline, run, commit) =>
    {
        if (commit == baseline.Report.Commits.Count)
        {
            return; // nothing is left to do, and so nothing to interrupt
        }

        await run.CrashAsync(CrashMoment.After, commit);
        await run.CrashAsync(CrashMoment.After, 1);

        await AssertSameAsync(baseline, run, commit, baseline.Report.Commits.Skip(commit + 1), baseline.Results.Count);
    });

    [Fact]
    public Task Kill_WithinAnyCommitAndAfterItWasDoneAgain_TimerAndRetryAreDoneOnce() => AtEveryCommitAsync(Journey.Machine, async (baseline, run, commit) =>
    {
        await run.CrashAsync(CrashMoment.Within, commit);
        await run.CrashAsync(CrashMoment.After, 1);

        await AssertSameAsync(baseline, run, commit, baseline.Report.Commits.Skip(commit), baseline.Results.Count + baseline.ResultsIn(commit));
    });

    [Fact]
    public async Task Kill_WithinAnyCommitOnPostgres_EndsAsOnSqlite()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await AtEveryCommitAsync(
            Journey.Machine,
            async (baseline, run, commit) =>
            {
                await run.CrashAsync(CrashMoment.Within, commit);

                await AssertSameAsync(baseline, run, commit, baseline.Report.Commits.Skip(commit - 1), baseline.Results.Count + baseline.ResultsIn(commit));
            },
            async () => cluster.ConnectionString(await TestPostgres.TakeAsync()));
    }

    /// <summary>Two processes at a time, so that small machines keep up.</summary>
    private static async Task AtEveryCommitAsync(string journey, Func<Baseline, CrashRun, int, Task> act, Func<Task<string>>? postgres = null)
    {
        var baseline = await s_baselines.GetOrAdd(journey, _ => new Lazy<Task<Baseline>>(() => Baseline.OfAsync(journey))).Value;
        var commits = Enumerable.Range(1, baseline.Report.Commits.Count);
        await Parallel.ForEachAsync(
            commits,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            async (commit, _) =>
            {
                using var run = new CrashRun(journey, postgres is null ? null : await postgres());
                await act(baseline, run, commit);
            });
    }

    /// <summary>Finishes the journey, and compares everything the store has with what it has of the uninterrupted one.</summary>
    private static async Task AssertSameAsync(Baseline baseline, CrashRun run, int commit, IEnumerable<string> commits, int results)
    {
        var report = await run.FinishAsync();

        Assert.Equal($"Killed at {commit}: {(baseline.Report with { Commits = [.. commits] }).ToJson()}", $"Killed at {commit}: {report.ToJson()}");
        Assert.Equal(results, run.Results.Count);

        // The interrupted step ran again with the same idempotency key: it came to the same result.
        Assert.Equal(baseline.Results.Count, run.Results.Distinct().Count());
    }

    /// <summary>The journey that nobody interrupted.</summary>
    private sealed record Baseline(CrashReport Report, IReadOnlyList<string> Results)
    {
        public static async Task<Baseline> OfAsync(string journey)
        {
            using var run = new CrashRun(journey);
            var report = await run.FinishAsync();
            Assert.Equal((report.Commits.Count, 0, 0), (report.Revision, report.Offers, report.Timers));
            Assert.All(report.Completions.Values, completions => Assert.Equal(1, completions));
            Assert.Single(report.Instances);
            return new Baseline(report, run.Results);
        }

        /// <summary>How many results of machine steps the n-th commit held.</summary>
        public int ResultsIn(int commit) => Report.Commits[commit - 1].Split(", ").Count(e => Results.Any(r => IsOf(e, r)));

        private static bool IsOf(string happened, string result) => happened == $"StepCompleted {result.Split(' ')[0]}" || happened == $"StepFailed {result.Split(' ')[0]}";
    }
}
