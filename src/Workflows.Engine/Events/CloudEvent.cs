using System.Text.Json;

namespace Workflows.Engine.Events;

/// <summary>An event as CloudEvents 1.0 write it, in the structured JSON format (cloudevents.io).</summary>
public static class CloudEvent
{
    /// <summary>What the format is called in HTTP.</summary>
    public const string MediaType = "application/cloudevents+json";

    /// <summary>Writes an event: a JSON object in UTF-8.</summary>
    public static byte[] Write(WorkflowEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", happened.Id);
            writer.WriteString("source", $"/workflows/{Uri.EscapeDataString(happened.Tenant.Value)}/{happened.Definition}");
            writer.WriteString("type", happened.Type);
            writer.WriteString("subject", happened.Instance?.ToString() ?? $"{happened.Definition}/{happened.Version}");
            writer.WriteString("time", happened.At);
            writer.WriteString("datacontenttype", "application/json");
            WriteData(writer, happened);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteData(Utf8JsonWriter writer, WorkflowEvent happened)
    {
        writer.WriteStartObject("data");
        writer.WriteString("tenant", happened.Tenant.Value);
        writer.WriteString("definition", happened.Definition);
        writer.WriteString("version", happened.Version.ToString());
        if (happened.Instance is { } instance)
        {
            writer.WriteString("instance", instance.Value);
            writer.WriteNumber("position", happened.Position);
        }

        Text("title", happened.Title);
        Text("reference", happened.Reference);
        Text("step", happened.Step?.Value);
        Text("actor", happened.Actor);
        if (happened.Details is { } details)
        {
            writer.WritePropertyName("details");
            details.WriteTo(writer);
        }

        writer.WriteEndObject();

        void Text(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    }
}
