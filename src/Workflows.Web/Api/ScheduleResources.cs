using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Schedules;

namespace Workflows.Web.Api;

/// <summary>What a schedule says.</summary>
public sealed record ScheduleBody
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The key of the workflow that is started. It cannot be changed later.</summary>
    public required string Definition { get; init; }

    /// <summary>The version; the default is the latest published one at the time.</summary>
    public string? Version { get; init; }

    /// <summary>The first data, an object that satisfies the start form; the default is an empty one.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The title of the instances.</summary>
    public string? Title { get; init; }

    /// <summary>The business reference of the instances.</summary>
    public string? Reference { get; init; }

    /// <summary>A cron expression: five fields (minute, hour, day of the month, month, day of the week), or six with seconds first. Either this or <c>every</c>.</summary>
    public string? Cron { get; init; }

    /// <summary>An interval such as <c>PT15M</c>. Either this or <c>cron</c>.</summary>
    public string? Every { get; init; }

    /// <summary>The time zone by whose clock <c>cron</c> is read, such as <c>Europe/Berlin</c>; the default is <c>UTC</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Nothing is due before; intervals count from here.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Nothing is due after.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When a run is due while the last one is open: <c>skip</c> it (the default), let one wait (<c>queue</c>), or <c>allow</c> both.</summary>
    public OverlapPolicy? Overlap { get; init; }

    /// <summary>What becomes of runs that were missed: <c>none</c> is made up, one run for all (<c>last</c>, the default), or <c>all</c>.</summary>
    public CatchUpPolicy? CatchUp { get; init; }

    /// <summary>How many missed runs <c>all</c> makes up, 1 to 100; the default is 10.</summary>
    public int? CatchUpLimit { get; init; }

    /// <exception cref="WorkflowException">The version is none.</exception>
    internal ScheduleSpec ToSpec()
    {
        SemanticVersion? version = SemanticVersion.TryParse(Version, out var parsed) ? parsed : null;
        var spec = new ScheduleSpec
        {
            Name = Name.Trim(),
            Definition = Definition.Trim(),
            Version = version,
            Data = Data ?? ApiJson.EmptyObject,
            Title = Title,
            Reference = Reference,
            Cron = Cron?.Trim(),
            Every = Every?.Trim(),
            From = From,
            Until = Until,
        };
        return Version is not null && version is null
            ? throw new WorkflowException(new Rejection.InvalidSchedule(
                [new SchemaError("/version", "version", "", ImmutableDictionary<string, object?>.Empty) { Message = $"'{Version}' is not a version: write three numbers, for example 1.0.0." }]))
            : spec with
            {
                TimeZone = TimeZone?.Trim() ?? spec.TimeZone,
                Overlap = Overlap ?? spec.Overlap,
                CatchUp = CatchUp ?? spec.CatchUp,
                CatchUpLimit = CatchUpLimit ?? spec.CatchUpLimit,
            };
    }
}

/// <summary>Why nothing is to start by time.</summary>
public sealed record PauseSchedule
{
    /// <summary>The reason, for those who find it paused.</summary>
    public string? Reason { get; init; }
}

/// <summary>Which runs are to be started although their time is past.</summary>
public sealed record BackfillSchedule
{
    /// <summary>The first moment that counts.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The last moment that counts; not in the future.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Only say which runs these are, and start nothing. The default is false.</summary>
    public bool? DryRun { get; init; }
}

/// <summary>A schedule in a list.</summary>
public record ScheduleRow
{
    [SetsRequiredMembers]
    internal ScheduleRow(Schedule schedule, DateTimeOffset now)
    {
        var spec = schedule.Spec;
        Id = schedule.Id;
        Revision = schedule.Revision;
        Name = spec.Name;
        Definition = spec.Definition;
        Version = spec.Version?.ToString();
        Cron = spec.Cron;
        Every = spec.Every;
        TimeZone = spec.TimeZone;
        Pause = schedule.Pause is { } pause ? new PausedResource { By = pause.By, At = pause.At, Reason = pause.Reason } : null;
        NextRun = schedule.NextRun(now);
        LastRun = schedule.Runs.IsEmpty ? null : RunResource.Of(schedule.Runs[0]);
    }

    /// <summary>The id.</summary>
    public required ScheduleId Id { get; init; }

    /// <summary>Counts what people change; the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The key of the workflow that is started.</summary>
    public required string Definition { get; init; }

    /// <summary>The version; absent for the latest published one at the time.</summary>
    public string? Version { get; init; }

