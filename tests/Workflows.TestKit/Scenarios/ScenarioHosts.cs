using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.TestKit.Contracts;
using Xunit;

namespace Workflows.TestKit.Scenarios;

/// <summary>Runs an order of a scenario's events through real hosts on a store that outlives them.</summary>
internal sealed class ScenarioHosts
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Scenario _scenario;
    private readonly TestStore _store;
    private readonly ScenarioSteps _steps;
    private readonly ScenarioNodes _nodes;
    private readonly InstanceId _id = new(Guid.CreateVersion7());

    private ScenarioHosts(Scenario scenario, TestStore store, bool isShared) =>
        (_scenario, _steps, _store, _nodes) = (scenario, new ScenarioSteps(scenario), store, new ScenarioNodes(store.Nodes, isShared));

    /// <summary>Kills the host after every commit, and starts another on what it left.</summary>
    public static async Task RunKilledAsync(Scenario scenario, ImmutableList<ScenarioEvent> order, TestStore store)
    {
        var run = new ScenarioHosts(scenario, store, isShared: false);
        await run.UntilDeadAsync(run.Start());
        foreach (var next in order)
        {
            await run.SettleAsync();
            await run.UntilDeadAsync(next.In(await run.LoadAsync(), scenario.Definitions) ?? throw run.Missing(next));
        }

        await run.SettleAsync();
        await run.ConcludeAsync(order);
    }

    /// <summary>Lets two hosts do everything at the same time.</summary>
    public static async Task RunRacedAsync(Scenario scenario, ImmutableList<ScenarioEvent> order, TestStore store)
    {
        var run = new ScenarioHosts(scenario, store, isShared: true);
        var (one, other) = (new ScenarioStore(store.Instances), new ScenarioStore(store.Instances));
        await using var first = await run.HostAsync(one);
        await using var second = await run.HostAsync(other);
        await Act(first, run.Start());
        foreach (var next in order)
        {
            var before = await run.WaitAsync(run.HasSettled, one, other);
            var command = next.In(before, scenario.Definitions) ?? throw run.Missing(next);
            if (run.Release(command))
            {
                await Task.WhenAll(Act(first, null), Act(second, null));
                await run.WaitAsync(s => s.Revision > before.Revision, one, other);
            }
            else if (command is InstanceCommand.AddElement)
            {
                // Said twice, it would count twice.
                await Act(first, command);
            }
            else
            {
                var results = await Task.WhenAll(Act(first, command), Act(second, command));
                var isOnce = command is InstanceCommand.CompleteTask or InstanceCommand.FireTimer or InstanceCommand.Cancel or InstanceCommand.Retry;
                Assert.True(results.Count(r => r.Rejection is null) is 1 or 2 && (!isOnce || results.Count(r => r.Rejection is null) is 1), $"{scenario.Name}: both hosts, or neither, did it.");
            }
        }

        await run.WaitAsync(run.HasSettled, one, other);
        await run.ConcludeAsync(order);

        Task<InstanceRunner.Result> Act(EngineHost host, InstanceCommand? command) => run.ActAsync(host, command);
    }

    private InstanceCommand.Start Start() => new(_id, "rita", _scenario.Data);

    private InvalidOperationException Missing(ScenarioEvent next) => new($"{_scenario.Name}: {next.Verb} {next.Name} cannot happen here.");

    /// <summary>Lets hosts live and die until nothing moves by itself any more.</summary>
    private async Task SettleAsync()
    {
        while (!HasSettled(await LoadAsync()))
        {
            await UntilDeadAsync(null);
        }
    }

    private bool HasSettled(WorkflowInstance state) => !state.Tokens.Exists(t => t.Status is StepStatus.Running && !_scenario.IsScripted(t.Step));

    private async Task UntilDeadAsync(InstanceCommand? command)
    {
        var store = new ScenarioStore(_store.Instances, 1);
        await using var host = await HostAsync(store);
        if (command is not null && !Release(command))
        {
            Assert.Null((await ActAsync(host, command)).Rejection);
        }

        await store.Dead.WaitAsync(s_patience);
    }

    /// <summary>Lets the machine step go on whose result a command is. False when it is another command.</summary>
    private bool Release(InstanceCommand command)
    {
        var attempt = command switch
        {
            InstanceCommand.CompleteStep complete => (complete.Token, complete.Attempt),
            InstanceCommand.FailStep fail => (fail.Token, fail.Attempt),
            _ => ((int Token, int Attempt)?)null,
        };
        if (attempt is { } known)
        {
            _steps.Release(_id, known.Token, known.Attempt, command);
        }

        return attempt is not null;
    }

    private async Task<InstanceRunner.Result> ActAsync(EngineHost host, InstanceCommand? command)
    {
        var runner = host.Services.GetRequiredService<InstanceRunner>();
        switch (command)
        {
            case null:
                return await runner.HandleAsync(TenantId.Default, _id, new InstanceCommand.LookAgain(), TimeSpan.Zero, CancellationToken.None);
            case InstanceCommand.Start start:
                return await runner.StartAsync(_scenario.Definitions.Main, start, TimeSpan.Zero, CancellationToken.None);
            default:
                return await runner.HandleAsync(TenantId.Default, _id, command, TimeSpan.Zero, CancellationToken.None);
        }
    }

    private Task<EngineHost> HostAsync(ScenarioStore store) => EngineHost.StartAsync(
        workflows =>
        {
            // What the scenario's store does not bring, no scenario is about.
            workflows.UseInMemory().AddStep<ScenarioStep>("Work");
            foreach (var definition in _scenario.Definitions.Called.Add(_scenario.Definitions.Main))
            {
                workflows.AddDefinition(definition);
            }
        },
        services: services => services
            .AddSingleton(_steps)
            .AddSingleton<IInstanceStore>(store)
            .AddSingleton<INodeStore>(_nodes)
            .Configure<EngineOptions>(options => options.MaxStepCrashes = 10_000)
            .AddSingleton(_store.Definitions)
            .AddSingleton(_store.Schedules)
            .AddSingleton(_store.Events)
            .AddSingleton(_store.Audit)
            .AddSingleton(_store.Keys)
            .AddSingleton(_store.Queries));

    private async Task<WorkflowInstance> LoadAsync() => (await _store.Instances.LoadAsync(TenantId.Default, _id, CancellationToken.None))!;

    private async Task<WorkflowInstance> WaitAsync(Predicate<WorkflowInstance> condition, ScenarioStore one, ScenarioStore other)
    {
        while (true)
        {
            var changed = Task.WhenAny(one.WhenChanged(), other.WhenChanged());
            var state = await LoadAsync();
            if (condition(state))
            {
                return state;
            }

            await changed.WaitAsync(s_patience);
        }
    }

    private async Task ConcludeAsync(ImmutableList<ScenarioEvent> order)
    {
        var state = await LoadAsync();
        List<InstanceEvent> history = [.. (await _store.Queries.ListHistoryAsync(TenantId.Default, _id, 0, int.MaxValue, CancellationToken.None)).Select(h => h.Event)];
        Invariants.Check(_scenario.Definitions, state, history);
        var left = order.Aggregate(ImmutableList.CreateRange(_scenario.Script), (l, e) => l.Remove(e));
        var happened = ScenarioOutcome.Of(state, history, left);
        Assert.True(_scenario.Outcomes.Any(o => o.Fits(happened)), $"{_scenario.Name}: {happened.Text} {happened.Data?.ToJsonString()}");
    }
}
