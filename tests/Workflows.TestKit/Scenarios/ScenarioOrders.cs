using System.Collections.Immutable;
using Workflows.Engine.Instances;
using Xunit;

namespace Workflows.TestKit.Scenarios;

/// <summary>Runs a scenario through the kernel over every order in which its events can happen; states and events are written and read between any two.</summary>
internal sealed class ScenarioOrders
{
    private const int MaxOrders = 20_000;

    private readonly Scenario _scenario;
    private readonly List<ImmutableList<ScenarioEvent>> _orders = [];
    private readonly HashSet<ScenarioOutcome> _seen = [];
    private int _ids;

    private ScenarioOrders(Scenario scenario) => _scenario = scenario;

    /// <summary>Runs every order, and gives them.</summary>
    public static IReadOnlyList<ImmutableList<ScenarioEvent>> Run(Scenario scenario)
    {
        var orders = new ScenarioOrders(scenario);
        var start = new InstanceCommand.Start(new InstanceId(Guid.Parse("01900000-0000-7000-8000-000000000000")), "rita", scenario.Data);
        var (state, history) = orders.Do(null, [], start) ?? throw new InvalidOperationException("The scenario could not start.");
        orders.Explore(state, history, [], [.. scenario.Script]);
        foreach (var outcome in scenario.Outcomes)
        {
            Assert.True(orders._seen.Contains(outcome), $"{scenario.Name}: no order of {orders._orders.Count} gave the outcome\n{outcome.Text} {outcome.Data?.ToJsonString()}");
        }

        return orders._orders;
    }

    private void Explore(WorkflowInstance state, ImmutableList<InstanceEvent> history, ImmutableList<ScenarioEvent> done, ImmutableList<ScenarioEvent> left)
    {
        var isOver = true;
        foreach (var next in left.Distinct())
        {
            if (next.In(state, _scenario.Definitions) is { } command)
            {
                isOver = false;
                if (Do(state, history, command) is { } after)
                {
                    Explore(after.State, after.History, done.Add(next), left.Remove(next));
                }
                else
                {
                    Assert.Fail($"{_scenario.Name}: {next.Verb} {next.Name} was refused after {string.Join(", ", done.Select(e => $"{e.Verb} {e.Name}"))}.");
                }
            }
        }

        if (isOver)
        {
            _orders.Add(done);
            Assert.True(_orders.Count <= MaxOrders, $"{_scenario.Name}: too many orders to try them all; make the script shorter.");
            Conclude(state, history, done, left);
        }
    }

    private void Conclude(WorkflowInstance state, ImmutableList<InstanceEvent> history, ImmutableList<ScenarioEvent> done, ImmutableList<ScenarioEvent> left)
    {
        foreach (var late in left)
        {
            if (late.Late(history) is { } command)
            {
                Assert.IsType<Decision.Rejected>(Transition.Decide(_scenario.Definitions, state, command, history[^1].At, NextId));
            }
        }

        var happened = ScenarioOutcome.Of(state, history, left);
        var fitting = _scenario.Outcomes.FirstOrDefault(o => o.Fits(happened));
        Assert.True(
            fitting is not null,
            $"{_scenario.Name}: after {string.Join(", ", done.Select(e => $"{e.Verb} {e.Name}#{e.Element}"))} came\n{happened.Text} {happened.Data?.ToJsonString()}\nbut expected was\n"
                + string.Join("\n", _scenario.Outcomes.Select(o => $"{o.Text} {o.Data?.ToJsonString()}")) + "\n" + string.Join("\n", state.Incidents.Select(i => i.Message)));
        _seen.Add(fitting);
    }

    /// <summary>Does something, and then what machine steps that are not in the script do by themselves.</summary>
    private (WorkflowInstance State, ImmutableList<InstanceEvent> History)? Do(WorkflowInstance? state, ImmutableList<InstanceEvent> history, InstanceCommand command)
    {
        for (InstanceCommand? next = command; next is not null; next = ByItself(state))
        {
            if (Transition.Decide(_scenario.Definitions, state, next, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), NextId) is not Decision.Accepted accepted)
            {
                return null;
            }

            history = history.AddRange(accepted.Events.Select(e => InstanceJson.ReadEvent(InstanceJson.Write(e))));
            var written = InstanceJson.Write(accepted.Next);
            state = InstanceJson.ReadInstance(written);
            Assert.Equal(written, InstanceJson.Write(WorkflowInstance.Replay(history)));
        }

        Invariants.Check(_scenario.Definitions, state!, history);
        return (state!, history);
    }

    private InstanceCommand.CompleteStep? ByItself(WorkflowInstance? state)
    {
        var token = state?.Tokens.Find(t => t.Status is StepStatus.Running && _scenario.Definitions.StepOf(state, t).Body is Engine.Definitions.StepBody.Machine && !_scenario.IsScripted(t.Step));
        return token is null ? null : new InstanceCommand.CompleteStep(token.Id, token.Attempt, DataChange.None);
    }

    private Guid NextId() => new(++_ids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
