using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Schedules;
using Workflows.Engine.Storage;
using Workflows.TestKit;
using Workflows.TestKit.Postgres;

namespace Workflows.Persistence.Tests.Postgres;

/// <summary>Two hosts on one database: what is due is started once, whoever looks first.</summary>
public sealed class PostgresScheduleTests : IAsyncLifetime
{
    private const int Runs = 12;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 0, 30, 0, TimeSpan.Zero));
    private string _database = null!;
    private string _connectionString = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        _database = await TestPostgres.TakeAsync();
        _connectionString = cluster.ConnectionString(_database);
    }

    public async ValueTask DisposeAsync() => await TestPostgres.GiveBackAsync(_database);

    [Fact]
    public async Task TwoHosts_EachRunIsStartedOnce()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var made = await first.Services.GetRequiredService<WorkflowSchedules>().CreateAsync(
            new ScheduleSpec { Name = "Often", Definition = "quick", Cron = "*/10 * * * *", Overlap = OverlapPolicy.Allow }, "olga", Token);

        for (var run = 0; run < Runs; run++)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            await Task.WhenAll(new[] { first, second }.SelectMany(host => Enumerable.Range(0, 2).Select(_ => Task.Run(
                () => host.Services.GetRequiredService<ScheduleRunner>().RunAsync(TenantId.Default, made.Id, Token), Token))));
        }

        var done = await second.Services.GetRequiredService<WorkflowSchedules>().GetAsync(TenantId.Default, made.Id, Token);
        Assert.Equal(Enumerable.Range(1, Runs).Reverse().Select(i => made.CreatedAt.AddMinutes(10 * i)), done.Runs.Select(r => r.DueAt));
        var instances = await second.Queries.ListInstancesAsync(TenantId.Default, new InstanceFilter { Definition = "quick" }, new PageRequest(200), Token);
        Assert.Equal(done.Runs.Select(r => r.Instance!.Value).Order(Comparer), instances.Items.Select(i => i.Id).Order(Comparer));
    }

    private static Comparer<Engine.Instances.InstanceId> Comparer { get; } = Comparer<Engine.Instances.InstanceId>.Create((a, b) => a.Value.CompareTo(b.Value));

    private Task<EngineHost> StartAsync() => EngineHost.StartAsync(
        workflows => workflows.UsePostgres(_connectionString).AddDefinition(WorkflowDefinition.Create("quick", "1.0.0", d => d.Set("note", ("seen", "true")))), _time);
}
