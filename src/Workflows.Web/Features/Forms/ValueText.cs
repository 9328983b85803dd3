using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

/// <summary>Values in words, for reading: the labels of choices, yes and no, numbers and dates as the viewer writes them.</summary>
internal static class ValueText
{
    /// <summary>The words for a single value; null when there is none. Objects and arrays are not single values.</summary>
    public static string? Of(FieldSpec? spec, JsonNode? value, FieldText text)
    {
        if (spec?.Choices.FirstOrDefault(choice => JsonNode.DeepEquals(JsonSerializer.SerializeToNode(choice.Value), value)) is { } chosen)
        {
            return chosen.Label;
        }

        switch (value?.GetValueKind())
        {
            case null or JsonValueKind.Null:
                return null;
            case JsonValueKind.True:
                return "Yes";
            case JsonValueKind.False:
                return "No";
            case JsonValueKind.Number:
                return FieldText.AsDecimal(value) is { } number ? NumberText.ForReading(number, text.Culture) : value.ToJsonString();
            case JsonValueKind.String:
                var words = value.GetValue<string>();
                return words.Length == 0 ? null : OfText(spec?.Kind, words, text);
            default:
                return value.ToJsonString();
        }
    }

    private static string OfText(FieldKind? kind, string words, FieldText text)
    {
        return kind switch
        {
            FieldKind.Date when DateOnly.TryParseExact(words, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) =>
                date.ToString("d MMM yyyy", text.Culture),
            FieldKind.DateTime when FieldText.TryReadInstant(words, out var instant) =>
                TimeZoneInfo.ConvertTime(instant, text.Zone).ToString("d MMM yyyy, HH:mm", text.Culture),
            FieldKind.Time when FieldText.TryReadTime(words, out var time) => time.ToString("HH:mm", text.Culture),
            _ => words,
        };
    }
}
