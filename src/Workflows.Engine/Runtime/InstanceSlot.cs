using System.Collections.Immutable;
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

    /// <summary>The tokens whose timers are stored, as of the last commit.</summary>
    public ImmutableArray<int> StoredTimers { get; private set; } = [];

    /// <summary>What happened after the last commit, under <see cref="Definitions.CommitPolicy.PerRun"/>.</summary>
    public List<InstanceEvent> Uncommitted { get; } = [];

    /// <summary>The machine steps that run now, by token and attempt, with what asks them to stop when their work is withdrawn.</summary>
    public Dictionary<(int Token, int Attempt), CancellationTokenSource> Running { get; } = [];

    /// <summary>Whether no machine step has anything left to do for the instance, and everything is committed.</summary>
    private bool IsSettled => State is { Status: not InstanceStatus.Running } && Uncommitted.Count == 0;

    /// <summary>Completes when the instance has settled; call while holding the gate.</summary>
    public Task WhenSettled() =>
        IsSettled ? Task.CompletedTask : (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Wakes those who wait for the instance to settle; call while holding the gate.</summary>
    public void TellIfSettled()
    {
        if (IsSettled)
        {
            _settled?.TrySetResult();
            _settled = null;
        }
    }

    /// <summary>Asks the steps to stop whose work no longer stands, or is another process's now; call while holding the gate.</summary>
    /// <param name="node">This process.</param>
    public void StopWithdrawn(string node)
    {
        foreach (var (run, stop) in Running)
        {
            if (State?.FindToken(run.Token) is not { Status: StepStatus.Running } standing || standing.Attempt != run.Attempt || standing.Node != node)
            {
                Running.Remove(run);
                stop.Cancel();
            }
        }
    }

    /// <summary>Takes over a state that is stored; call while holding the gate.</summary>
    public void Take(WorkflowInstance? stored)
    {
        State = stored;
        StoredTimers = stored?.StoredTimers() ?? [];
    }

    /// <summary>Forgets what is not committed, so that the next caller reads the store; call while holding the gate.</summary>
    public void Forget()
    {
        State = null;
        Uncommitted.Clear();
    }
}
