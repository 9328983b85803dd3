using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Bench;

/// <summary>Something to measure.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="RunAsync">Measures it once.</param>
internal sealed record Workload(string Name, Func<Task<Measurement>> RunAsync)
{
    /// <summary>Whether it is the limit that the others are compared with.</summary>
    public bool IsLimit => Name == Workloads.Q;
}

/// <summary>The workloads of docs/performance: W1 to W5, and the raw limit.</summary>
internal static class Workloads
{
    public const string Q = "Q: raw group commit, 64 callers";

    public static IEnumerable<Workload> All(Options options)
    {
        yield return new(Q, () => RawAsync(64, options));
        yield return new("raw single commit, 1 caller", () => RawAsync(1, options));
        foreach (var callers in new[] { 1, 64, 256 })
        {
            var who = callers == 1 ? "1 caller" : $"{callers} callers";
            yield return new($"W1 SQLite, commit per step, {who}", () => OnSqliteAsync(callers, options, e => e.RunToEndAsync(Definitions.FiveSteps.Key)));
            yield return new($"W1 SQLite, commit per run, {who}", () => OnSqliteAsync(callers, options, e => e.RunToEndAsync(Definitions.FiveStepsPerRun.Key)));
            yield return new($"W1 memory, commit per run, {who}", () => InMemoryAsync(callers, options, e => e.RunToEndAsync(Definitions.FiveStepsPerRun.Key)));
            yield return new($"W2 SQLite, round trip, {who}", () => OnSqliteAsync(callers, options, e => e.RoundTripAsync()));
        }

        if (BenchPostgres.IsThere)
        {
            yield return new("P: 32 plain clients of PostgreSQL", () => PlainAsync(32, options));
            yield return new("commits to the store on PostgreSQL, 64 callers", () => StoreAsync(64, options));
            foreach (var callers in new[] { 1, 64 })
            {
                var who = callers == 1 ? "1 caller" : $"{callers} callers";
                yield return new($"W1 PostgreSQL, commit per step, {who}", () => OnPostgresAsync(callers, options, e => e.RunToEndAsync(Definitions.FiveSteps.Key)));
                yield return new($"W1 PostgreSQL, commit per run, {who}", () => OnPostgresAsync(callers, options, e => e.RunToEndAsync(Definitions.FiveStepsPerRun.Key)));
                yield return new($"W2 PostgreSQL, round trip, {who}", () => OnPostgresAsync(callers, options, e => e.RoundTripAsync()));
            }
        }

        foreach (var parked in options.Parked)
        {
            yield return new($"W3 SQLite, command with {parked:N0} parked, 1 caller", () => ParkedAsync(parked, options, DecideOneAsync));
            yield return new($"W3 SQLite, inbox page of 25 with {parked:N0} parked, 1 caller", () => ParkedAsync(parked, options, InboxAsync));
        }

        yield return new("W4 SQLite, 100 branches and join, 1 caller", () => OnSqliteAsync(1, options, e => e.RunToEndAsync(Definitions.FanOut.Key)));
        yield return new("K: a decision, 300 steps, 50 tokens", () => KernelSpeed.RunAsync(1, options.Duration));
        yield return new("K: the same after 30 times the events", () => KernelSpeed.RunAsync(30, options.Duration));
        yield return new("W5 process start to first completed instance", ColdStart.RunAsync);
    }

    private static async Task<Measurement> RawAsync(int callers, Options options)
    {
        await using var raw = new RawLimit();
        return await Load.RunAsync(callers, options.Duration, raw.CommitAsync);
    }

    private static async Task<Measurement> OnSqliteAsync(int callers, Options options, Func<BenchEngine, Task> operation)
    {
        await using var engine = await BenchEngine.OnSqliteAsync();
        return await Load.RunAsync(callers, options.Duration, () => operation(engine));
    }

    private static async Task<Measurement> PlainAsync(int callers, Options options)
    {
        await using var plain = await PlainPostgres.StartAsync();
        return await Load.RunAsync(callers, options.Duration, plain.CommitAsync);
    }

    private static async Task<Measurement> StoreAsync(int callers, Options options)
    {
        await using var engine = await BenchEngine.OnPostgresAsync();
        return await StoreSpeed.RunAsync(engine, callers, options.Duration);
    }

    private static async Task<Measurement> OnPostgresAsync(int callers, Options options, Func<BenchEngine, Task> operation)
    {
        await using var engine = await BenchEngine.OnPostgresAsync();
        return await Load.RunAsync(callers, options.Duration, () => operation(engine));
    }

    private static async Task<Measurement> InMemoryAsync(int callers, Options options, Func<BenchEngine, Task> operation)
    {
        await using var engine = await BenchEngine.InMemoryAsync();
        return await Load.RunAsync(callers, options.Duration, () => operation(engine));
    }

    private static async Task<Measurement> ParkedAsync(int count, Options options, Func<BenchEngine, InstanceSnapshot?, Task> operation)
    {
        await using var engine = await BenchEngine.OnSqliteAsync();
        var waiting = new InstanceSnapshot[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                waiting[i] = await engine.StartAsync(Definitions.Wait.Key);
            }
        })));
        var disk = (double)engine.Folder!.Size / count;
        var decided = 0;
        var measured = await Load.RunAsync(1, options.Duration, () => operation(engine, decided < count ? waiting[Stride(decided++, count)] : null));
        return measured with { Disk = disk };
    }

    /// <summary>Goes through all of them in an order that jumps, so that nothing is found in a page that was just read.</summary>
    private static int Stride(int i, int count) => (int)((long)i * 7919 % count);

    /// <summary>Decides a parked instance; when all are decided, one that is started for it.</summary>
    private static Task DecideOneAsync(BenchEngine engine, InstanceSnapshot? waiting) => waiting is null ? engine.RoundTripAsync() : engine.DecideAsync(waiting);

    private static async Task InboxAsync(BenchEngine engine, InstanceSnapshot? waiting)
    {
        var page = await engine.Queries.ListTasksAsync(TenantId.Default, new TaskFilter(TaskScope.Available, BenchEngine.Manager), new PageRequest(), CancellationToken.None);
        if (page.Items.Length != 25)
        {
            throw new InvalidOperationException($"The inbox shows {page.Items.Length} tasks, and should show 25.");
        }
    }
}
