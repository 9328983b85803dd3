using System.Globalization;
using System.Text.Json;

namespace Workflows.Web.Features.Forms;

/// <summary>One place of a UI schema: <c>ui:x</c>, or <c>x</c> under <c>ui:options</c>, as react-jsonschema-form has it.</summary>
internal readonly struct UiHints(JsonElement? place)
{
    private readonly JsonElement? _place = place is { ValueKind: JsonValueKind.Object } ? place : null;

    public JsonElement? Get(string name)
    {
        if (_place is not { } hints)
        {
            return null;
        }

        return hints.TryGetProperty($"ui:{name}", out var value)
            || (hints.TryGetProperty("ui:options", out var options) && options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out value))
            ? value
            : null;
    }

    public string? Text(string name)
    {
        return Get(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
    }

    /// <summary>True or false when the hint says so, else null.</summary>
    public bool? Flag(string name)
    {
        return Get(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
    }

    public int? Count(string name)
    {
        return Get(name) is { } value && int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }

    public List<string> Names(string name)
    {
        return Get(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];
    }

    public UiHints Child(string name)
    {
        return new UiHints(_place is { } hints && hints.TryGetProperty(name, out var child) ? child : null);
    }
}
