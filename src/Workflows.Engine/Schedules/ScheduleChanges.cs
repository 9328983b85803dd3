using System.Collections.Immutable;
using Workflows.Engine.Forms;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Schedules;

/// <summary>What becomes of a schedule when somebody changes it, or a run of it has its result. Pure.</summary>
internal static class ScheduleChanges
{
    /// <summary>A new schedule: due from now on.</summary>
    public static Schedule Create(ScheduleId id, TenantId tenant, ScheduleSpec spec, string by, DateTimeOffset now) => Looking(
        new Schedule
        {
            Id = id,
            Tenant = tenant,
            Spec = spec,
            Revision = 1,
            Writes = 1,
            CreatedAt = now,
            CreatedBy = by,
            SavedAt = now,
            SavedBy = by,
            DoneThrough = now,
        },
        now);

    /// <summary>Says something else from now on. What was due until now is planned as it was.</summary>
    public static Schedule Save(Schedule schedule, ScheduleSpec spec, string by, DateTimeOffset now)
    {
        if (schedule.Pause is null && ScheduleTimes.TryRead(schedule.Spec, schedule.CreatedAt, out var times))
        {
            schedule = ScheduleDecision.TakeDue(schedule, times, now);
        }

        return Looking(schedule with { Spec = spec, Revision = schedule.Revision + 1, SavedAt = now, SavedBy = by, DoneThrough = now }, now);
    }

    /// <summary>Nothing starts by time any more.</summary>
    public static Schedule Pause(Schedule schedule, string by, string? reason, DateTimeOffset now) =>
        Looking(schedule with { Pause = new SchedulePause(by, now, reason), Revision = schedule.Revision + 1 }, now);

    /// <summary>Time starts runs again, from now on: what was due in between is left out.</summary>
    public static Schedule Resume(Schedule schedule, DateTimeOffset now) => Looking(schedule with { Pause = null, DoneThrough = now, Revision = schedule.Revision + 1 }, now);

    /// <summary>Plans one run now; or says why none can be.</summary>
    public static (Schedule? Next, Rejection? Rejection) Trigger(Schedule schedule, string by, DateTimeOffset now, bool isLastOpen)
    {
        var isBusy = isLastOpen || !schedule.Waiting.IsEmpty;
        switch (schedule.Spec.Overlap)
        {
            case OverlapPolicy.Skip when isBusy:
                return (null, new Rejection.ScheduleState("The last instance is still open, or runs wait already, and this schedule does not let its runs overlap. Let the instance end, or cancel it."));
            case OverlapPolicy.Queue when isBusy && schedule.Waiting.Any(run => run.Cause is RunCause.Time or RunCause.Manual):
                return (null, new Rejection.ScheduleState("The last instance is still open, and a run waits for its end already."));
            case var _ when schedule.Waiting.Length >= ScheduleLimits.MaxWaiting:
                return (null, new Rejection.ScheduleState($"{ScheduleLimits.MaxWaiting} runs wait already."));
        }

        var due = now;
        while (schedule.Waiting.Any(run => run.DueAt == due))
        {
            due = due.AddTicks(1);
        }

        return (schedule with { Waiting = schedule.Waiting.Add(new PlannedRun(due, RunCause.Manual, by)), LookAt = now }, null);
    }

    /// <summary>The runs that were due from one moment through another, oldest first; or what is wrong with the range.</summary>
    public static (ImmutableArray<DateTimeOffset> Due, SchemaError? Problem) BackfillOf(Schedule schedule, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        if (to <= from)
        {
            return ([], ScheduleCheck.Problem("/to", "order", "The end lies before the beginning."));
        }

        if (to > now)
        {
            return ([], ScheduleCheck.Problem("/to", "future", "Only what is past can be backfilled."));
        }

        if (!ScheduleTimes.TryRead(schedule.Spec, schedule.CreatedAt, out var times))
        {
            return ([], ScheduleCheck.Problem("", "times", "The times of this schedule cannot be read here: save it anew."));
        }

        var most = ScheduleLimits.MaxWaiting - schedule.Waiting.Length;
        ImmutableArray<DateTimeOffset> due = [.. times.Between(from.AddTicks(-1), to).Select(moment => moment.ToUniversalTime()).Take(most + 1)];
        return due.Length <= most
            ? (due, null)
            : (due, ScheduleCheck.Problem("/from", "limit", $"More than {most} runs were due in this time, which is as many as can wait. Take a shorter one, and the rest afterwards."));
    }

    /// <summary>Plans runs that were due in the past.</summary>
    public static Schedule Backfill(Schedule schedule, ImmutableArray<DateTimeOffset> due, string by, DateTimeOffset now) => schedule with
    {
        Waiting = schedule.Waiting.AddRange(due.Where(moment => !schedule.Waiting.Any(run => run.DueAt == moment)).Select(moment => new PlannedRun(moment, RunCause.Backfill, by))),
        LookAt = now,
    };

    /// <summary>The result of a planned run is there; null when somebody else has noted it already.</summary>
    public static Schedule? Record(Schedule schedule, PlannedRun planned, ScheduleRun result, DateTimeOffset now)
    {
        if (!schedule.Waiting.Contains(planned))
        {
            return null;
        }

        var next = schedule.With(result) with { Waiting = schedule.Waiting.Remove(planned), LastInstance = result.Instance ?? schedule.LastInstance };
        return next.Waiting.IsEmpty ? Looking(next, now) : next with { LookAt = now };
    }

    /// <summary>The schedule with one more result. One that says the same as the last is counted with it, so that what happened before stays in sight.</summary>
    public static Schedule With(this Schedule schedule, ScheduleRun run)
    {
        var runs = schedule.Runs is [{ Instance: null } last, ..] && (last.Result, last.Cause, last.Reason, last.By) == (run.Result, run.Cause, run.Reason, run.By)
            ? schedule.Runs.SetItem(0, run with { Count = Math.Min(last.Count + run.Count, ScheduleLimits.MaxCounted) })
            : schedule.Runs.Insert(0, run);
        return schedule with { Runs = runs.Length > ScheduleLimits.MaxRuns ? runs[..ScheduleLimits.MaxRuns] : runs };
    }

    private static Schedule Looking(Schedule schedule, DateTimeOffset now) => schedule with
    {
        LookAt = ScheduleTimes.TryRead(schedule.Spec, schedule.CreatedAt, out var times) ? ScheduleDecision.LookAgain(schedule, times, now, isStarting: false) : null,
    };
}
