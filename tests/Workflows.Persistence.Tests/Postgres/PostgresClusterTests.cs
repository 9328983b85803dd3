using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.TestKit;
using Workflows.TestKit.Postgres;

namespace Workflows.Persistence.Tests.Postgres;

/// <summary>Two hosts on one database, each with its own clock.</summary>
public sealed class PostgresClusterTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly WorkflowDefinition s_waiting = WorkflowDefinition.Create("waiting", "1.0.0", d => d
        .Timer("pause", "PT1H").Machine<ProbeStep>("after").Path("pause", "after"));

    private string _database = null!;
    private string _connectionString = null!;

    public async ValueTask InitializeAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        _database = await TestPostgres.TakeAsync();
        _connectionString = cluster.ConnectionString(_database);
    }

    public async ValueTask DisposeAsync() => await TestPostgres.GiveBackAsync(_database);

    [Fact]
    public async Task Timers_DueOnTwoHosts_FireOnceEach()
    {
        var (one, other) = (new StepProbe(), new StepProbe());
        var (time, otherTime) = (new FakeTimeProvider(s_start), new FakeTimeProvider(s_start));
        await using var first = await StartAsync(one, time);
        await using var second = await StartAsync(other, otherTime);
        var started = new List<InstanceSnapshot>();
        for (var i = 0; i < 40; i++)
        {
            started.Add(await (i % 2 == 0 ? first : second).Engine.StartAsync(Start("waiting", TimeSpan.FromSeconds(10)), Cancellation));
        }

        Parallel.Invoke(() => time.Advance(TimeSpan.FromHours(1)), () => otherTime.Advance(TimeSpan.FromHours(1)));

        foreach (var instance in started)
        {
            await UntilAsync(first, instance.Id, i => i.Status is InstanceStatus.Completed);
            var history = await first.HistoryAsync(instance.Id);
            Assert.Single(history.OfType<TimerFired>());
            Assert.Equal(2, history.OfType<StepCompleted>().Count());
        }

        Assert.Equal(40, one.RunsOf("after") + other.RunsOf("after"));
    }

    [Fact]
    public async Task FrozenHost_ThatWakesUp_FindsItsStepTakenUpAndItsResultFenced()
    {
        var (one, other) = (new StepProbe(), new StepProbe());
        var time = new FakeTimeProvider(s_start);
        one.Block("after");
        await using var frozen = await StartAsync(one, new FakeTimeProvider(s_start));
        var instance = await frozen.Engine.StartAsync(Start("direct", TimeSpan.Zero), Cancellation);
        await one.WhenRunAsync("after");
        await using var second = await StartAsync(other, time);
        Assert.Equal(0, other.RunsOf("after"));

        // The clock of the first stands still: it gives no sign of life.
        await UntilAsync(second, instance.Id, i => i.Status is InstanceStatus.Completed, () => time.Advance(TimeSpan.FromSeconds(10)));
        one.Unblock("after");
        await frozen.DisposeAsync();

        var history = await second.HistoryAsync(instance.Id);
        Assert.Single(history.OfType<StepCompleted>());
        Assert.Equal(1, Assert.Single(history.OfType<StepInterrupted>()).Crashes);
        Assert.Equal((1, 1), (one.RunsOf("after"), other.RunsOf("after")));
        Assert.Equal(one.Runs, other.Runs);
    }

    [Fact]
    public async Task LiveHost_WithARunningStep_KeepsItWhenAnotherStarts()
    {
        var (one, other) = (new StepProbe(), new StepProbe());
        one.Block("after");
        await using var first = await StartAsync(one, new FakeTimeProvider(s_start));
        var instance = await first.Engine.StartAsync(Start("direct", TimeSpan.Zero), Cancellation);
        await one.WhenRunAsync("after");

        await using (await StartAsync(other, new FakeTimeProvider(s_start)))
        {
            one.Unblock("after");
            await UntilAsync(first, instance.Id, i => i.Status is InstanceStatus.Completed);
        }

        Assert.DoesNotContain(await first.HistoryAsync(instance.Id), e => e is StepInterrupted);
        Assert.Equal((1, 0), (one.RunsOf("after"), other.RunsOf("after")));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static StartRequest Start(string definition, TimeSpan wait) => new(definition, JsonSerializer.SerializeToElement(new { }), "rita") { Wait = wait };

    private Task<EngineHost> StartAsync(StepProbe probe, FakeTimeProvider time) => EngineHost.StartAsync(
        builder => builder.UsePostgres(_connectionString).AddDefinition(s_waiting)
            .AddDefinition(WorkflowDefinition.Create("direct", "1.0.0", d => d.Machine<ProbeStep>("after"))),
        time,
        services => services.AddSingleton(probe));

    /// <summary>Asks again and again: the host that is asked does not hear what the other commits.</summary>
    private static async Task UntilAsync(EngineHost host, InstanceId id, Func<InstanceSnapshot, bool> condition, Action? meanwhile = null)
    {
        var until = DateTime.UtcNow.AddSeconds(30);
        while (!condition((await host.Queries.FindInstanceAsync(TenantId.Default, id, CancellationToken.None))!))
        {
            Assert.True(DateTime.UtcNow < until, "It did not become as asked.");
            meanwhile?.Invoke();
            await Task.Yield();
        }
    }
}
