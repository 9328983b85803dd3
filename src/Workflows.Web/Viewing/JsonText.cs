using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workflows.Web.Viewing;

/// <summary>JSON as people read it.</summary>
internal static class JsonText
{
    // What is shown is text in the page, never markup: letters may stay as they are.
    private static readonly JsonSerializerOptions s_indented = new(JsonSerializerOptions.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value over several lines.</summary>
    public static string Indented(JsonElement value) => JsonSerializer.Serialize(value, s_indented);

    /// <summary>The document over several lines.</summary>
    public static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Indented(document.RootElement);
    }

    /// <summary>Any value over several lines, with names in camel case.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, s_indented);
}
