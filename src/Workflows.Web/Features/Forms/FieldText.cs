using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Web.Features.Forms;

/// <summary>Between the values of a form and the texts of its inputs. Dates and times are what the browser's inputs want and give.</summary>
/// <param name="Culture">How numbers are written.</param>
/// <param name="Zone">Whose clock times are told by.</param>
internal sealed record FieldText(CultureInfo Culture, TimeZoneInfo Zone)
{
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>The text an input shows for a value; empty when it has no way to show it.</summary>
    public string Show(FieldKind kind, JsonNode? value)
    {
        if (value is null)
        {
            return "";
        }

        var text = value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return kind switch
        {
            FieldKind.Number or FieldKind.Integer => value.GetValueKind() is JsonValueKind.Number && AsDecimal(value) is { } number
                ? NumberText.ForInput(number, Culture)
                : text,
            FieldKind.Date => DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : "",
            FieldKind.Time => TryReadTime(text, out var time) ? time.ToString(FormatOf(time), CultureInfo.InvariantCulture) : "",
            FieldKind.DateTime => TryReadInstant(text, out var instant)
                ? $"{TimeZoneInfo.ConvertTime(instant, Zone).DateTime.ToString(DateFormat, CultureInfo.InvariantCulture)}T{ShowTimeOf(instant)}"
                : "",
            _ => text,
        };
    }

    /// <summary>The value a text means: null for no answer.</summary>
    /// <returns>False when it means nothing to this field; what was typed should stay where it is then.</returns>
    public bool TryRead(FieldKind kind, string? typed, out JsonNode? value)
    {
        // Blanks around a single line are accidents of copying.
        var text = typed ?? "";
        var trimmed = text.Trim();
        value = null;
        if (trimmed.Length == 0)
        {
            return true;
        }

        switch (kind)
        {
            case FieldKind.LongText:
                value = JsonValue.Create(text);
                return true;
            case FieldKind.Number or FieldKind.Integer:
                value = NumberText.TryParse(trimmed, Culture, out var number) ? JsonValue.Create(number) : null;
                return value is not null;
            case FieldKind.Time:
                value = TimeOnly.TryParse(trimmed, CultureInfo.InvariantCulture, out var time) ? JsonValue.Create(WithOffset(time)) : null;
                return value is not null;
            case FieldKind.DateTime:
                value = DateTime.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? JsonValue.Create(WithOffset(local)) : null;
                return value is not null;
            default:
                value = JsonValue.Create(trimmed);
                return true;
        }
    }

    /// <summary>A number without rounding; null when no decimal holds it.</summary>
    public static decimal? AsDecimal(JsonNode value)
    {
        return decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static bool TryReadInstant(string text, out DateTimeOffset instant)
    {
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    /// <summary>The time of day on the clock that a time was told by; its offset does not matter to a person.</summary>
    public static bool TryReadTime(string text, out TimeOnly time)
    {
        return TimeOnly.TryParse(text.Length > 8 ? text[..8] : text, CultureInfo.InvariantCulture, out time);
    }

    private static string FormatOf(TimeOnly time)
    {
        return time.Second == 0 ? "HH:mm" : "HH:mm:ss";
    }

    private string ShowTimeOf(DateTimeOffset instant)
    {
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);
        return time.ToString(FormatOf(time), CultureInfo.InvariantCulture);
    }

    // RFC 3339 wants an offset. A time of day has no date that would tell summer from winter, so it gets the zone's standard one.
    private string WithOffset(TimeOnly time)
    {
        return $"{time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}{Offset(Zone.BaseUtcOffset)}";
    }

    private string WithOffset(DateTime local)
    {
        return $"{local.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)}{Offset(Zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)))}";
    }

    private static string Offset(TimeSpan offset)
    {
        return offset == TimeSpan.Zero ? "Z" : $"{(offset < TimeSpan.Zero ? "-" : "+")}{offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture)}";
    }
}
