using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Schedules;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Reads and changes stored schedules. Every write is fenced by the write it was decided on.</summary>
internal sealed class ScheduleDesk(IScheduleStore store, IInstanceStore instances, TimeProvider time) : IDisposable
{
    /// <summary>How often something is decided anew after another caller was faster.</summary>
    private const int MaxConflicts = 20;

    /// <summary>Wakes the worker: something may be due earlier than it would look.</summary>
    public TimerSignal Changed { get; } = new();

    /// <summary>A schedule.</summary>
    /// <exception cref="WorkflowException">There is none.</exception>
    public async Task<Schedule> GetAsync(TenantId tenant, ScheduleId id, CancellationToken cancellationToken) =>
        await store.FindScheduleAsync(tenant, id, cancellationToken).ConfigureAwait(false) ?? throw new WorkflowException(new Rejection.ScheduleNotFound(id.Value));

    /// <summary>Changes a schedule as it stands, anew whenever somebody else wrote in between. A change to the same, or to null, writes nothing.</summary>
    public async Task<Schedule> ChangeAsync(
        TenantId tenant, ScheduleId id, long? expectedRevision, Func<Schedule, DateTimeOffset, Schedule?> change, Act? act, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var current = await GetAsync(tenant, id, cancellationToken).ConfigureAwait(false);
            DemandRevision(current, expectedRevision);
            var now = time.GetUtcNow();
            var next = change(current, now);
            if (next is null || ReferenceEquals(next, current))
            {
                return current;
            }

            next = next with { Writes = current.Writes + 1 };
            if (await store.WriteScheduleAsync(next, act?.To(id.ToString(), next.Spec.Name, now), cancellationToken).ConfigureAwait(false))
            {
                Changed.Wake();
                return next;
            }

            ThrowIfBusy(conflicts);
        }
    }

    /// <summary>Whether the instance that was started last is still open.</summary>
    public async Task<bool> IsLastOpenAsync(Schedule schedule, CancellationToken cancellationToken) =>
        schedule.LastInstance is { } last && await instances.LoadAsync(schedule.Tenant, last, cancellationToken).ConfigureAwait(false) is { IsEnded: false };

    private static void DemandRevision(Schedule current, long? expected)
    {
        if (expected is { } revision && revision != current.Revision)
        {
            throw new WorkflowException(new Rejection.StaleRevision(revision, current.Revision));
        }
    }

    private static void ThrowIfBusy(int conflicts)
    {
        if (conflicts == MaxConflicts)
        {
            throw new StoreBusyException("The schedule is being changed by others all the time. Nothing was written; try again in a moment.");
        }
    }

    /// <summary>Takes a schedule away.</summary>
    public async Task RemoveAsync(ScheduleId id, long? expectedRevision, Actor by, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var current = await GetAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
            DemandRevision(current, expectedRevision);
            var act = new Act(by, "schedule.delete").To(id.ToString(), current.Spec.Name, time.GetUtcNow());
            if (await store.RemoveScheduleAsync(by.Tenant, id, current.Writes, act, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            ThrowIfBusy(conflicts);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Changed.Dispose();
}
