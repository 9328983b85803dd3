using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.TestKit.Scenarios;

/// <summary>
/// The store of one host: what the host sees of a store that outlives it. It may die after a number of commits, as a process that is killed does: what comes
/// after is written nowhere.
/// </summary>
/// <param name="inner">The store that stays.</param>
/// <param name="commits">How many commits the host lives for.</param>
internal sealed class ScenarioStore(IInstanceStore inner, int commits = int.MaxValue) : IInstanceStore
{
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = commits;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the host has made its last commit.</summary>
    public Task Dead => _dead.Task;

    public async Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Events.All(e => e is StepInterrupted) && Volatile.Read(ref _left) > 0)
        {
            // Taking up what the last host left is not what this one lives for, or none would come any further.
            await inner.CommitAsync(commit, cancellationToken);
            return;
        }

        if (Interlocked.Decrement(ref _left) < 0)
        {
            throw new IOException("The process is gone.");
        }

        try
        {
            await inner.CommitAsync(commit, cancellationToken);
        }
        catch
        {
            Interlocked.Increment(ref _left);
            throw;
        }

        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        if (Volatile.Read(ref _left) == 0)
        {
            _dead.TrySetResult();
        }
    }

    /// <summary>Completes with the next commit of this host.</summary>
    public Task WhenChanged() => Volatile.Read(ref _changed).Task;

    public Task<WorkflowInstance?> LoadAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken) => inner.LoadAsync(tenant, instance, cancellationToken);

    public Task<StartedInstance?> FindByStartKeyAsync(TenantId tenant, string definition, string startKey, CancellationToken cancellationToken) =>
        inner.FindByStartKeyAsync(tenant, definition, startKey, cancellationToken);

    public Task<StoredTask?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken) => inner.FindTaskAsync(tenant, task, cancellationToken);

    public Task<IReadOnlyList<DueTimer>> ListDueTimersAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => inner.ListDueTimersAsync(now, limit, cancellationToken);

    public Task ForgetTimerAsync(DueTimer timer, CancellationToken cancellationToken) => inner.ForgetTimerAsync(timer, cancellationToken);

    public Task<DateTimeOffset?> NextTimerAsync(CancellationToken cancellationToken) => inner.NextTimerAsync(cancellationToken);

    public Task<IReadOnlyList<(TenantId Tenant, InstanceId Instance)>> ListRunningAsync(InstanceId? after, int limit, CancellationToken cancellationToken) =>
        inner.ListRunningAsync(after, limit, cancellationToken);
}
