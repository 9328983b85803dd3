using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Workflows.Engine;
using Workflows.Engine.Attention;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What is stuck without an incident.</content>
public abstract partial class EngineContract
{
    private static WorkflowDefinition Unmoved() => WorkflowDefinition.Create("unmoved", "1.0.0", d => d.When("so", "has(data.ready)").Machine<ProbeStep>("after").Path("so", "after"));

    private static WorkflowAttention Attention(EngineHost host) => host.Services.GetRequiredService<WorkflowAttention>();

    private static Task<AttentionReport> SweepAsync(EngineHost host) => Attention(host).SweepAsync(TenantId.Default, CancellationToken.None);

    [Fact]
    public async Task Sweep_OfWhatGoesOn_FindsNothing()
    {
        var host = await RunAsync(Approval(), Waiting(), Ordered());
        await host.Engine.StartAsync("approval", new { });
        await host.Engine.StartAsync("waiting", new { });
        await WaitingForACallAsync(Ordered());
        _time.Advance(TimeSpan.FromMinutes(30));

        Assert.Empty((await SweepAsync(_host!)).Items);
    }

    [Fact]
    public async Task Instance_ThatNothingMoves_IsAnIncidentOfTheKernel()
    {
        var host = await RunAsync(Unmoved());

        var instance = await host.Engine.StartAsync("unmoved", new { }, "rita");

        Assert.Equal(IncidentCodes.Stuck, Assert.Single(instance.Incidents).Code);
        Assert.Empty((await SweepAsync(host)).Items);
    }

    [Fact]
    public async Task Sweep_TimerThatDidNotFire_IsFoundAndFires()
    {
        var host = await RunAsync(Waiting());
        await host.Services.GetServices<IHostedService>().OfType<TimerWorker>().Single().StopAsync(CancellationToken.None);
        var store = host.Services.GetRequiredService<IInstanceStore>();
        var instance = await TestInstance.StartAsync(store, Waiting(), _time);
        var late = instance.State.Timers[0] with { DueAt = _time.GetUtcNow().AddMinutes(-10) };
        await TamperAsync(store, instance, state => state.Timers[0] = late, new TimerSet(late.Token, "pause", late.Kind, late.DueAt, _time.GetUtcNow()));
        var item = Assert.Single((await SweepAsync(host)).Items);
        Assert.Equal((StuckKind.TimerOverdue, new StepId("pause"), StuckRepair.Wake), (item.Kind, item.Step, item.Repair));

        Assert.False((await Attention(host).RepairAsync(item.Id, "", true, "ada")).IsDone);
        Assert.IsType<Rejection.ReasonRequired>(await TryAsync(() => Attention(host).RepairAsync(item.Id, " ", false, "ada")));
        Assert.Equal(InstanceStatus.Waiting, (await host.Queries.FindInstanceAsync(TenantId.Default, instance.Id, CancellationToken.None))!.Status);
        Assert.Empty(await StuckActsAsync(host));
        var repaired = await Attention(host).RepairAsync(item.Id, "the poller was stuck", false, "ada");

        Assert.Equal((true, "The timer has fired."), (repaired.IsDone, repaired.Outcome));
        await host.WaitForAsync(instance.Id, InstanceStatus.Completed);
        Assert.Empty(Attention(host).Latest(TenantId.Default)!.Items);
        Assert.IsType<Rejection.StuckItemNotFound>(await TryAsync(() => Attention(host).RepairAsync(item.Id, "again", false, "ada")));
        var act = Assert.Single(await StuckActsAsync(host));
        Assert.Equal(("ada", instance.Id, "the poller was stuck"), (act.Actor, act.Instance, act.Note));
    }

