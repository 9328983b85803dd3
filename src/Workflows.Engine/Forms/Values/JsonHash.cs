using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Workflows.Engine.Forms.Values;

/// <summary>
/// Hashes that agree with <see cref="JsonElement.DeepEquals"/>: numbers by value, members in any order, texts without their escapes. Seeded per
/// process, so data cannot be made to collide.
/// </summary>
internal static class JsonHash
{
    public static int Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return OfText(JsonMarshal.GetRawUtf8Value(element)[1..^1]);
            case JsonValueKind.Number:
                return JsonNumber.Read(element).Hash();
            case JsonValueKind.Array:
                var items = default(HashCode);
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(Of(item));
                }

                return items.ToHashCode();
            case JsonValueKind.Object:
                var members = 1;
                foreach (var property in element.EnumerateObject())
                {
                    members += HashCode.Combine(OfText(JsonMarshal.GetRawUtf8PropertyName(property)), Of(property.Value));
                }

                return members;
            default:
                return (int)element.ValueKind;
        }
    }

    /// <summary>Hash of a text given as raw JSON bytes without the quotes.</summary>
    public static int OfText(ReadOnlySpan<byte> raw)
    {
        var hash = default(HashCode);
        hash.AddBytes(raw.Contains((byte)'\\') ? Unescape(raw) : raw);
        return hash.ToHashCode();
    }

    /// <summary>The text behind raw JSON bytes that hold escapes, as UTF-8.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> raw)
    {
        var quoted = new byte[raw.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        raw.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return Encoding.UTF8.GetBytes(reader.GetString()!);
    }
}
