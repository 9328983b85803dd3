using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Workflows.Engine.Forms.Values;

/// <summary>Why a JSON value is not looked at any further.</summary>
internal enum JsonFlaw
{
    None,
    Absent,
    TooLarge,
    TooDeep,
    BrokenText,
    BrokenNumber,
}

/// <summary>
/// One pass over the bytes of a value, without allocation, before anything else touches it. What it lets through cannot make the readers throw:
/// texts are well-formed Unicode (half a surrogate pair is legal JSON, but <see cref="JsonElement.GetString"/> refuses it), numbers have a sane length
/// and exponent, and recursion over the value is bounded.
/// </summary>
internal static class JsonInspector
{
    private const int MaxExponentDigits = 6;

    public static JsonFlaw Inspect(JsonElement element, int maxBytes, out int nodes)
    {
        nodes = 0;
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            return JsonFlaw.Absent;
        }

        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (raw.Length > maxBytes)
        {
            return JsonFlaw.TooLarge;
        }

        if (!Utf8.IsValid(raw))
        {
            return JsonFlaw.BrokenText;
        }

        // The bytes were parsed before, perhaps with laxer settings than ours; nothing here may throw.
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = maxBytes, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        while (reader.Read())
        {
            var flaw = InspectToken(ref reader, ref nodes);
            if (flaw != JsonFlaw.None)
            {
                return flaw;
            }
        }

        return JsonFlaw.None;
    }

    private static JsonFlaw InspectToken(ref Utf8JsonReader reader, ref int nodes)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndArray or JsonTokenType.EndObject:
                return JsonFlaw.None;
            case JsonTokenType.PropertyName:
                return reader.ValueIsEscaped && HasLoneSurrogate(reader.ValueSpan) ? JsonFlaw.BrokenText : JsonFlaw.None;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                nodes++;
                return reader.CurrentDepth >= FormLimits.MaxJsonDepth ? JsonFlaw.TooDeep : JsonFlaw.None;
            case JsonTokenType.String:
                nodes++;
                return reader.ValueIsEscaped && HasLoneSurrogate(reader.ValueSpan) ? JsonFlaw.BrokenText : JsonFlaw.None;
            case JsonTokenType.Number:
                nodes++;
                return IsBrokenNumber(reader.ValueSpan) ? JsonFlaw.BrokenNumber : JsonFlaw.None;
            default:
                nodes++;
                return JsonFlaw.None;
        }
    }

    private static bool IsBrokenNumber(ReadOnlySpan<byte> number)
    {
        if (number.Length > FormLimits.MaxNumberLength)
        {
            return true;
        }

        var e = number.IndexOfAny((byte)'e', (byte)'E');
        return e >= 0 && number[(e + 1)..].TrimStart("+-"u8).TrimStart((byte)'0').Length > MaxExponentDigits;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<byte> escaped)
    {
        var expectLow = false;
        var i = 0;
        while (i < escaped.Length)
        {
            if (escaped[i] != '\\' || escaped[i + 1] != 'u')
            {
                if (expectLow)
                {
                    return true;
                }

                i += escaped[i] == '\\' ? 2 : 1;
                continue;
            }

            var unit = (char)ushort.Parse(escaped.Slice(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (char.IsLowSurrogate(unit) != expectLow)
            {
                return true;
            }

            expectLow = char.IsHighSurrogate(unit);
            i += 6;
        }

        return expectLow;
    }
}
