using Workflows.Engine.Schedules;

namespace Workflows.Engine.Storage;

/// <summary>Where schedules live.</summary>
internal interface IScheduleStore
{
    /// <summary>Stores a schedule, new or in place of what was there. False when the stored one is not at the write that the change was decided on: somebody else was faster.</summary>
    /// <param name="schedule">The schedule; it has one write more than what it was decided on.</param>
    /// <param name="act">What the audit says of it, written with it; null when nobody did it.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    Task<bool> WriteScheduleAsync(Schedule schedule, AuditRow? act, CancellationToken cancellationToken);

    /// <summary>Takes a schedule away. False when it is not at that write.</summary>
    Task<bool> RemoveScheduleAsync(TenantId tenant, ScheduleId id, long writes, AuditRow? act, CancellationToken cancellationToken);

    /// <summary>A schedule, or null.</summary>
    Task<Schedule?> FindScheduleAsync(TenantId tenant, ScheduleId id, CancellationToken cancellationToken);

    /// <summary>The schedules of a tenant, in no order.</summary>
    Task<IReadOnlyList<Schedule>> ListSchedulesAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>The schedules that somebody must look at, longest due first.</summary>
    Task<IReadOnlyList<(TenantId Tenant, ScheduleId Schedule)>> ListDueSchedulesAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>When somebody must look at one next; null when there is none.</summary>
    Task<DateTimeOffset?> NextScheduleAsync(CancellationToken cancellationToken);
}
