using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine;

/// <summary>Whose data a row is. Every durable row, query and cache key carries one; who needs only one tenant uses <see cref="Default"/>.</summary>
[JsonConverter(typeof(TenantIdJsonConverter))]
public readonly record struct TenantId(string Value)
{
    /// <summary>The tenant of an installation that has only one.</summary>
    public static TenantId Default { get; } = new("default");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

internal sealed class TenantIdJsonConverter : JsonConverter<TenantId>
{
    public override TenantId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, TenantId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
