using Workflows.Engine;
using Workflows.Engine.Schedules;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>Schedules.</summary>
internal sealed class ScheduleStore(WorkflowDatabase database) : IScheduleStore
{
    public async Task<bool> WriteScheduleAsync(Schedule schedule, AuditRow? act, CancellationToken cancellationToken)
    {
        var unit = new ScheduleUnit(schedule) { Act = act };
        await database.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        return unit.IsWritten;
    }

    public async Task<bool> RemoveScheduleAsync(TenantId tenant, ScheduleId id, long writes, AuditRow? act, CancellationToken cancellationToken)
    {
        var unit = new ScheduleRemovalUnit(tenant, id, writes) { Act = act };
        await database.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        return unit.IsRemoved;
    }

    public Task<Schedule?> FindScheduleAsync(TenantId tenant, ScheduleId id, CancellationToken cancellationToken) => database.Reads.FirstAsync(
        "SELECT document FROM schedules WHERE tenant = @tenant AND id = @id", row => ScheduleJson.Read(row.Text(0)), cancellationToken, tenant.Value, id.Value);

    public async Task<IReadOnlyList<Schedule>> ListSchedulesAsync(TenantId tenant, CancellationToken cancellationToken) => await database.Reads.ListAsync(
        "SELECT document FROM schedules WHERE tenant = @tenant", row => ScheduleJson.Read(row.Text(0)), cancellationToken, tenant.Value).ConfigureAwait(false);

    public async Task<IReadOnlyList<(TenantId Tenant, ScheduleId Schedule)>> ListDueSchedulesAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        await database.Reads.ListAsync(
            "SELECT tenant, id FROM schedules WHERE look_at <= @now ORDER BY look_at LIMIT @limit",
            row => (new TenantId(row.Text(0)), new ScheduleId(row.Id(1))),
            cancellationToken,
            StoredValue.Of(now),
            limit).ConfigureAwait(false);

    public Task<DateTimeOffset?> NextScheduleAsync(CancellationToken cancellationToken) => database.Reads.FirstAsync(
        "SELECT min(look_at) FROM schedules WHERE look_at IS NOT NULL", row => row.MomentOrNull(0), cancellationToken);
}
