using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Definitions;

/// <summary>
/// The name of a step inside its definition: a letter or underscore, then up to 63 letters, digits, underscores or hyphens.
/// It is what edges, histories and data paths refer to; people read <see cref="Step.Name"/>.
/// </summary>
[JsonConverter(typeof(StepIdJsonConverter))]
public readonly record struct StepId(string Value)
{
    /// <summary>Whether <paramref name="value"/> may name a step.</summary>
    public static bool IsValid(string? value) =>
        value is { Length: > 0 and <= 64 } && (char.IsAsciiLetter(value[0]) || value[0] == '_')
        && value.AsSpan().IndexOfAnyExcept(s_allowed) < 0;

    /// <summary>Wraps a string; the definition validator reports invalid ones at their place.</summary>
    public static implicit operator StepId(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    private static readonly System.Buffers.SearchValues<char> s_allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
}

internal sealed class StepIdJsonConverter : JsonConverter<StepId>
{
    public override StepId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, StepId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override StepId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, StepId value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}
