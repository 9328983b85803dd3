namespace Workflows.Engine.Steps;

/// <summary>
/// The work of a machine step. A new object is resolved from dependency injection, in a scope of its own, for every run. A run may happen again after a
/// crash; hand <see cref="StepContext.IdempotencyKey"/> to whatever you call outside. Its result counts once.
/// </summary>
public abstract class MachineStep
{
    /// <summary>Whether there is anything to do. False skips the step: the instance goes on, and its history says so. The default is true.</summary>
    public virtual ValueTask<bool> CanExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>Does the work. What it changes in <see cref="StepContext.Data"/> is merged into the instance's data; an exception opens an incident.</summary>
    public abstract ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken);

    /// <summary>Called after the work, before its result is stored. An exception makes the step fail.</summary>
    public virtual ValueTask OnSuccessAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Called when the guard or the work threw. What it changes in the data is discarded; an exception of its own is logged and goes no further.</summary>
    public virtual ValueTask OnFailureAsync(StepContext context, Exception error, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
