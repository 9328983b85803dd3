using Workflows.Engine;
using Workflows.Engine.Schedules;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>Schedules.</summary>
internal sealed class ScheduleStore(WorkflowDatabase database) : IScheduleStore
{
    public async Task<bool> WriteScheduleAsync(Schedule schedule, AuditRow? act, CancellationToken cancellationToken)
    {
        var document = ScheduleJson.Write(schedule);
        object? lookAt = schedule.LookAt is { } moment ? StoredValue.Of(moment) : null;
        return await (schedule.Writes == 1
            ? database.ChangeAsync(
                """
                INSERT INTO schedules (tenant, id, writes, look_at, document) VALUES (@tenant, @id, @writes, @look_at, @document)
                ON CONFLICT (tenant, id) DO NOTHING
                """,
                [schedule.Tenant.Value, schedule.Id.Value, schedule.Writes, lookAt, document],
                cancellationToken,
                act)
            : database.ChangeAsync(
                "UPDATE schedules SET writes = @writes, look_at = @look_at, document = @document WHERE tenant = @tenant AND id = @id AND writes = @expected",
                [schedule.Writes, lookAt, document, schedule.Tenant.Value, schedule.Id.Value, schedule.Writes - 1],
                cancellationToken,
                act)).ConfigureAwait(false) == 1;
    }

    public async Task<bool> RemoveScheduleAsync(TenantId tenant, ScheduleId id, long writes, AuditRow? act, CancellationToken cancellationToken) => await database.ChangeAsync(
        "DELETE FROM schedules WHERE tenant = @tenant AND id = @id AND writes = @writes", [tenant.Value, id.Value, writes], cancellationToken, act).ConfigureAwait(false) == 1;

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
