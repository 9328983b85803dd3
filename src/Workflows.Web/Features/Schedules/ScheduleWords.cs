using System.Globalization;
using Workflows.Engine.Schedules;

namespace Workflows.Web.Features.Schedules;

/// <summary>Says in words when a schedule starts something, and what came of it.</summary>
internal static class ScheduleWords
{
    /// <summary>When it is due, for example "Monday to Friday at 08:30" or "Every 2 hours"; an expression that nobody would say stays one.</summary>
    public static string When(ScheduleSpec spec) => spec switch
    {
        { Every: { } every } => Interval(every),
        { Cron: { } cron } => CronWords.Of(cron) ?? cron,
        _ => "",
    };

    /// <summary>A moment by the clock of the schedule, for example "Mon 5 Jan 2026, 08:30 (UTC+01:00)".</summary>
    public static string Moment(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var clock = local.Second == 0 ? "HH:mm" : "HH:mm:ss";
        var offset = local.Offset == TimeSpan.Zero ? "UTC" : local.ToString("'UTC'zzz", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.CurrentCulture, $"{local.ToString($"ddd d MMM yyyy, {clock}", CultureInfo.CurrentCulture)} ({offset})");
    }

    /// <summary>By whose clock a schedule is read: that of its zone; an interval knows none, so that the viewer's serves.</summary>
    public static TimeZoneInfo ZoneOf(ScheduleSpec spec, TimeZoneInfo viewer) =>
        spec.Every is null && TimeZoneInfo.TryFindSystemTimeZoneById(spec.TimeZone, out var zone) ? zone : viewer;

    /// <summary>The word and the look of a result.</summary>
    public static (string Status, string Text) Result(ScheduleRun run) => run.Result switch
    {
        RunResult.Started => ("completed", "Started"),
        RunResult.Skipped => ("skipped", run.Count > 1 ? $"Skipped {Times(run)}" : "Skipped"),
        RunResult.Missed => ("overdue", run.Count > 1 ? $"Missed {Times(run)}" : "Missed"),
        _ => ("failed", run.Count > 1 ? $"Not started, {Times(run)}" : "Not started"),
    };

    /// <summary>Why it was to be started.</summary>
    public static string Cause(RunCause cause) => cause switch
    {
        RunCause.Manual => "By hand",
        RunCause.Missed => "Made up",
        RunCause.Backfill => "Backfill",
        _ => "By time",
    };

    /// <summary>What happens when runs would overlap.</summary>
    public static string Overlap(OverlapPolicy policy) => policy switch
    {
        OverlapPolicy.Skip => "Skip the run",
        OverlapPolicy.Queue => "Let one run wait",
        _ => "Start it all the same",
    };

    /// <summary>What happens to missed runs.</summary>
    public static string CatchUp(CatchUpPolicy policy) => policy switch
    {
        CatchUpPolicy.None => "Leave them out",
        CatchUpPolicy.Last => "Make up for all with one run",
        _ => "Make up each of the last ones",
    };

    private static string Times(ScheduleRun run) => run.Count >= ScheduleLimits.MaxCounted ? $"{ScheduleLimits.MaxCounted:N0} times or more" : $"{run.Count:N0} times";

    private static string Interval(string every)
    {
        var (count, unit) = IntervalUnits.Split(every);
        return count == 0 ? every : count == 1 ? $"Every {IntervalUnits.NameOf(unit)}" : $"Every {count:N0} {IntervalUnits.NameOf(unit)}s";
    }
}
