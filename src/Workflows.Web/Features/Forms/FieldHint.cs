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
        return Amount(bounds.MinLength > 1 ? bounds.MinLength : null, max, "character", "characters", culture);
    }

    private static string? Count(ValueBounds bounds, CultureInfo culture)
    {
        return Amount(bounds.MinItems > 0 ? bounds.MinItems : null, bounds.MaxItems, "entry", "entries", culture);
    }

    private static string? Amount(int? min, int? max, string one, string many, CultureInfo culture)
    {
        return (min, max) switch
        {
            (null, null) => null,
            (null, { } most) => $"At most {Things(most)}",
            ({ } least, null) => $"At least {Things(least)}",
            ({ } least, { } most) when least == most => Things(most),
            ({ } least, { } most) => string.Create(culture, $"{least:N0} to {Things(most)}"),
        };

        string Things(int count)
        {
            return string.Create(culture, $"{count:N0} {(count == 1 ? one : many)}");
        }
    }

    private static string? Range(string what, ValueBounds bounds, CultureInfo culture)
    {
        var range = (bounds.Minimum, bounds.Above, bounds.Maximum, bounds.Below) switch
        {
            ({ } min, _, { } max, _) => $" from {Number(min)} to {Number(max)}",
            ({ } min, _, _, { } below) => $" from {Number(min)}, less than {Number(below)}",
            ({ } min, _, _, _) => $" from {Number(min)}",
            (_, { } above, { } max, _) => $" more than {Number(above)}, up to {Number(max)}",
            (_, { } above, _, { } below) => $" more than {Number(above)}, less than {Number(below)}",
            (_, { } above, _, _) => $" more than {Number(above)}",
            (_, _, { } max, _) => $" up to {Number(max)}",
            (_, _, _, { } below) => $" less than {Number(below)}",
            _ => "",
        };
        var step = bounds.Step switch
        {
            null or 1 => "",
            0.1m => ", with one decimal at most",
            0.01m => ", with two decimals at most",
            { } unit => $", in steps of {Number(unit)}",
        };
        return range.Length + step.Length == 0 ? null : what + range + step;

        string Number(decimal value)
        {
            return NumberText.ForReading(value, culture);
        }
    }
}
