using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>What is no longer kept, and the reports of the runs that removed it.</summary>
internal sealed class RetentionStore(WorkflowDatabase database) : IRetentionStore
{
    /// <summary>One step along an index for each tenant that has instances.</summary>
    internal const string Tenants = """
        WITH RECURSIVE found (tenant) AS (
            SELECT min(tenant) FROM instances
            UNION ALL
            SELECT (SELECT min(i.tenant) FROM instances i WHERE i.tenant > found.tenant) FROM found WHERE found.tenant IS NOT NULL)
        SELECT tenant FROM found WHERE tenant IS NOT NULL
        """;

    /// <summary>One step along an index for each definition that has instances.</summary>
    internal const string Definitions = """
        WITH RECURSIVE found (definition) AS (
            SELECT min(definition) FROM instances WHERE tenant = @tenant
            UNION ALL
            SELECT (SELECT min(i.definition) FROM instances i WHERE i.tenant = @tenant AND i.definition > found.definition) FROM found WHERE found.definition IS NOT NULL)
        SELECT definition FROM found WHERE definition IS NOT NULL
        """;

    /// <summary>Along the index of a definition's instances with a status. What started after the moment has changed after it, too.</summary>
    internal const string Expired = """
        SELECT id, revision, started_at, updated_at, number FROM instances
        WHERE tenant = @tenant AND definition = @definition AND status = @status AND started_at < @before AND updated_at < @before
            AND (started_at, number) > (@at, @number)
        ORDER BY started_at, number LIMIT @limit
        """;

    private static readonly string s_instances = $"""
        SELECT id, tenant, definition, version, title, reference, start_key, status, started_by, started_at, updated_at, ended_at, current_steps, incident_count, revision, position, state
        FROM instances WHERE tenant = @tenant AND id IN ({RetentionUnit.Ids})
        """;

    private static readonly string s_history =
        $"SELECT instance_id, position, type, step, actor, at, payload FROM history WHERE instance_id IN ({RetentionUnit.Ids}) ORDER BY instance_id, position";

    private static readonly string s_tasks = $"""
        SELECT instance_id, id, step, title, status, assignee, created_at, closed_at, completed_by, outcome, comment, answers
        FROM human_tasks WHERE tenant = @tenant AND instance_id IN ({RetentionUnit.Ids}) ORDER BY number
        """;

    public async Task<IReadOnlyList<(TenantId Tenant, string Definition)>> ListUsedDefinitionsAsync(TenantId? tenant, CancellationToken cancellationToken)
    {
        var tenants = tenant is { } one
            ? [one.Value]
            : await database.Reads.ListAsync(Tenants, row => row.Text(0), cancellationToken).ConfigureAwait(false);
        List<(TenantId, string)> used = [];
        foreach (var name in tenants)
        {
            var definitions = await database.Reads.ListAsync(Definitions, row => row.Text(0), cancellationToken, name).ConfigureAwait(false);
            used.AddRange(definitions.Select(definition => (new TenantId(name), definition)));
        }

        return used;
    }

    public async Task<IReadOnlyList<ExpiredInstance>> ListExpiredAsync(RetentionTarget target, ExpiredInstance? after, int limit, CancellationToken cancellationToken) =>
        await database.Reads.ListAsync(
            Expired,
            row => new ExpiredInstance(new InstanceId(row.Id(0)), row.Number(1), row.Moment(2), row.Moment(3), row.Number(4)),
            cancellationToken,
            target.Tenant.Value,
            target.Definition,
            StoredValue.Of(target.Status),
            StoredValue.Of(target.Before),
            after is null ? long.MinValue : StoredValue.Of(after.StartedAt),
            after?.Number ?? 0L,
            limit).ConfigureAwait(false);