    [Fact]
    public async Task Sweep_StepOfAProcessThatIsGone_IsFoundAndTakenUp()
    {
        // What was left running is taken up at the start; once that is done, something is left as nothing leaves it.
        _probe.Block("a");
        var before = await (await RunAsync(Chain(CommitPolicy.PerStep))).Engine.StartAsync(Start("chain"));
        await StopAsync();
        var host = await RunAsync(Chain(CommitPolicy.PerStep));
        await host.WaitForAsync(before.Id, i => i.Revision == 2);
        _probe.Unblock("a");
        await host.WaitForAsync(before.Id, InstanceStatus.Completed);
        var runs = _probe.RunsOf("a");
        var store = host.Services.GetRequiredService<IInstanceStore>();
        var instance = await TestInstance.StartAsync(store, Chain(CommitPolicy.PerStep), _time);
        await TamperAsync(store, instance, state => state.Tokens[0] = state.Tokens[0] with { Node = "a process of yesterday" });
        Assert.Empty((await SweepAsync(host)).Items);
        _time.Advance(TimeSpan.FromMinutes(6));
        var item = Assert.Single((await SweepAsync(host)).Items);
        Assert.Equal((StuckKind.StepAbandoned, new StepId("a"), StuckRepair.Wake), (item.Kind, item.Step, item.Repair));
        Assert.Equal(runs, _probe.RunsOf("a"));

        var repaired = await Attention(host).RepairAsync(item.Id, "nobody did", false, "ada");

        Assert.Equal((true, "The step is taken up by this server."), (repaired.IsDone, repaired.Outcome));
        await host.WaitForAsync(instance.Id, InstanceStatus.Completed);
        Assert.Equal(runs + 1, _probe.RunsOf("a"));
        Assert.Empty((await SweepAsync(host)).Items);
    }

    [Fact]
    public async Task Sweep_VersionThatIsNotThere_IsFoundForEachOfItsInstances()
    {
        var host = await RunAsync(Approval());
        var store = host.Services.GetRequiredService<IInstanceStore>();
        var instance = await TestInstance.StartAsync(store, Waiting(), _time);

        var item = Assert.Single((await SweepAsync(host)).Items);

        Assert.Equal((StuckKind.DefinitionMissing, instance.Id, "waiting", StuckRepair.ByHand), (item.Kind, item.Instance, item.Definition, item.Repair));
    }

    [Fact]
    public async Task Sweep_TaskForNobodyWhoIsThere_IsFoundUntilSomebodyIs()
    {
        var people = new FakePeople();
        var host = await RunAsync(people, Approval());
        var instance = await host.Engine.StartAsync("approval", new { }, "rita");

        var item = Assert.Single((await SweepAsync(host)).Items);
        Assert.Equal((StuckKind.NobodyForTask, instance.OpenTasks[0].Id, StuckRepair.ByHand), (item.Kind, item.Task, item.Repair));
        Assert.Contains("the group managers", item.Why, StringComparison.Ordinal);
        people.Active = [new Actor("max", ["managers"], new TenantId("acme"))];
        Assert.Single((await SweepAsync(host)).Items);
        people.Active = [Manager("max")];

        Assert.Empty((await SweepAsync(host)).Items);
    }

    /// <summary>Changes a state as no decision does.</summary>
    private static async Task TamperAsync(IInstanceStore store, TestInstance instance, Action<WorkflowInstance> change, params InstanceEvent[] events)
    {
        var commit = instance.Decide(new InstanceCommand.Signal("nothing", null, System.Text.Json.JsonElement.Parse("{}"), "rita"));
        change(commit.Next);
        commit.Next.Position += events.Length;
        await instance.CommitAsync(store, commit with { Events = [.. commit.Events, .. events] });
    }

    private static async Task<IReadOnlyList<AuditEntry>> StuckActsAsync(EngineHost host) =>
        (await host.Services.GetRequiredService<WorkflowAudit>().ListAsync(TenantId.Default, new AuditFilter { Action = "stuck.repair" }, new PageRequest())).Items;

    private async Task<EngineHost> RunAsync(FakePeople people, WorkflowDefinition definition) => _host = await EngineHost.StartAsync(
        builder =>
        {
            UseStore(builder);
            builder.AddDefinition(definition);
        },
        _time,
        services => services.AddSingleton(_probe).AddSingleton<IPeopleDirectory>(people));

    private sealed class FakePeople : IPeopleDirectory
    {
        public IReadOnlyList<Actor> Active { get; set; } = [];

        public Task<IReadOnlyList<Actor>> ListActiveAsync(CancellationToken cancellationToken) => Task.FromResult(Active);
    }
}
