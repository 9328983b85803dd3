using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <summary>
/// What the process holds of an instance while somebody works on it: one caller at a time advances it. Nothing here is the only copy of anything; a parked
/// instance has no slot.
/// </summary>
internal sealed class InstanceSlot
{
    private TaskCompletionSource? _settled;

    /// <summary>Held by whoever advances the instance.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>How many callers and running steps need the slot; guarded by the table of slots.</summary>
    public int Users { get; set; }

    /// <summary>The last state; null when it must be read from the store.</summary>
    public WorkflowInstance? State { get; set; }

    /// <summary>What happened after the last commit, under <see cref="Definitions.CommitPolicy.PerRun"/>.</summary>
    public List<InstanceEvent> Uncommitted { get; } = [];

    /// <summary>The machine steps that run now, by token and attempt.</summary>
    public HashSet<(int Token, int Attempt)> Running { get; } = [];

    /// <summary>Completes when no machine step runs and everything is committed; call while holding the gate.</summary>
    public Task WhenSettled()
    {
        if (Running.Count == 0)
        {
            return Task.CompletedTask;
        }

        return (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Wakes those who wait for the instance to settle; call while holding the gate.</summary>
    public void TellIfSettled()
    {
        if (Running.Count == 0)
        {
            _settled?.TrySetResult();
            _settled = null;
        }
    }

    /// <summary>Forgets what is not committed, so that the next caller reads the store; call while holding the gate.</summary>
    public void Forget()
    {
        State = null;
        Uncommitted.Clear();
    }
}
