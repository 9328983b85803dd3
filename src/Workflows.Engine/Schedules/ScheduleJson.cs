using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Schedules;

/// <summary>How schedules are written to stores: generated code, names in camel case, enums as their lower-case names, nulls left out.</summary>
internal static class ScheduleJson
{
    public static string Write(Schedule schedule) => JsonSerializer.Serialize(schedule, ScheduleJsonContext.Default.Schedule);

    public static Schedule Read(string json) => JsonSerializer.Deserialize(json, ScheduleJsonContext.Default.Schedule)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Schedule))]
internal sealed partial class ScheduleJsonContext : JsonSerializerContext;
