using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Workflows.Engine.Expressions;

/// <summary>
/// Reads of JSON that may hold what .NET refuses: lone surrogates (<c>"\ud800"</c>) and invalid UTF-8 make System.Text.Json throw
/// InvalidOperationException, numbers may be beyond a decimal. A disposed document is the caller's bug and still throws.
/// </summary>
internal static class JsonAccess
{
    public static bool TryGetText(JsonElement json, out string text)
    {
        try
        {
            text = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>False when the number is too large for a decimal, or so small that it would become zero.</summary>
    public static bool TryGetNumber(JsonElement json, out decimal number)
    {
        var raw = JsonMarshal.GetRawUtf8Value(json);
        return Utf8Parser.TryParse(raw, out number, out var consumed) && consumed == raw.Length && (number != 0 || IsZero(raw));
    }

    /// <summary>Finds a property. False when the names of the object cannot be read; a property that is not there is <c>default</c>.</summary>
    public static bool TryGetProperty(JsonElement json, ReadOnlySpan<byte> name, out JsonElement property)
    {
        try
        {
            if (!json.TryGetProperty(name, out property))
            {
                property = default;
            }

            return true;
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            property = default;
            return false;
        }
    }

    public static bool TryGetName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            name = "";
            return false;
        }
    }

    /// <summary>Whether a JSON text equals a text. False in <paramref name="equal"/>'s stead when the JSON text is not valid Unicode.</summary>
    public static bool TryTextEquals(JsonElement json, string text, out bool equal)
    {
        try
        {
            equal = json.ValueEquals(text);
            return true;
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            equal = false;
            return false;
        }
    }

    /// <summary>The bytes between the quotes, escapes and all.</summary>
    public static ReadOnlySpan<byte> RawText(JsonElement json) => JsonMarshal.GetRawUtf8Value(json)[1..^1];

    public static int RawLength(JsonElement json) => JsonMarshal.GetRawUtf8Value(json).Length;

    private static bool IsZero(ReadOnlySpan<byte> raw)
    {
        var exponent = raw.IndexOfAny((byte)'e', (byte)'E');
        return !(exponent < 0 ? raw : raw[..exponent]).ContainsAnyInRange((byte)'1', (byte)'9');
    }
}
