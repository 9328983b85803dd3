using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using SQLitePCL;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Sqlite;
using Workflows.Persistence.Stores;
using Workflows.TestKit.Storage;

namespace Workflows.Persistence.Tests.Commit;

/// <summary>What a commit costs, in statements: the number that no machine's load changes.</summary>
public sealed class CommitStatementTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _statements = [];
    private TestDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.OpenAsync();
        await _database.Database.Writer.WriteAsync(
            new TestUnit(session =>
            {
                raw.sqlite3_trace(((SqliteSession)session).Connection.Handle, (_, sql) => _statements.Add(sql), null);
                return null;
            }),
            Token);
        _statements.Clear();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Commit_FiveMachineStepsAtOnce_IsOneInsertTwoOfHistoryAndOneOfTheAudit()
    {
        var (instance, start) = TestInstance.Begin(StoreSamples.Machines(5), _time);
        var begun = instance.TakeOver(start);
        begun.State.Revision = 0;
        var steps = Enumerable.Repeat<Func<WorkflowInstance, InstanceCommand>>(TestInstance.CompleteStep, 5).ToArray();
        var run = begun.Decide(steps);

        await _database.Store.CommitAsync(new InstanceCommit(run.Next, 0, [.. start.Events, .. run.Events], 1) { StoredTimers = [] }, Token);

        Assert.Equal(12, start.Events.Length + run.Events.Length);
        Assert.Equal(["BEGIN IMMEDIATE", "INSERT INTO instances", "INSERT INTO history", "INSERT INTO history", "INSERT INTO audit", "COMMIT"], Heads());
    }

    [Fact]
    public async Task Commit_OneMachineStep_IsOneUpdateAndOneOfHistory()
    {
        var instance = await TestInstance.StartAsync(_database.Store, StoreSamples.Machines(5), _time);
        _statements.Clear();

        await instance.CommitAsync(_database.Store, instance.CompleteStep());

        Assert.Equal(["BEGIN IMMEDIATE", "UPDATE instances", "INSERT INTO history", "COMMIT"], Heads());
    }

    [Fact]
    public async Task Commit_LostRace_IsOneStatement()
    {
        var instance = await TestInstance.StartAsync(_database.Store, StoreSamples.Machines(5), _time);
        var late = instance.Decide(instance.CompleteStep());
        await instance.CommitAsync(_database.Store, instance.CompleteStep());
        _statements.Clear();

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => _database.Store.CommitAsync(late, Token));

        Assert.Equal(["BEGIN IMMEDIATE", "UPDATE instances", "COMMIT"], Heads());
    }

    [Fact]
    public async Task Commit_OfferedTask_IsOneRowForTheTaskAndOneForEachCandidate()
    {
        await TestInstance.StartAsync(_database.Store, StoreSamples.Task(users: ["ann"], groups: ["managers"]), _time);

        Assert.Equal(
            [
                "BEGIN IMMEDIATE", "INSERT INTO instances", "INSERT INTO history", "INSERT INTO history", "INSERT INTO human_tasks", "INSERT INTO task_candidates",
                "INSERT INTO task_candidates", "INSERT INTO audit", "COMMIT",
            ],
            Heads());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Remove_AnyNumberOfInstances_IsOneStatementForEachTable(int count)
    {
        var batch = ImmutableArray.CreateBuilder<(InstanceId, long)>();
        for (var i = 0; i < count; i++)
        {
            var instance = await TestInstance.StartAsync(_database.Store, StoreSamples.Task(users: ["ann"]), _time);
            await instance.CommitAsync(_database.Store, new InstanceCommand.Cancel("olga", "gone"));
            batch.Add((instance.Id, instance.State.Revision));
        }

        _statements.Clear();

        var removed = await new RetentionStore(_database.Database).RemoveAsync(TenantId.Default, batch.ToImmutable(), null, Token);

        Assert.Equal(count, removed.Length);
        Assert.Equal(
            [
                "BEGIN IMMEDIATE", "DELETE FROM instances", "DELETE FROM task_candidates", "DELETE FROM human_tasks", "DELETE FROM history", "DELETE FROM timers", "DELETE FROM incidents",
                "COMMIT",
            ],
            Heads());
        Assert.Equal(0L, _database.Scalar<long>("SELECT (SELECT count(*) FROM history) + (SELECT count(*) FROM human_tasks) + (SELECT count(*) FROM task_candidates)"));
    }

    private List<string> Heads() => [.. _statements.Select(s => s.StartsWith("UPDATE", StringComparison.Ordinal)
        ? string.Join(' ', s.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(2))
        : string.Join(' ', s.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(3)))];
}
