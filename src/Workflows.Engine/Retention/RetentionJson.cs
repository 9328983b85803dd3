using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Retention;

/// <summary>How reports of runs are written to stores: names in camel case, enums as their lower-case names, nulls left out.</summary>
internal static class RetentionJson
{
    public static string Write(RetentionRun run) => JsonSerializer.Serialize(run, RetentionJsonContext.Default.RetentionRun);

    public static RetentionRun Read(string json) => JsonSerializer.Deserialize(json, RetentionJsonContext.Default.RetentionRun)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RetentionRun))]
internal sealed partial class RetentionJsonContext : JsonSerializerContext;
