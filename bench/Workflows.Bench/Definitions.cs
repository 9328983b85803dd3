using Workflows.Engine.Definitions;
using Workflows.Engine.Steps;

namespace Workflows.Bench;

/// <summary>The workflows that are measured.</summary>
internal static class Definitions
{
    public const int Branches = 100;

    /// <summary>W1: five machine steps, a commit for each.</summary>
    public static readonly WorkflowDefinition FiveSteps = WorkflowDefinition.Create("five_steps", "1.0.0", d => Chain(d));

    /// <summary>W1 with one commit.</summary>
    public static readonly WorkflowDefinition FiveStepsPerRun = WorkflowDefinition.Create("five_steps_per_run", "1.0.0", d => Chain(d.CommitPerRun()));

    /// <summary>W2 and W3: a step, a task that waits, a step with its answer.</summary>
    public static readonly WorkflowDefinition Wait = WorkflowDefinition.Create("wait", "1.0.0", d => d
        .CommitPerRun()
        .Machine("before", nameof(Increment))
        .Human("decide", "Decide", configure: h => h.AssignToGroup("managers"))
        .Machine("after", nameof(Increment))
        .Path("before", "decide", "after"));

    /// <summary>W4: a hundred branches and one join.</summary>
    public static readonly WorkflowDefinition FanOut = WorkflowDefinition.Create("fan_out", "1.0.0", d =>
    {
        d.CommitPerRun().Parallel("split");
        foreach (var branch in Enumerable.Range(0, Branches).Select(i => $"branch_{i}"))
        {
            d.Machine(branch, nameof(Nothing)).Path("split", branch, "join");
        }

        d.End("join", configure: s => s.Join(Join.All));
    });

    private static void Chain(DefinitionBuilder d)
    {
        foreach (var step in Enumerable.Range(1, 5))
        {
            d.Machine($"step_{step}", nameof(Increment));
        }

        d.Path("step_1", "step_2", "step_3", "step_4", "step_5");
    }
}

/// <summary>Counts in the data.</summary>
internal sealed class Increment : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        context.Set("count", context.Get("count", 0) + 1);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Does nothing.</summary>
internal sealed class Nothing : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
