using System.Collections.Immutable;
using Workflows.Engine.Expressions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Simulation;

/// <summary>Tells what a simulated decision came to in steps and people, leaving out what the data says.</summary>
internal static class OutcomeReading
{
    public static OutcomePreview Of(
        SimulationRun run, DefinitionSet definitions, WorkflowInstance before, HumanTask task, ImmutableArray<SimulatedWait> waitedBefore, string? outcome)
    {
        var state = run.State!;
        List<SimulatedWait> waitedElsewhere = [.. waitedBefore];
        waitedElsewhere.RemoveAt(waitedElsewhere.FindIndex(w => w.Kind is WaitKind.Task && w.Step == task.Step));
        var known = before.Tokens.Where(t => t.Id != task.Token).Select(t => t.Id).ToHashSet();
        var next = ImmutableArray.CreateBuilder<SimulatedWait>();
        var still = ImmutableArray.CreateBuilder<SimulatedWait>();
        foreach (var wait in run.Waits())
        {
            (waitedElsewhere.Remove(wait) ? still : next).Add(wait);
        }

        var incident = state.Incidents.Find(i => !before.Incidents.Exists(o => o.Id == i.Id));
        var path = run.Path();
        return new OutcomePreview(outcome)
        {
            Next = next.DrainToImmutable(),
            Still = still.DrainToImmutable(),
            IsEnded = state.IsEnded,
            EndName = state.End is { } end ? definitions.Main.FindStep(end)?.Name : null,
            Assumed = [.. path.Where(s => s.IsAssumed).Select(s => s.Name).Distinct()],
            DependsOnMachines = DependsOnMachines(run, path),
            Needs = incident is { Code: IncidentCodes.ExpressionFailed, ExpressionError.Code: ExpressionErrorCodes.Missing, Expression: { } source } ? PathsOf(source) : [],
            StopsAt = incident is null ? null : incident.Token is { } id && state.FindToken(id) is { } token ? run.NameOf(token) : definitions.Main.Name,
        };
    }

    /// <summary>Whether, after a machine step that was only assumed, something was decided that its result could change.</summary>
    private static bool DependsOnMachines(SimulationRun run, ImmutableArray<SimulatedStep> path)
    {
        var isAssumed = false;
        foreach (var done in path)
        {
            var step = run.StepOf(done.Step, done.Called);
            isAssumed |= done.IsAssumed;
            if (isAssumed && run.EdgesOf(step, done.Called).Any(e => e.Condition is not null || (done.IsAssumed && e.Outcome is not null)))
            {
                return true;
            }
        }

        return false;
    }

    private static ImmutableArray<string> PathsOf(string source) =>
        Expression.TryParse(source, out var expression, out _) ? [.. expression.Paths.Select(p => p.ToString()).Distinct()] : [];
}
