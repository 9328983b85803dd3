using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;
using Workflows.Persistence.Stores;

namespace Workflows.CrashHost;

/// <summary>The product's store in a process that dies at one of its commits.</summary>
internal sealed class CrashingStore(InstanceStore store, WorkflowDatabase database, CrashPoint crash, CommitDiary diary) : IInstanceStore
{
    private int _commits;

    public async Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Events.All(e => e is StepInterrupted))
        {
            await store.CommitAsync(commit, cancellationToken);
            return;
        }

        var number = Interlocked.Increment(ref _commits);
        diary.Write(commit);
        if (crash.Is(CrashMoment.Within, number))
        {
            await database.WriteAsync(new TornUnit(new CommitUnit(CommitRows.Of(commit))), cancellationToken);
        }

        await store.CommitAsync(commit, cancellationToken);
        if (crash.Is(CrashMoment.After, number))
        {
            CrashPoint.Kill();
        }
    }

    public Task<WorkflowInstance?> LoadAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken) => store.LoadAsync(tenant, instance, cancellationToken);

    public Task<StartedInstance?> FindByStartKeyAsync(TenantId tenant, string definition, string startKey, CancellationToken cancellationToken) =>
        store.FindByStartKeyAsync(tenant, definition, startKey, cancellationToken);

    public Task<StoredTask?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken) => store.FindTaskAsync(tenant, task, cancellationToken);

    public Task<IReadOnlyList<DueTimer>> ListDueTimersAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        store.ListDueTimersAsync(now, limit, cancellationToken);

    public Task ForgetTimerAsync(DueTimer timer, CancellationToken cancellationToken) => store.ForgetTimerAsync(timer, cancellationToken);

    public Task<DateTimeOffset?> NextTimerAsync(CancellationToken cancellationToken) => store.NextTimerAsync(cancellationToken);

    public Task<IReadOnlyList<(TenantId Tenant, InstanceId Instance)>> ListRunningAsync(InstanceId? after, int limit, CancellationToken cancellationToken) =>
        store.ListRunningAsync(after, limit, cancellationToken);

    /// <summary>Writes the rows of a commit, and dies before the transaction is committed.</summary>
    private sealed class TornUnit(CommitUnit unit) : WriteUnit
    {
        public override Exception? Write(DbSession session)
        {
            var refusal = unit.Write(session);
            CrashPoint.Kill();
            return refusal;
        }
    }
}
