using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Events;

/// <summary>How events and webhooks are written to stores: generated code, names in camel case, enums as their lower-case names, nulls left out.</summary>
internal static class EventJson
{
    /// <summary>How the details of an event are written.</summary>
    public static JsonSerializerOptions DetailOptions { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static byte[] Write(WorkflowEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, EventJsonContext.Default.WorkflowEvent);

    public static WorkflowEvent ReadEvent(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, EventJsonContext.Default.WorkflowEvent)!;

    public static string Write(Webhook webhook) => JsonSerializer.Serialize(webhook, EventJsonContext.Default.Webhook);

    public static Webhook ReadWebhook(string json) => JsonSerializer.Deserialize(json, EventJsonContext.Default.Webhook)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkflowEvent))]
[JsonSerializable(typeof(Webhook))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
