using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>What the engine reads and writes of instances: by prepared statements, past EF Core.</summary>
internal sealed class InstanceStore(WorkflowDatabase database) : IInstanceStore
{
    public Task<WorkflowInstance?> LoadAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken) => database.Reads.FirstAsync(
        "SELECT state FROM instances WHERE id = @id AND tenant = @tenant",
        row => InstanceJson.ReadInstance(row.Bytes(0)),
        cancellationToken,
        StoredValue.Of(instance),
        tenant.Value);

    public Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken) => database.WriteAsync(new CommitUnit(CommitRows.Of(commit)), cancellationToken);

    public Task<StartedInstance?> FindByStartKeyAsync(TenantId tenant, string definition, string startKey, CancellationToken cancellationToken) => database.Reads.FirstAsync(
        """
        SELECT i.id, h.payload FROM instances i JOIN history h ON h.instance_id = i.id AND h.position = 1
        WHERE i.tenant = @tenant AND i.definition = @definition AND i.start_key = @start_key
        """,
        row => new StartedInstance(new InstanceId(row.Id(0)), ((InstanceStarted)InstanceJson.ReadEvent(row.Bytes(1))).Data),
        cancellationToken,
        tenant.Value,
        definition,
        startKey);

    public Task<StoredTask?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken) => database.Reads.FirstAsync(
        "SELECT instance_id, status, completed_by, outcome, closed_at, comment, revision FROM human_tasks WHERE id = @id AND tenant = @tenant",
        row => new StoredTask(
            new InstanceId(row.Id(0)), row.Name<HumanTaskStatus>(1), row.TextOrNull(2), row.TextOrNull(3), row.MomentOrNull(4), row.TextOrNull(5), row.Number(6)),
        cancellationToken,
        StoredValue.Of(task),
        tenant.Value);

    public async Task<IReadOnlyList<DueTimer>> ListDueTimersAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) => await database.Reads.ListAsync(
        "SELECT tenant, instance_id, token, kind, due_at FROM timers WHERE due_at <= @now ORDER BY due_at LIMIT @limit",
        row => new DueTimer(new TenantId(row.Text(0)), new InstanceId(row.Id(1)), row.Count(2), row.Name<TimerKind>(3), row.Moment(4)),
        cancellationToken,
        StoredValue.Of(now),
        limit).ConfigureAwait(false);

    public Task ForgetTimerAsync(DueTimer timer, CancellationToken cancellationToken) => database.WriteAsync(
        new StatementUnit(
            "DELETE FROM timers WHERE instance_id = @instance_id AND token = @token AND kind = @kind AND due_at = @due_at",
            StoredValue.Of(timer.Instance),
            timer.Token,
            StoredValue.Of(timer.Kind),
            StoredValue.Of(timer.DueAt)),
        cancellationToken);

    public Task<DateTimeOffset?> NextTimerAsync(CancellationToken cancellationToken) =>
        database.Reads.FirstAsync("SELECT min(due_at) FROM timers", row => row.MomentOrNull(0), cancellationToken);

    public async Task<IReadOnlyList<(TenantId Tenant, InstanceId Instance)>> ListRunningAsync(InstanceId? after, int limit, CancellationToken cancellationToken) =>
        await database.Reads.ListAsync(
            "SELECT tenant, id FROM instances WHERE status IN ('pending', 'running') AND id > @after ORDER BY id LIMIT @limit",
            row => (new TenantId(row.Text(0)), new InstanceId(row.Id(1))),
            cancellationToken,
            after?.Value ?? Guid.Empty,
            limit).ConfigureAwait(false);
}
