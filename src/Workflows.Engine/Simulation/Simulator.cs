using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Simulation;

/// <summary>
/// Runs a definition through the kernel with sample answers: what would happen, what it would wait for and who would be asked. Nothing is stored, no machine step
/// runs, and the same input always gives the same result.
/// </summary>
public static class Simulator
{
    /// <summary>Simulates an instance of a valid definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="called">The definitions that it may call, and those that they may.</param>
    /// <param name="script">What it starts with, and what happens.</param>
    /// <param name="now">When it starts.</param>
    public static SimulationResult Run(WorkflowDefinition definition, IEnumerable<WorkflowDefinition> called, SimulationScript script, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(script);
        return Run(new DefinitionSet(definition, [.. called]), script, TenantId.Default, now);
    }

    internal static SimulationResult Run(DefinitionSet definitions, SimulationScript script, TenantId tenant, DateTimeOffset now)
    {
        var run = new SimulationRun(definitions, tenant, now);
        var left = Enumerable.Range(0, script.Moves.Count).ToList();
        var start = new InstanceCommand.Start(new InstanceId(Guid.Empty), new Actor(script.StartedBy, [], tenant), script.Data, script.Reference);
        if (run.Send(start) is { } refused)
        {
            return Result(run, left, refused, null);
        }

        while (!run.IsCut && !run.State!.IsEnded)
        {
            // What runs by itself comes first, so that people find it where they would.
            if (TryMove(run, script, left, run.IsOfMachine, out var move, out refused) || run.Assume()
                || TryMove(run, script, left, _ => true, out move, out refused))
            {
                if (refused is not null)
                {
                    return Result(run, left, refused, move);
                }
            }
            else if (!script.PassesTime || !run.PassTime())
            {
                break;
            }
        }

        return Result(run, left, null, null);
    }

    /// <summary>What would come next, for each outcome of an open task, as the instance stands.</summary>
    /// <param name="definitions">The definition it runs, with those it calls.</param>
    /// <param name="state">The instance; it is not touched.</param>
    /// <param name="task">An open task of it.</param>
    /// <param name="by">Who would decide.</param>
    /// <param name="answers">The answers as far as they are filled in.</param>
    /// <param name="now">When.</param>
    /// <param name="previews">One for each outcome, in their order.</param>
    /// <returns>Why the person cannot decide the task; null when they can.</returns>
    internal static Rejection? TryPreview(
        DefinitionSet definitions, WorkflowInstance state, HumanTaskId task, Actor by, JsonElement answers, DateTimeOffset now, out ImmutableArray<OutcomePreview> previews)
    {
        previews = [];
        if (state.FindTask(task) is not { } open)
        {
            return new Rejection.AlreadyDecided(task);
        }

        var body = (StepBody.Human)definitions.StepOf(state, state.FindToken(open.Token)!).Body;
        var found = ImmutableArray.CreateBuilder<OutcomePreview>();
        foreach (var outcome in body.Outcomes.IsEmpty ? (IEnumerable<string?>)[null] : body.Outcomes.Select(o => o.Id))
        {
            var run = new SimulationRun(definitions, state.Tenant, now);
            run.Resume(state);
            var before = run.Waits();
            if (run.Send(new InstanceCommand.CompleteTask(task, by, outcome, answers, IsTrial: true)) is { } refused)
            {
                return refused;
            }

            while (!run.IsCut && !run.State!.IsEnded && run.State.Incidents.Count <= state.Incidents.Count && run.Assume())
            {
            }

            found.Add(OutcomeReading.Of(run, definitions, state, open, before, outcome));
        }

        previews = found.DrainToImmutable();
        return null;
    }

    private static bool TryMove(SimulationRun run, SimulationScript script, List<int> left, Predicate<SimulatedMove> isWanted, out int? taken, out Rejection? refusal)
    {
        (taken, refusal) = (null, null);
        foreach (var number in left)
        {
            if (isWanted(script.Moves[number]) && run.TryMove(script.Moves[number], out refusal))
            {
                left.Remove(number);
                taken = number;
                return true;
            }
        }

        return false;
    }

    private static SimulationResult Result(SimulationRun run, List<int> left, Rejection? refusal, int? refusedMove) => new()
    {
        Instance = run.State?.ToSnapshot(),
        Events = [.. run.Events],
        Path = run.Path(),
        Waits = run.State is null ? [] : run.Waits(),
        UnusedMoves = [.. left],
        Refusal = refusal,
        RefusedMove = refusedMove,
        IsCut = run.IsCut,
    };
}
