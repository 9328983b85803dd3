using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Instances;

/// <summary>How states and events are written to stores: generated code, names in camel case, enums as their lower-case names, nulls left out.</summary>
internal static class InstanceJson
{
    public static byte[] Write(WorkflowInstance instance) => JsonSerializer.SerializeToUtf8Bytes(instance, InstanceJsonContext.Default.WorkflowInstance);

    public static WorkflowInstance ReadInstance(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, InstanceJsonContext.Default.WorkflowInstance)!;

    public static byte[] Write(InstanceEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, InstanceJsonContext.Default.InstanceEvent);

    public static InstanceEvent ReadEvent(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, InstanceJsonContext.Default.InstanceEvent)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkflowInstance))]
[JsonSerializable(typeof(InstanceEvent))]
internal sealed partial class InstanceJsonContext : JsonSerializerContext;
