using Workflows.Engine.Schedules;

namespace Workflows.Engine.Storage.InMemory;

/// <content>Schedules, stored serialised.</content>
internal sealed partial class InMemoryStore : IScheduleStore
{
    private readonly Dictionary<(TenantId, ScheduleId), ScheduleEntry> _schedules = [];

    public Task<bool> WriteScheduleAsync(Schedule schedule, AuditRow? act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var document = ScheduleJson.Write(schedule);
        lock (_lock)
        {
            if ((_schedules.GetValueOrDefault((schedule.Tenant, schedule.Id))?.Writes ?? 0) != schedule.Writes - 1)
            {
                return Task.FromResult(false);
            }

            Add(act);
            _schedules[(schedule.Tenant, schedule.Id)] = new ScheduleEntry(schedule.Writes, schedule.LookAt, document);
            return Task.FromResult(true);
        }
    }

    public Task<bool> RemoveScheduleAsync(TenantId tenant, ScheduleId id, long writes, AuditRow? act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var isRemoved = _schedules.TryGetValue((tenant, id), out var entry) && entry.Writes == writes && _schedules.Remove((tenant, id));
            Add(isRemoved ? act : null);
            return Task.FromResult(isRemoved);
        }
    }

    public Task<Schedule?> FindScheduleAsync(TenantId tenant, ScheduleId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_schedules.TryGetValue((tenant, id), out var entry) ? ScheduleJson.Read(entry.Document) : null);
        }
    }

    public Task<IReadOnlyList<Schedule>> ListSchedulesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Schedule>>([.. _schedules
                .Where(e => e.Key.Item1 == tenant)
                .Select(e => ScheduleJson.Read(e.Value.Document))]);
        }
    }

    public Task<IReadOnlyList<(TenantId Tenant, ScheduleId Schedule)>> ListDueSchedulesAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<(TenantId, ScheduleId)>>([.. _schedules
                .Where(e => e.Value.LookAt <= now)
                .OrderBy(e => e.Value.LookAt)
                .Take(limit)
                .Select(e => e.Key)]);
        }
    }

    public Task<DateTimeOffset?> NextScheduleAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_schedules.Values.Min(e => e.LookAt));
        }
    }

    private sealed record ScheduleEntry(long Writes, DateTimeOffset? LookAt, string Document);
}