    /// <summary>The cron expression; absent for an interval.</summary>
    public string? Cron { get; init; }

    /// <summary>The interval; absent for a cron expression.</summary>
    public string? Every { get; init; }

    /// <summary>The time zone by whose clock <c>cron</c> is read.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Why nothing starts by time; absent while it does.</summary>
    public PausedResource? Pause { get; init; }

    /// <summary>When the next run is due; absent when it is paused or over.</summary>
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>What came of the last run.</summary>
    public RunResource? LastRun { get; init; }
}

/// <summary>A schedule.</summary>
public sealed record ScheduleResource : ScheduleRow
{
    [SetsRequiredMembers]
    internal ScheduleResource(Schedule schedule, DateTimeOffset now)
        : base(schedule, now)
    {
        var spec = schedule.Spec;
        Data = spec.Data;
        Title = spec.Title;
        Reference = spec.Reference;
        From = spec.From;
        Until = spec.Until;
        Overlap = spec.Overlap;
        CatchUp = spec.CatchUp;
        CatchUpLimit = spec.CatchUpLimit;
        CreatedAt = schedule.CreatedAt;
        CreatedBy = schedule.CreatedBy;
        SavedAt = schedule.SavedAt;
        SavedBy = schedule.SavedBy;
        WaitingRuns = schedule.Waiting.Length;
        Runs = [.. schedule.Runs.Select(RunResource.Of)];
    }

    /// <summary>The first data of the instances.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>The title of the instances.</summary>
    public string? Title { get; init; }

    /// <summary>The business reference of the instances.</summary>
    public string? Reference { get; init; }

    /// <summary>Nothing is due before.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Nothing is due after.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What happens when a run is due while the last one is open.</summary>
    public required OverlapPolicy Overlap { get; init; }

    /// <summary>What becomes of runs that were missed.</summary>
    public required CatchUpPolicy CatchUp { get; init; }

    /// <summary>How many missed runs <c>all</c> makes up.</summary>
    public required int CatchUpLimit { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When what it says was last saved.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>By whom: instances are started in this person's name.</summary>
    public required string SavedBy { get; init; }

    /// <summary>How many runs wait to be started.</summary>
    public required int WaitingRuns { get; init; }

    /// <summary>The last results, latest first; at most 20.</summary>
    public required ImmutableArray<RunResource> Runs { get; init; }
}

/// <summary>Why nothing starts by time.</summary>
public sealed record PausedResource
{
    /// <summary>Who paused it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, as far as they said.</summary>
    public string? Reason { get; init; }
}

/// <summary>What came of a run, or of several in a row of which the same is to be said.</summary>
public sealed record RunResource
{
    /// <summary>When it was due; of several the last one.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When that was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why it was to be started: <c>time</c>, <c>manual</c>, <c>missed</c> (made up), <c>backfill</c>.</summary>
    public required RunCause Cause { get; init; }

    /// <summary>What came of it: <c>started</c>, <c>skipped</c>, <c>missed</c> or <c>refused</c>.</summary>
    public required RunResult Result { get; init; }

    /// <summary>The instance that was started.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Why none was started.</summary>
    public string? Reason { get; init; }

    /// <summary>Who asked for it; absent when time did.</summary>
    public string? By { get; init; }

    /// <summary>Of how many runs this is said.</summary>
    public required int Count { get; init; }

    internal static RunResource Of(ScheduleRun run) => new()
    {
        DueAt = run.DueAt,
        At = run.At,
        Cause = run.Cause,
        Result = run.Result,
        Instance = run.Instance,
        Reason = run.Reason,
        By = run.By,
        Count = run.Count,
    };
}

/// <summary>The runs that were due in a time.</summary>
public sealed record BackfillResource
{
    /// <summary>How many of them are to be started.</summary>
    public required int ToStart { get; init; }

    /// <summary>The runs, oldest first.</summary>
    public required ImmutableArray<BackfillRunResource> Runs { get; init; }

    internal static BackfillResource Of(BackfillPlan plan) => new()
    {
        ToStart = plan.Runs.Count(run => run.Instance is null),
        Runs = [.. plan.Runs.Select(run => new BackfillRunResource { DueAt = run.DueAt, Instance = run.Instance })],
    };
}

/// <summary>A run of a backfill.</summary>
public sealed record BackfillRunResource
{
    /// <summary>When it was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The instance that was started for it before; absent when it is to be started.</summary>
    public InstanceId? Instance { get; init; }
}
