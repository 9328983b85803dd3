using System.Globalization;

namespace Workflows.Web.Features.Forms;

/// <summary>Says what a field accepts before it complains, when its author has not said anything.</summary>
internal static class FieldHint
{
    // Nobody needs to know that 10,000 characters would be too many.
    private const int LongestWorthTelling = 1000;

    public static string? Of(FieldSpec spec, CultureInfo culture, TimeZoneInfo zone)
    {
        if (spec.Kind is FieldKind.Time or FieldKind.DateTime)
        {
            return $"In the time zone {zone.Id}";
        }

        if (spec.Help is not null || spec.Description is not null)
        {
            return null;
        }

        return spec.Kind switch
        {
            FieldKind.Text or FieldKind.LongText => Length(spec.Bounds, culture),
            FieldKind.Email => "Such as name@example.com",
            FieldKind.Uri => "Such as https://example.com",
            FieldKind.Number => Range("A number", spec.Bounds, culture),
            FieldKind.Integer => Range("A whole number", spec.Bounds, culture),
            FieldKind.List or FieldKind.ManyChoices => Count(spec.Bounds, culture),
            _ => null,
        };
    }

    private static string? Length(ValueBounds bounds, CultureInfo culture)
    {
        var max = bounds.MaxLength <= LongestWorthTelling ? bounds.MaxLength : null;
        return Amount(bounds.MinLength > 1 ? bounds.MinLength : null, max, "characters", culture);
    }

    private static string? Count(ValueBounds bounds, CultureInfo culture)
    {
        return Amount(bounds.MinItems > 0 ? bounds.MinItems : null, bounds.MaxItems, "entries", culture);
    }

    private static string? Amount(int? min, int? max, string things, CultureInfo culture)
    {
        return (min, max) switch
        {
            (null, null) => null,
            (null, { } most) => string.Create(culture, $"At most {most:N0} {things}"),
            ({ } least, null) => string.Create(culture, $"At least {least:N0} {things}"),
            ({ } least, { } most) when least == most => string.Create(culture, $"{least:N0} {things}"),
            ({ } least, { } most) => string.Create(culture, $"{least:N0} to {most:N0} {things}"),
        };
    }

    private static string? Range(string what, ValueBounds bounds, CultureInfo culture)
    {
        var low = bounds.Minimum is { } min ? $"from {NumberText.ForReading(min, culture)}"
            : bounds.Above is { } above ? $"more than {NumberText.ForReading(above, culture)}"
            : null;
        var high = bounds.Maximum is { } max ? $"up to {NumberText.ForReading(max, culture)}"
            : bounds.Below is { } below ? $"less than {NumberText.ForReading(below, culture)}"
            : null;
        var step = bounds.Step is { } unit && unit != 1 ? $"in steps of {NumberText.ForReading(unit, culture)}" : null;
        string?[] words = [low, high, step];
        return Array.TrueForAll(words, word => word is null) ? null : $"{what} {string.Join(", ", words.OfType<string>())}";
    }
}