    public async Task<IReadOnlyList<StoredInstance>> LoadStoredAsync(TenantId tenant, ImmutableArray<InstanceId> instances, CancellationToken cancellationToken)
    {
        var ids = RetentionUnit.Padded(instances);
        var rows = await database.Reads.ListAsync(s_instances, Instance, cancellationToken, [tenant.Value, .. ids]).ConfigureAwait(false);
        var history = (await database.Reads.ListAsync(s_history, row => (Instance: row.Id(0), Event: Event(row)), cancellationToken, ids).ConfigureAwait(false))
            .ToLookup(h => h.Instance, h => h.Event);
        var tasks = (await database.Reads.ListAsync(s_tasks, row => (Instance: row.Id(0), Task: HumanTask(row)), cancellationToken, [tenant.Value, .. ids]).ConfigureAwait(false))
            .ToLookup(t => t.Instance, t => t.Task);
        var found = rows.ToDictionary(r => r.Id);
        return [.. instances.Where(found.ContainsKey).Select(id => new StoredInstance(found[id], [.. history[id.Value]], [.. tasks[id.Value]]))];
    }

    public async Task<ImmutableArray<InstanceId>> RemoveAsync(TenantId tenant, ImmutableArray<(InstanceId Instance, long Revision)> batch, AuditRow? act, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Length, IRetentionStore.MaxBatch, nameof(batch));
        var unit = new RetentionUnit(tenant, batch) { Act = act };
        await database.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        return unit.Removed;
    }

    public async Task<bool> BeginRunAsync(RetentionRun run, DateTimeOffset aliveSince, AuditRow? act, CancellationToken cancellationToken)
    {
        var unit = new RetentionRunUnit(run, aliveSince) { Act = act };
        await database.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        return unit.IsWritten;
    }

    public async Task<bool> SaveRunAsync(RetentionRun run, CancellationToken cancellationToken) => await database.ChangeAsync(
        "UPDATE retention_runs SET beat_at = @beat_at, ended_at = @ended_at, document = @document WHERE id = @id AND ended_at IS NULL",
        [StoredValue.Of(run.BeatAt), run.EndedAt is { } endedAt ? StoredValue.Of(endedAt) : null, RetentionJson.Write(run), run.Id.Value],
        cancellationToken).ConfigureAwait(false) == 1;

    public Task<RetentionRun?> FindRunAsync(TenantId tenant, RetentionRunId id, CancellationToken cancellationToken) => database.Reads.FirstAsync(
        "SELECT document FROM retention_runs WHERE id = @id AND (tenant IS NULL OR tenant = @tenant)", Run, cancellationToken, id.Value, tenant.Value);

    public async Task<IReadOnlyList<RetentionRun>> ListRunsAsync(TenantId tenant, RetentionRunId? before, int limit, CancellationToken cancellationToken) =>
        await database.Reads.ListAsync(
            "SELECT document FROM retention_runs WHERE id < @before AND (tenant IS NULL OR tenant = @tenant) ORDER BY id DESC LIMIT @limit",
            Run,
            cancellationToken,
            before?.Value ?? Guid.AllBitsSet,
            tenant.Value,
            limit).ConfigureAwait(false);

    public Task<RetentionRun?> LastScheduledRunAsync(CancellationToken cancellationToken) => database.Reads.FirstAsync(
        "SELECT document FROM retention_runs WHERE is_scheduled = @is_scheduled ORDER BY id DESC LIMIT 1", Run, cancellationToken, true);

    private static RetentionRun Run(DbRow row) => RetentionJson.Read(row.Text(0));

    private static InstanceRow Instance(DbRow row) => new(
        new InstanceId(row.Id(0)), new TenantId(row.Text(1)), row.Text(2), StoredValue.ToVersion(row.Number(3)), row.Text(4), row.TextOrNull(5), row.TextOrNull(6),
        row.Name<InstanceStatus>(7), row.Text(8), row.Moment(9), row.Moment(10), row.MomentOrNull(11), row.TextOrNull(12), row.Count(13), row.Number(14), row.Number(15), row.Bytes(16));

    private static HistoryRow Event(DbRow row) => new(
        row.Number(1), row.Text(2), row.TextOrNull(3) is { } step ? new StepId(step) : default(StepId?), row.TextOrNull(4), row.Moment(5), row.Bytes(6));

    private static StoredHumanTask HumanTask(DbRow row) => new(
        new HumanTaskId(row.Id(1)), new StepId(row.Text(2)), row.Text(3), row.Name<HumanTaskStatus>(4), row.TextOrNull(5), row.Moment(6), row.MomentOrNull(7), row.TextOrNull(8),
        row.TextOrNull(9), row.TextOrNull(10), row.BytesOrNull(11));
}
