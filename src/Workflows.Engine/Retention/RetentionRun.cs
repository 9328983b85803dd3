using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Retention;

/// <summary>The id of a run of the retention rules, time-ordered.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<RetentionRunId>))]
public readonly record struct RetentionRunId(Guid Value) : IGuidId<RetentionRunId>
{
    /// <inheritdoc/>
    public static RetentionRunId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>What made a run begin. Stored and shown in lower case.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<RetentionTrigger>))]
public enum RetentionTrigger
{
    /// <summary>Its time had come.</summary>
    Schedule,

    /// <summary>Somebody asked for it.</summary>
    Person,

    /// <summary>Somebody removed one instance.</summary>
    Instance,
}

/// <summary>How a run stands. Stored and shown in lower case.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<RetentionRunStatus>))]
public enum RetentionRunStatus
{
    /// <summary>It is at work.</summary>
    Running,

    /// <summary>It looked at everything.</summary>
    Completed,

    /// <summary>It stopped at something that it could not do; what it removed until then is removed.</summary>
    Failed,

    /// <summary>Somebody stopped it, or its process ended.</summary>
    Stopped,
}

/// <summary>What one run did, or would do.</summary>
public sealed record RetentionRun
{
    /// <summary>How long a run may give no sign of life before it counts as stopped.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How long the report of a run is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    /// <summary>The id.</summary>
    public required RetentionRunId Id { get; init; }

    /// <summary>The tenant whose instances it is about; null for all of them.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>What made it begin.</summary>
    public required RetentionTrigger Trigger { get; init; }

    /// <summary>Who asked for it; null when it was time.</summary>
    public string? By { get; init; }

    /// <summary>Whether it only counts.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The instance that somebody removed.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Why they did.</summary>
    public string? Reason { get; init; }

    /// <summary>How it stands.</summary>
    public RetentionRunStatus Status { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last said how far it is.</summary>
    public required DateTimeOffset BeatAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The file that it archived to; null when there is none.</summary>
    public string? ArchiveFile { get; init; }

    /// <summary>What became of the instances of each rule.</summary>
    public ImmutableArray<RetentionResult> Results { get; init; } = [];

    /// <summary>How many instances it removed.</summary>
    [JsonIgnore]
    public int Removed => Results.Sum(r => r.Removed);

    /// <summary>How many instances it found that a rule removes.</summary>
    [JsonIgnore]
    public int Found => Results.Sum(r => r.Found);

    /// <summary>The run as it stands at a moment: one that gave no sign of life for too long has stopped.</summary>
    public RetentionRun At(DateTimeOffset now) => Status is RetentionRunStatus.Running && BeatAt + Lease < now
        ? this with { Status = RetentionRunStatus.Stopped, EndedAt = BeatAt, Error = "The process that ran it ended. The next run goes on with what is left." }
        : this;
}

/// <summary>What became of the instances of a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Found">How many instances it removes.</param>
/// <param name="Archived">How many were written to the archive.</param>
/// <param name="Removed">How many were removed.</param>
/// <param name="Oldest">The earliest last change among them; null when none was found.</param>
/// <param name="Newest">The latest last change among them; null when none was found.</param>
public sealed record RetentionResult(RetentionRule Rule, int Found, int Archived, int Removed, DateTimeOffset? Oldest, DateTimeOffset? Newest)
{
    /// <summary>The result after some more instances.</summary>
    public RetentionResult With(IEnumerable<DateTimeOffset> changed, int archived, int removed)
    {
        var moments = changed.Order().ToList();
        return moments is []
            ? this
            : this with
            {
                Found = Found + moments.Count,
                Archived = Archived + archived,
                Removed = Removed + removed,
                Oldest = Oldest < moments[0] ? Oldest : moments[0],
                Newest = Newest > moments[^1] ? Newest : moments[^1],
            };
    }
}
