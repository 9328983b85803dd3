using System.Text.Json.Serialization;

namespace Workflows.Engine.Schedules;

/// <summary>The id of a schedule, time-ordered.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<ScheduleId>))]
public readonly record struct ScheduleId(Guid Value) : IGuidId<ScheduleId>
{
    /// <inheritdoc/>
    public static ScheduleId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
