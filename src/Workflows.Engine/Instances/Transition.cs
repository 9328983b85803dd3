using System.Diagnostics;

namespace Workflows.Engine.Instances;

/// <summary>The kernel's entry: a command on a state gives events or a rejection. Pure: time and ids come in, nothing else does.</summary>
internal static class Transition
{
    /// <summary>Decides what a command causes.</summary>
    /// <param name="definitions">The definition the instance runs, with those it calls; they must be valid.</param>
    /// <param name="instance">The state; null for <see cref="InstanceCommand.Start"/>. It is not touched.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The time everything in this decision happens at.</param>
    /// <param name="ids">Gives ids for human tasks.</param>
    /// <param name="node">The process that runs the machine steps which this begins.</param>
    public static Decision Decide(DefinitionSet definitions, WorkflowInstance? instance, InstanceCommand command, DateTimeOffset now, Func<Guid> ids, string? node = null)
    {
        var turn = new Turn(definitions, instance?.Copy() ?? new WorkflowInstance(), now, ids, node);
        var rejection = command switch
        {
            _ when Held(instance, command) is { } held => held,
            InstanceCommand.Start start => turn.Start(start),
            InstanceCommand.CompleteStep complete => turn.CompleteStep(complete),
            InstanceCommand.SkipStep skip => turn.SkipStep(skip),
            InstanceCommand.FailStep fail => turn.FailStep(fail),
            InstanceCommand.ReportProgress report => turn.ReportProgress(report),
            InstanceCommand.LookAgain => null,
            InstanceCommand.Recover recover => turn.Recover(recover),
            InstanceCommand.CompleteTask complete => turn.CompleteTask(complete),
            InstanceCommand.ClaimTask claim => turn.ClaimTask(claim),
            InstanceCommand.ReleaseTask release => turn.ReleaseTask(release),
            InstanceCommand.FireTimer fire => turn.FireTimer(fire),
            InstanceCommand.Cancel cancel => turn.Cancel(cancel),
            InstanceCommand.Repair repair => turn.Repair(repair),
            InstanceCommand.Retry retry => turn.Retry(retry),
            InstanceCommand.Signal signal => turn.Signal(signal),
            InstanceCommand.AddElement add => turn.AddElement(add),
            _ => throw new UnreachableException($"No decision follows from {command.GetType().Name}."),
        };

        return rejection is null ? turn.Finish() : new Decision.Rejected(rejection);
    }

    /// <summary>Why a paused instance does not do what is asked. Results of steps that were under way still count, and what comes from outside is kept.</summary>
    private static Rejection.Paused? Held(WorkflowInstance? instance, InstanceCommand command) => instance?.Pause is not { } pause ? null : command switch
    {
        InstanceCommand.CompleteTask => new Rejection.Paused("Deciding a task", pause),
        InstanceCommand.ClaimTask => new Rejection.Paused("Taking a task", pause),
        InstanceCommand.ReleaseTask => new Rejection.Paused("Giving a task back", pause),
        InstanceCommand.FireTimer => new Rejection.Paused("Firing a timer", pause),
        InstanceCommand.AddElement => new Rejection.Paused("Adding an element", pause),
        InstanceCommand.Retry => new Rejection.Paused("Trying again", pause),
        InstanceCommand.Repair { What: Repair.Fire } => new Rejection.Paused("Firing a timer", pause),
        _ => null,
    };
}
