using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Workflows.Engine.Instances;

/// <summary>How states and events are written to stores: generated code, names in camel case, enums as their lower-case names, nulls left out, and empty lists of a state as well.</summary>
internal static class InstanceJson
{
    private static readonly JsonTypeInfo<WorkflowInstance> s_instance = (JsonTypeInfo<WorkflowInstance>)new JsonSerializerOptions(InstanceJsonContext.Default.Options)
    {
        TypeInfoResolver = InstanceJsonContext.Default.WithAddedModifier(LeaveOutWhatIsEmpty),
    }.GetTypeInfo(typeof(WorkflowInstance));

    public static byte[] Write(WorkflowInstance instance) => JsonSerializer.SerializeToUtf8Bytes(instance, s_instance);

    public static WorkflowInstance ReadInstance(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, s_instance)!;

    public static byte[] Write(InstanceEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, InstanceJsonContext.Default.InstanceEvent);

    public static InstanceEvent ReadEvent(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, InstanceJsonContext.Default.InstanceEvent)!;

    private static void LeaveOutWhatIsEmpty(JsonTypeInfo type)
    {
        if (type.Type != typeof(WorkflowInstance))
        {
            return;
        }

        foreach (var property in type.Properties.Where(p => p.PropertyType.IsAssignableTo(typeof(ICollection))))
        {
            property.ShouldSerialize = static (_, value) => value is ICollection { Count: > 0 };
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkflowInstance))]
[JsonSerializable(typeof(InstanceEvent))]
internal sealed partial class InstanceJsonContext : JsonSerializerContext;
