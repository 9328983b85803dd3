using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>What is open, part by part, each along an index of open rows alone.</summary>
internal sealed class AttentionStore(WorkflowDatabase database) : IAttentionStore
{
    /// <summary>One step along the index of open instances.</summary>
    internal const string NextVersion = """
        SELECT i.tenant, i.definition, i.version FROM instances i
        WHERE i.ended_at IS NULL AND (i.tenant, i.definition, i.version) > (@tenant, @definition, @version)
        ORDER BY i.tenant, i.definition, i.version LIMIT 1
        """;

    /// <summary>The first open instances of a version.</summary>
    internal const string OpenInstances = "SELECT i.id FROM instances i WHERE i.ended_at IS NULL AND i.tenant = @tenant AND i.definition = @definition AND i.version = @version ORDER BY i.number LIMIT @limit";

    /// <summary>A part of the open tasks.</summary>
    internal const string OpenTasks = """
        SELECT t.tenant, t.id, t.instance_id, t.instance_title, t.definition, t.version, t.step, t.assignee, t.candidate_users, t.candidate_groups, t.created_at, t.number,
            NOT EXISTS (SELECT 1 FROM instances i WHERE i.id = t.instance_id AND i.ended_at IS NULL)
        FROM human_tasks t
        WHERE t.closed_at IS NULL AND (t.tenant, t.created_at, t.number) > (@tenant, @created_at, @number)
        ORDER BY t.tenant, t.created_at, t.number LIMIT @limit
        """;

    public Task<OpenVersion?> NextOpenVersionAsync(OpenVersion? after, CancellationToken cancellationToken) => database.Reads.FirstAsync(
        NextVersion,
        row => new OpenVersion(new TenantId(row.Text(0)), row.Text(1), StoredValue.ToVersion(row.Number(2))),
        cancellationToken,
        after?.Tenant.Value ?? "",
        after?.Definition ?? "",
        after is null ? 0 : StoredValue.Of(after.Version));

    public async Task<IReadOnlyList<InstanceId>> ListOpenInstancesAsync(OpenVersion version, int limit, CancellationToken cancellationToken) => await database.Reads.ListAsync(
        OpenInstances,
        row => new InstanceId(row.Id(0)),
        cancellationToken,
        version.Tenant.Value,
        version.Definition,
        StoredValue.Of(version.Version),
        limit).ConfigureAwait(false);

    public async Task<IReadOnlyList<OpenTask>> ListOpenTasksAsync(OpenTask? after, int limit, CancellationToken cancellationToken) => await database.Reads.ListAsync(
        OpenTasks,
        row => new OpenTask(
            new TenantId(row.Text(0)), new HumanTaskId(row.Id(1)), new InstanceId(row.Id(2)), row.Text(3), row.Text(4), StoredValue.ToVersion(row.Number(5)), new StepId(row.Text(6)),
            row.TextOrNull(7), StoredValue.ToNames(row.TextOrNull(8)), StoredValue.ToNames(row.TextOrNull(9)), row.Moment(10), row.Number(11), row.Flag(12)),
        cancellationToken,
        after?.Tenant.Value ?? "",
        after is null ? 0 : StoredValue.Of(after.CreatedAt),
        after?.Number ?? 0,
        limit).ConfigureAwait(false);

    public async Task<bool> CloseLeftOverTaskAsync(TenantId tenant, HumanTaskId task, DateTimeOffset now, string comment, AuditRow act, CancellationToken cancellationToken)
    {
        var unit = new LeftOverTaskUnit(tenant, task, now, comment) { Act = act };
        await database.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        return unit.HasChanged;
    }
}
