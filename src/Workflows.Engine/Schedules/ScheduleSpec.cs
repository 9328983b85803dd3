using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Schedules;

/// <summary>What people write of a schedule: what is started, and when. Times are given either by <see cref="Cron"/> or by <see cref="Every"/>.</summary>
public sealed record ScheduleSpec
{
    /// <summary>What people call it; at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The key of the workflow that is started. It never changes, so that nothing is started twice.</summary>
    public required string Definition { get; init; }

    /// <summary>The version. The default is the latest published one at the time.</summary>
    public SemanticVersion? Version { get; init; }

    /// <summary>The first data, an object that satisfies the start form. The default is an empty one.</summary>
    public JsonElement Data { get; init; } = JsonElement.Parse("{}");

    /// <summary>The title of the instances. The default comes from the definition.</summary>
    public string? Title { get; init; }

    /// <summary>The business reference of the instances.</summary>
    public string? Reference { get; init; }

    /// <summary>A cron expression of five fields, or of six with seconds first, or a macro such as <c>@daily</c>; null when <see cref="Every"/> is given.</summary>
    public string? Cron { get; init; }

    /// <summary>A duration as ISO 8601 writes it, for example <c>PT15M</c>; at least a second. Null when <see cref="Cron"/> is given.</summary>
    public string? Every { get; init; }

    /// <summary>The time zone by whose clock <see cref="Cron"/> is read, for example <c>Europe/Berlin</c>. The default is UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Nothing is due before; <see cref="Every"/> counts from here. The default is when the schedule was made.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Nothing is due after. The default is no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What happens when a run is due while the last one is open. The default is to skip it.</summary>
    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;

    /// <summary>What happens to runs that were missed while nothing ran. The default is to make up for all of them with one.</summary>
    public CatchUpPolicy CatchUp { get; init; } = CatchUpPolicy.Last;

    /// <summary>How many missed runs <see cref="CatchUpPolicy.All"/> makes up, the latest ones; 1 to 100. The default is 10.</summary>
    public int CatchUpLimit { get; init; } = 10;
}

/// <summary>What happens when a run is due while the instance of the last one is open.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<OverlapPolicy>))]
public enum OverlapPolicy
{
    /// <summary>It is skipped.</summary>
    Skip,

    /// <summary>It waits until that instance ends; one run waits at the most, later ones are skipped.</summary>
    Queue,

    /// <summary>It starts beside it.</summary>
    Allow,
}

/// <summary>What happens to runs that were missed: nothing ran at their time, nor within a minute after it.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<CatchUpPolicy>))]
public enum CatchUpPolicy
{
    /// <summary>They are left out.</summary>
    None,

    /// <summary>One run makes up for all of them: the last one missed, or the one that is due now.</summary>
    Last,

    /// <summary>Each is made up, oldest first, as far as <see cref="ScheduleSpec.CatchUpLimit"/> goes.</summary>
    All,
}
