using System.Collections.Immutable;
using System.Globalization;

namespace Workflows.Engine.Schedules;

/// <summary>What a schedule does now.</summary>
/// <param name="Next">The schedule then: what is due is planned, what is left out has its result.</param>
/// <param name="Starts">What is to be started once that is stored; each stays in <see cref="Schedule.Waiting"/> until its result is there.</param>
internal sealed record ScheduleDecision(Schedule Next, ImmutableArray<PlannedRun> Starts)
{
    /// <summary>Decides what is due, what is made up, what is left out, and what is started now. Pure.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="now">The time.</param>
    /// <param name="isLastOpen">Whether the instance that was started last is still open.</param>
    public static ScheduleDecision Decide(Schedule schedule, DateTimeOffset now, bool isLastOpen)
    {
        if (!ScheduleTimes.TryRead(schedule.Spec, schedule.CreatedAt, out var times))
        {
            return new ScheduleDecision(Unreadable(schedule, now), []);
        }

        var next = schedule.Pause is null ? TakeDue(schedule, times, now) : schedule;
        ImmutableArray<PlannedRun> starts;
        (next, starts) = next.Spec.Overlap is OverlapPolicy.Allow
            ? (next, [.. next.Waiting.Where(run => MayStart(next, run)).Take(ScheduleLimits.MaxStarts)])
            : OneAtATime(next, now, isLastOpen);
        return new ScheduleDecision(next with { LookAt = LookAgain(next, times, now, starts.Length > 0) }, starts);
    }

    /// <summary>Plans what is due, and says what was missed.</summary>
    internal static Schedule TakeDue(Schedule schedule, ScheduleTimes times, DateTimeOffset now)
    {
        if (times.After(schedule.DoneThrough) is not { } first || first > now)
        {
            return schedule;
        }

        // What is older than this was missed: the ticks keep the two ranges apart.
        var missedThrough = now - ScheduleLimits.OnTime - TimeSpan.FromTicks(1);
        var onTime = times.Between(schedule.DoneThrough > missedThrough ? schedule.DoneThrough : missedThrough, now).Select(due => new PlannedRun(due.ToUniversalTime(), RunCause.Time)).ToList();
        var next = schedule with { DoneThrough = now };
        if (first <= missedThrough)
        {
            var madeUp = schedule.Spec.CatchUp switch
            {
                CatchUpPolicy.All => times.Backwards(schedule.DoneThrough, missedThrough).Take(schedule.Spec.CatchUpLimit).Reverse().ToList(),
                CatchUpPolicy.Last when onTime.Count == 0 => [times.AtOrBefore(missedThrough)!.Value],
                _ => [],
            };
            var count = times.Between(schedule.DoneThrough, missedThrough).Take(ScheduleLimits.MaxCounted).Count() - madeUp.Count;
            if (count > 0)
            {
                var last = times.Backwards(schedule.DoneThrough, missedThrough).ElementAtOrDefault(madeUp.Count);
                next = next.With(new ScheduleRun((last == default ? first : last).ToUniversalTime(), now, RunCause.Time, RunResult.Missed)
                {
                    Count = count,
                    Reason = madeUp.Count == 0 && onTime.Count == 0 ? "Nothing ran here at the time." : "Nothing ran here at the time; later ones make up for it.",
                });
            }

            next = Plan(next, madeUp.Select(due => new PlannedRun(due.ToUniversalTime(), RunCause.Missed)), now);
        }

        return Plan(next, onTime, now);
    }

    /// <summary>When somebody must look again.</summary>
    internal static DateTimeOffset? LookAgain(Schedule schedule, ScheduleTimes times, DateTimeOffset now, bool isStarting)
    {
        if (isStarting)
        {
            return now;
        }

        var due = schedule.Pause is null ? times.After(schedule.DoneThrough) : null;
        var recheck = schedule.Waiting.Any(run => MayStart(schedule, run)) ? now + ScheduleLimits.Recheck : default(DateTimeOffset?);
        return due is null || recheck < due ? recheck : due.Value.ToUniversalTime();
    }

    /// <summary>While it is paused, only what people ask for is started.</summary>
    internal static bool MayStart(Schedule schedule, PlannedRun run) => schedule.Pause is null || run.Cause is RunCause.Manual or RunCause.Backfill;

    private static Schedule Plan(Schedule schedule, IEnumerable<PlannedRun> runs, DateTimeOffset now)
    {
        foreach (var run in runs)
        {
            schedule = schedule.Waiting.Length < ScheduleLimits.MaxWaiting
                ? schedule with { Waiting = schedule.Waiting.Add(run) }
                : Skip(schedule, run, now, string.Create(CultureInfo.InvariantCulture, $"{ScheduleLimits.MaxWaiting} runs wait already."));
        }

        return schedule;
    }

    /// <summary>
    /// Without overlap one run is started when the last instance has ended: what time asks for before what people or downtime left over. The others of those that time asks for
    /// are skipped, but for the one that may wait; the rest stays in line.
    /// </summary>
    private static (Schedule Next, ImmutableArray<PlannedRun> Starts) OneAtATime(Schedule schedule, DateTimeOffset now, bool isLastOpen)
    {
        var startable = schedule.Waiting.Where(run => MayStart(schedule, run)).OrderBy(run => run.Cause).ToList();
        ImmutableArray<PlannedRun> starts = isLastOpen || startable.Count == 0 ? [] : [startable[0]];
        var mayWait = schedule.Spec.Overlap is OverlapPolicy.Queue;
        foreach (var run in startable.Skip(starts.Length).Where(run => run.Cause is RunCause.Time))
        {
            if (mayWait)
            {
                mayWait = false;
                continue;
            }

            schedule = Skip(schedule with { Waiting = schedule.Waiting.Remove(run) }, run, now, schedule.Spec.Overlap is OverlapPolicy.Queue
                ? "The last instance was still open, and another run waited for it already."
                : "The last instance was still open.");
        }

        return (schedule, starts);
    }

    private static Schedule Skip(Schedule schedule, PlannedRun run, DateTimeOffset now, string reason) =>
        schedule.With(new ScheduleRun(run.DueAt, now, run.Cause, RunResult.Skipped) { Reason = reason, By = run.By });

    /// <summary>The machine that this was checked on knew a time zone, or a notation, that this one does not.</summary>
    private static Schedule Unreadable(Schedule schedule, DateTimeOffset now)
    {
        var problem = ScheduleCheck.Check(schedule.Spec, now).FirstOrDefault()?.Message ?? "Its times cannot be read.";
        return schedule.With(new ScheduleRun(now, now, RunCause.Time, RunResult.Refused) { Reason = problem }) with { LookAt = null };
    }
}
