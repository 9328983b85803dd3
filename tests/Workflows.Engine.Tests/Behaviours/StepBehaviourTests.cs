using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Behaviours;

/// <summary>What machine steps, their data and their services do, on a running engine.</summary>
public sealed class StepBehaviourTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Data_GoesInAndOut_WithEveryDigitAndEveryLevel()
    {
        await using var host = await HostAsync(d => d.Machine<Compute>("compute").Set("copy", ("again", "data.order.lines[1].price")).Path("compute", "copy"));
        var data = JsonElement.Parse("""{"order":{"lines":[{"price":0.1},{"price":7922816251426433759.335}]},"member":"result_7"}""");

        var instance = await host.Engine.StartAsync(new StartRequest("example", data, "rita"), Token);

        Assert.Equal(InstanceStatus.Completed, instance.Status);
        Assert.Equal("7922816251426433759.335", instance.Data.GetProperty("again").GetRawText());

        // The step wrote under a name that it found in the data.
        Assert.Equal("""{"sum":7922816251426433759.435,"of":[1,[2,{"deep":true}]]}""", instance.Data.GetProperty("result_7").GetRawText());
        Assert.Equal(data.GetProperty("order").GetRawText(), instance.Data.GetProperty("order").GetRawText());
    }

    [Fact]
    public async Task Services_AreScopedToARun_AndTransientToAnObject()
    {
        var seen = new ConcurrentQueue<(string Step, int Scoped, int SameScoped, int Transient, int Single)>();
        await using var host = await HostAsync(
            d => d.Machine<Resolve>("one").Machine<Resolve>("two").Path("one", "two"),
            services => services.AddSingleton(seen).AddSingleton<Single>().AddScoped<Scoped>().AddTransient<Transient>());

        await host.Engine.StartAsync("example", new { }, "rita", Token);

        var (one, two) = (seen.First(), seen.Last());
        Assert.Equal(2, seen.Count);
        Assert.Equal(one.Scoped, one.SameScoped);
        Assert.NotEqual(one.Scoped, two.Scoped);
        Assert.NotEqual(one.Transient, two.Transient);
        Assert.Equal(one.Single, two.Single);
        Assert.All([one.Scoped, two.Scoped], scope => Assert.Contains(scope, Scoped.Disposed));
    }

    [Fact]
    public async Task Signals_SentBeforeTheyAreWaitedFor_AreTakenInTheirOrder()
    {
        await using var host = await HostAsync(d =>
        {
            d.Timer("pause", "PT1H");
            for (var i = 1; i <= 5; i++)
            {
                d.Signal($"wait{i}", "tick");
            }

            d.Path("pause", "wait1", "wait2", "wait3", "wait4", "wait5");
        });
        var instance = await host.Engine.StartAsync("example", new { }, "rita", Token);
        for (var i = 1; i <= 5; i++)
        {
            await host.Engine.SignalAsync(new SignalRequest(instance.Id, "tick", JsonSerializer.SerializeToElement(new { number = i }), "outside"), Token);
        }

        host.Time.Advance(TimeSpan.FromHours(1));
        instance = await host.WaitForAsync(instance.Id, InstanceStatus.Completed);

        Assert.Equal([1, 2, 3, 4, 5], Enumerable.Range(1, 5).Select(i => instance.Data.GetProperty($"wait{i}").GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task Signal_WithTheInstanceAsKey_ReachesOnlyThatInstance()
    {
        await using var host = await HostAsync(d => d.Signal("answer", key: "vars.instanceId"));
        var one = await host.Engine.StartAsync("example", new { }, "rita", Token);
        var other = await host.Engine.StartAsync("example", new { }, "rita", Token);

        await host.Engine.SignalAsync(new SignalRequest(other.Id, "answer", JsonElement.Parse("{}"), "worker") { Key = one.Id.ToString() }, Token);
        await host.Engine.SignalAsync(new SignalRequest(one.Id, "answer", JsonElement.Parse("{}"), "worker") { Key = one.Id.ToString() }, Token);

        one = await host.WaitForAsync(one.Id, InstanceStatus.Completed);
        other = (await host.Queries.FindInstanceAsync(TenantId.Default, other.Id, Token))!;
        Assert.Equal((InstanceStatus.Completed, InstanceStatus.Waiting), (one.Status, other.Status));
    }

    [Fact]
    public async Task Timers_AtOnce_TakeTheTimeOfTheLongest_AndNoTimeTakesNone()
    {
        await using var host = await HostAsync(d => d
            .Timer("none", TimeSpan.Zero).Parallel("fork").Timer("a", "PT1H").Timer("b", "duration(data.wait)").Timer("c", "PT1H").End("end", configure: s => s.Join(Join.All))
            .Path("none", "fork", "a", "end").Path("fork", "b", "end").Path("fork", "c", "end"));
        var instance = await host.Engine.StartAsync("example", new { wait = "PT60M" }, "rita", Token);
        instance = await host.WaitForAsync(instance.Id, i => i.Timers.Length == 3);
        Assert.Equal(host.Time.GetUtcNow(), instance.StartedAt);

        host.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(InstanceStatus.Waiting, (await host.Queries.FindInstanceAsync(TenantId.Default, instance.Id, Token))!.Status);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        instance = await host.WaitForAsync(instance.Id, InstanceStatus.Completed);

        Assert.Equal(TimeSpan.FromHours(1), instance.EndedAt - instance.StartedAt);
        Assert.Equal(4, (await host.HistoryAsync(instance.Id)).OfType<TimerFired>().Count());
    }

    [Fact]
    public async Task Guard_SaysNo_TheStepIsSkippedAndTheFlowGoesOn()
    {
        var hooks = new ConcurrentQueue<string>();
        await using var host = await HostAsync(d => d.Machine<Hooked>("skipped").Machine<Hooked>("done").Path("skipped", "done"), services => services.AddSingleton(hooks));

        var instance = await host.Engine.StartAsync("example", new { }, "rita", Token);

        Assert.Equal(InstanceStatus.Completed, instance.Status);
        Assert.Equal(["guard skipped", "guard done", "execute done", "success done"], hooks);
        Assert.Equal("skipped", Assert.Single((await host.HistoryAsync(instance.Id)).OfType<StepSkipped>()).Step.Value);
    }

    [Fact]
    public async Task Failure_TellsTheStep_KeepsNothingOfIt_AndLeavesOneIncident()
    {
        var hooks = new ConcurrentQueue<string>();
        await using var host = await HostAsync(d => d.Machine<Hooked>("broken").Machine<Hooked>("never").Path("broken", "never"), services => services.AddSingleton(hooks));

        var instance = await host.Engine.StartAsync("example", new { }, "rita", Token);

        Assert.Equal(InstanceStatus.Failed, instance.Status);
        Assert.Equal(["guard broken", "execute broken", "failure broken: It broke."], hooks);
        Assert.Equal(("step-failed", "broken"), (instance.Incidents.Single().Code, instance.Incidents.Single().Step!.Value.Value));
        Assert.Contains("It broke.", instance.Incidents.Single().Message, StringComparison.Ordinal);
        Assert.Equal("{}", instance.Data.GetRawText());
    }

    [Fact]
    public async Task Stop_WaitsForNothingThatIsLost_TheStepRunsAgainAfterTheNextStart()
    {
        var probe = new StepProbe();
        var store = new Workflows.Engine.Storage.InMemory.InMemoryStore();
        var definition = WorkflowDefinition.Create("example", "1.0.0", d => d.Machine("slow", "Probe").Machine("after", "Probe").Path("slow", "after"));
        probe.Block("slow");
        InstanceId id;
        await using (var host = await StartOnAsync(store, probe, definition))
        {
            id = (await host.Engine.StartAsync(new StartRequest("example", JsonElement.Parse("{}"), "rita") { Wait = TimeSpan.Zero }, Token)).Id;
            Assert.Equal(0, probe.RunsOf("after"));
        }

        probe.Unblock("slow");
        await using var next = await StartOnAsync(store, probe, definition);
        var instance = await next.WaitForAsync(id, InstanceStatus.Completed);

        Assert.Single((await next.HistoryAsync(instance.Id)).OfType<StepCompleted>(), e => e.Step == "slow");
        Assert.Equal(1, probe.RunsOf("after"));
        Assert.Single(probe.Runs.Where(r => r.StartsWith("slow", StringComparison.Ordinal)).Distinct());
    }

    [Theory]
    [InlineData("""{ "key": "example", "version": "1.0.0", "steps": [{ "id": "choose", "kind": "gateway", "gateway": "exclusive" }, { "id": "big", "kind": "human" }, { "id": "small", "kind": "human" }], "edges": [{ "from": "choose", "to": "big", "when": "data.n > 5" }, { "from": "choose", "to": "small", "default": true }] }""")]
    [InlineData("""
        key: example
        version: 1.0.0
        steps:
          - { id: choose, kind: gateway, gateway: exclusive }
          - { id: big, kind: human }
          - { id: small, kind: human }
        edges:
          - { from: choose, to: big, when: data.n > 5 }
          - { from: choose, to: small, default: true }
        """)]
    public async Task Document_StoredAsJsonOrYaml_RunsTheRightBranch(string document)
    {
        await using var host = await EngineHost.StartAsync(workflows => workflows.UseInMemory());
        await host.Engine.PublishAsync(DefinitionDocument.Read(document), new Actor("ada"), Token);

        Assert.Equal(["big"], (await host.Engine.StartAsync("example", new { n = 6 }, "rita", Token)).CurrentSteps.Select(s => s.Value));
        Assert.Equal(["small"], (await host.Engine.StartAsync("example", new { n = 5 }, "rita", Token)).CurrentSteps.Select(s => s.Value));
    }

    private static Task<EngineHost> StartOnAsync(Workflows.Engine.Storage.InMemory.InMemoryStore store, StepProbe probe, WorkflowDefinition definition) => EngineHost.StartAsync(
        workflows => workflows.UseInMemory().AddStep<ProbeStep>("Probe").AddDefinition(definition),
        services: services => services.AddSingleton(probe).AddSingleton(store));

    private static Task<EngineHost> HostAsync(Action<DefinitionBuilder> build, Action<IServiceCollection>? services = null) =>
        EngineHost.StartAsync(workflows => workflows.UseInMemory().AddDefinition(WorkflowDefinition.Create("example", "1.0.0", build)), services: services);

    private sealed class Compute : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            var sum = context.Data["order"]!["lines"]!.AsArray().Sum(line => line!["price"]!.GetValue<decimal>());
            context.Data[context.Get<string>("member")!] = new JsonObject { ["sum"] = sum, ["of"] = JsonNode.Parse("""[1,[2,{"deep":true}]]""") };
            return ValueTask.CompletedTask;
        }
    }

    private class Numbered
    {
        private static int s_last;

        public int Number { get; } = Interlocked.Increment(ref s_last);
    }

    private sealed class Single : Numbered;

    private sealed class Transient : Numbered;

    private sealed class Scoped : Numbered, IDisposable
    {
        public static ConcurrentBag<int> Disposed { get; } = [];

        public void Dispose() => Disposed.Add(Number);
    }

    private sealed class Resolve(ConcurrentQueue<(string, int, int, int, int)> seen, Scoped scoped, Scoped same, Transient transient, Single single) : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            seen.Enqueue((context.Step.Value, scoped.Number, same.Number, transient.Number, single.Number));
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Hooked(ConcurrentQueue<string> hooks) : MachineStep
    {
        public override ValueTask<bool> CanExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            hooks.Enqueue($"guard {context.Step}");
            return ValueTask.FromResult(context.Step != "skipped");
        }

        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            hooks.Enqueue($"execute {context.Step}");
            context.Set("half", true);
            return context.Step == "broken" ? throw new InvalidOperationException("It broke.") : ValueTask.CompletedTask;
        }

        public override ValueTask OnSuccessAsync(StepContext context, CancellationToken cancellationToken)
        {
            hooks.Enqueue($"success {context.Step}");
            return ValueTask.CompletedTask;
        }

        public override ValueTask OnFailureAsync(StepContext context, Exception error, CancellationToken cancellationToken)
        {
            hooks.Enqueue($"failure {context.Step}: {error.Message}");
            return ValueTask.CompletedTask;
        }
    }
}
