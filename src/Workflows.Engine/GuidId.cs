using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine;

/// <summary>An id that is a GUID on disk and on the wire.</summary>
public interface IGuidId<TSelf>
    where TSelf : struct, IGuidId<TSelf>
{
    /// <summary>The id itself, made time-ordered (UUID version 7) so that indexes append.</summary>
    Guid Value { get; }

    /// <summary>Wraps a GUID.</summary>
    static abstract TSelf From(Guid value);
}

internal sealed class GuidIdJsonConverter<TId> : JsonConverter<TId>
    where TId : struct, IGuidId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TId.From(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.From(Guid.Parse(reader.GetString()!));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value.ToString());
}
