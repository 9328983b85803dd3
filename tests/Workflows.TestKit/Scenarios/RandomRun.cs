using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Xunit;

namespace Workflows.TestKit.Scenarios;

/// <summary>Drives a definition with whatever can happen, in an order by chance, and checks the invariants as it goes.</summary>
internal static class RandomRun
{
    private const int MaxEvents = 120;

    /// <returns>The instance as it was left.</returns>
    public static InstanceSnapshot Of(WorkflowDefinition definition, int seed)
    {
        var definitions = new DefinitionSet(definition, [RandomNet.Called]);
        var random = new Random(seed);
        var ids = 0;
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var history = new List<InstanceEvent>();
        var data = JsonSerializer.SerializeToElement(new { n = random.Next(6) });
        var state = Do(null, new InstanceCommand.Start(new InstanceId(Guid.Parse("01900000-0000-7000-8000-000000000000")), "rita", data));
        for (var i = 0; i < MaxEvents && !state.IsEnded; i++)
        {
            var possible = Possible(state, definitions, random);
            if (possible.Count == 0)
            {
                break;
            }

            state = Do(state, possible[random.Next(possible.Count)]);
        }

        Invariants.Check(definitions, state, history);
        Assert.Equal(InstanceJson.Write(state), InstanceJson.Write(WorkflowInstance.Replay(history)));
        return state.ToSnapshot();

        WorkflowInstance Do(WorkflowInstance? before, InstanceCommand command)
        {
            var decision = Transition.Decide(definitions, before, command, now, () => new Guid(++ids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), "node");
            if (decision is Decision.Rejected { Reason: Rejection.RepairNotPossible or Rejection.UnknownOutcome } && command is InstanceCommand.Repair)
            {
                return before!;
            }

            var accepted = Assert.IsType<Decision.Accepted>(decision);
            history.AddRange(accepted.Events);
            Invariants.CheckState(definitions, accepted.Next);
            return accepted.Next;
        }
    }

    private static List<InstanceCommand> Possible(WorkflowInstance state, DefinitionSet definitions, Random random)
    {
        var empty = JsonElement.Parse("{}"u8);
        if (state.Pause is not null)
        {
            return
            [
                new InstanceCommand.Repair(new Repair.Resume(), "ada", "Go on."),
                .. Repairs(state, definitions, random),
                .. state.Tokens.Where(t => t.Status is StepStatus.Running).Select(t => new InstanceCommand.CompleteStep(t.Id, t.Attempt, DataChange.None)),
                new InstanceCommand.Signal("one", null, empty, "outside"),
            ];
        }

        List<InstanceCommand> possible =
        [
            .. state.OpenTasks.Select(t => new InstanceCommand.CompleteTask(t.Id, "ann", null, empty)),
            .. state.Timers.Select(t => new InstanceCommand.FireTimer(t.Token, t.Kind)),
        ];
        foreach (var token in state.Tokens.Where(t => t.Status is StepStatus.Running))
        {
            var change = random.Next(3) == 0 ? new DataChange(JsonSerializer.SerializeToElement(new { n = random.Next(8) }), []) : DataChange.None;
            possible.Add(random.Next(20) == 0 ? new InstanceCommand.FailStep(token.Id, token.Attempt, "broken") : new InstanceCommand.CompleteStep(token.Id, token.Attempt, change));
        }

        if (random.Next(30) == 0)
        {
            possible.Add(new InstanceCommand.Recover(new HashSet<string>(), new HashSet<string>(), MaxCrashes: 2));
        }

        foreach (var incident in state.Incidents.Where(i => i.Code is IncidentCodes.StepFailed or IncidentCodes.StepCrashed or IncidentCodes.SagaFailed && state.FindToken(i.Token!.Value) is { } token && !definitions.StepOf(state, token).IsGated))
        {
            possible.Add(new InstanceCommand.Retry(incident.Id, "ada"));
        }

        if (state.Subscriptions.Exists(s => s.Signal is not null) || random.Next(30) == 0)
        {
            possible.Add(new InstanceCommand.Signal(random.Next(2) == 0 ? "one" : "two", null, empty, "outside"));
        }

        if (random.Next(25) == 0)
        {
            possible.Add(new InstanceCommand.Repair(new Repair.Pause(), "ada", "Hold on."));
            possible.AddRange(Repairs(state, definitions, random));
        }

        return possible;
    }

    private static IEnumerable<InstanceCommand> Repairs(WorkflowInstance state, DefinitionSet definitions, Random random)
    {
        if (state.Tokens.Count == 0)
        {
            yield break;
        }

        var token = state.Tokens[random.Next(state.Tokens.Count)];
        var steps = definitions.Of(state, token.Scope).Steps;
        Repair repair = random.Next(5) switch
        {
            0 when !token.IsOnEdge => new Repair.Skip(token.Id),
            1 when !token.IsOnEdge => new Repair.Force(token.Id, null, new DataChange(JsonSerializer.SerializeToElement(new { n = random.Next(8) }), [])),
            2 => new Repair.Move(token.Id, steps[random.Next(steps.Length)].Id),
            3 => new Repair.Rewind(steps[random.Next(steps.Length)].Id, token.Scope),
            _ => new Repair.EditData(new DataChange(JsonSerializer.SerializeToElement(new { n = random.Next(8) }), [])),
        };
        yield return new InstanceCommand.Repair(repair, "ada", "To see what happens.");
    }
}
