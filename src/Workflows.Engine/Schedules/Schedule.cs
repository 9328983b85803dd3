using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Schedules;

/// <summary>A schedule as it is stored: what it starts and when, how far it has come, and what came of it. Immutable; every change gives a new one.</summary>
public sealed record Schedule
{
    /// <summary>The id.</summary>
    public required ScheduleId Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>What is started, and when.</summary>
    public required ScheduleSpec Spec { get; init; }

    /// <summary>Counts what people change, from 1; whoever changes it says which they looked at.</summary>
    public required long Revision { get; init; }

    /// <summary>Counts every write, those of the engine included: the fence that lets one of racing writers win.</summary>
    public required long Writes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When what it says was last saved.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>By whom. Instances are started in this person's name.</summary>
    public required string SavedBy { get; init; }

    /// <summary>Why nothing starts by time; null while it does.</summary>
    public SchedulePause? Pause { get; init; }

    /// <summary>Every run that was due until then is dealt with.</summary>
    public required DateTimeOffset DoneThrough { get; init; }

    /// <summary>When somebody must look again; null when there is nothing to do before somebody changes it.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>Runs that are to be started, in the order they were planned.</summary>
    public ImmutableArray<PlannedRun> Waiting { get; init; } = [];

    /// <summary>The last results, latest first; at most <see cref="ScheduleLimits.MaxRuns"/>.</summary>
    public ImmutableArray<ScheduleRun> Runs { get; init; } = [];

    /// <summary>The instance that was started last.</summary>
    public InstanceId? LastInstance { get; init; }

    /// <summary>When the next run is due, as far as time decides; null when it is paused or over.</summary>
    public DateTimeOffset? NextRun(DateTimeOffset now) =>
        Pause is null && ScheduleTimes.TryRead(Spec, CreatedAt, out var times) ? times.After(DoneThrough > now ? DoneThrough : now) : null;

    /// <summary>The key under which a run is started: whoever starts it again gets the same instance.</summary>
    internal string StartKeyOf(PlannedRun run) =>
        $"schedule:{Id}:{(run.Cause is RunCause.Manual ? "manual:" : "")}{run.DueAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF}Z";
}

/// <summary>Why nothing starts by time.</summary>
/// <param name="By">Who paused it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, as far as they said.</param>
public sealed record SchedulePause(string By, DateTimeOffset At, string? Reason);

/// <summary>A run that is to be started.</summary>
/// <param name="DueAt">When it is, or was, due.</param>
/// <param name="Cause">Why it is to be started.</param>
/// <param name="By">Who asked for it; null when time did.</param>
public sealed record PlannedRun(DateTimeOffset DueAt, RunCause Cause, string? By = null);

/// <summary>What came of a run, or of several of which the same is to be said.</summary>
/// <param name="DueAt">When it was due; of several the last one.</param>
/// <param name="At">When that was decided.</param>
/// <param name="Cause">Why it was to be started.</param>
/// <param name="Result">What came of it.</param>
public sealed record ScheduleRun(DateTimeOffset DueAt, DateTimeOffset At, RunCause Cause, RunResult Result)
{
    /// <summary>The instance; null when none was started.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Why none was started.</summary>
    public string? Reason { get; init; }

    /// <summary>Who asked for it; null when time did.</summary>
    public string? By { get; init; }

    /// <summary>Of how many runs this is said; counted to <see cref="ScheduleLimits.MaxCounted"/>. The default is one.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>Why a run is to be started; of those that wait for the same end, earlier causes go first.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<RunCause>))]
public enum RunCause
{
    /// <summary>Its time came.</summary>
    Time,

    /// <summary>Somebody asked for one now.</summary>
    Manual,

    /// <summary>It was missed, and is made up.</summary>
    Missed,

    /// <summary>Somebody asked for those of a time that is past.</summary>
    Backfill,
}

/// <summary>What came of a run.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<RunResult>))]
public enum RunResult
{
    /// <summary>An instance was started.</summary>
    Started,

    /// <summary>It was left out, for the last instance was still open.</summary>
    Skipped,

    /// <summary>It was left out, for nothing ran at its time.</summary>
    Missed,

    /// <summary>The workflow could not be started.</summary>
    Refused,
}
