using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;
using Workflows.Persistence.Stores;
using Workflows.Persistence.Tests.Postgres;
using Workflows.TestKit.Storage;

namespace Workflows.Persistence.Tests.Queries;

/// <summary>What operators see of a database, and that it costs the same however much is stored.</summary>
public sealed class StoreDiagnosticsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadFigures_OnSqlite_CountsWhatIsUnderWayInAllTenants()
    {
        await using var database = await TestDatabase.OpenAsync();

        await AssertFiguresAsync(database.Store, database.Database);
    }

    [Fact]
    public async Task ReadFigures_OnPostgres_CountsWhatIsUnderWayInAllTenants()
    {
        await using var database = await TestPostgres.OpenAsync();

        await AssertFiguresAsync(database.Store, database.Database);
    }

    [Theory]
    [InlineData(StoreDiagnostics.Open, "ix_instances_open")]
    [InlineData(StoreDiagnostics.WithIncidents, "ix_instances_incident")]
    [InlineData(StoreDiagnostics.OldestTask, "ix_human_tasks_open")]
    public async Task ReadFigures_OnSqlite_WalksAlongAnIndex(string sql, string index)
    {
        await using var database = await TestDatabase.OpenAsync();
        await using var connection = database.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql.Replace("@cap", "10", StringComparison.Ordinal);
        List<string> plan = [];
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            plan.Add(reader.GetString(3));
        }

        Assert.Contains(plan, line => line.Contains(index, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("SCAN instances", StringComparison.Ordinal) && !line.Contains("INDEX", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => (line.StartsWith("SCAN h", StringComparison.Ordinal) && !line.Contains("INDEX", StringComparison.Ordinal)) || line.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private async Task AssertFiguresAsync(IInstanceStore instances, WorkflowDatabase database)
    {
        var diagnostics = new StoreDiagnostics(database);
        await diagnostics.ProbeWriteAsync(Token);
        Assert.Equal(new StoreFigures(0, 0, null, null), await diagnostics.ReadFiguresAsync(StoreFigures.Cap, Token));

        var begin = _time.GetUtcNow();
        foreach (var tenant in new[] { "default", "acme", "zoo" })
        {
            await TestInstance.StartAsync(instances, StoreSamples.Task(), _time, new Actor("ann", [], new TenantId(tenant)));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var timers = await TestInstance.StartAsync(instances, StoreSamples.Timers(), _time, "rita");

        Assert.Equal(new StoreFigures(4, 0, begin, timers.State.Timers.Min(t => t.DueAt)), await diagnostics.ReadFiguresAsync(StoreFigures.Cap, Token));
        Assert.Equal(2, (await diagnostics.ReadFiguresAsync(2, Token)).OpenInstances);
    }
}
