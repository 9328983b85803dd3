using System.Globalization;

namespace Workflows.Web.Features.Forms;

/// <summary>Numbers as people type and read them, in their culture.</summary>
internal static class NumberText
{
    /// <summary>
    /// Reads a number. Separators of thousands are accepted where they belong. A single point or comma that cannot be one is the decimal separator,
    /// whatever the culture says: "1.5" is never 15.
    /// </summary>
    public static bool TryParse(string text, CultureInfo culture, out decimal value)
    {
        var format = culture.NumberFormat;
        var plain = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '\u2019'))).Replace('\u2212', '-');
        if (decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, culture, out value))
        {
            return true;
        }

        if (HasGroups(plain, format))
        {
            return decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, culture, out value);
        }

        return plain.Count(c => c is '.' or ',') == 1
            && decimal.TryParse(plain.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>As it stands in an input: no separators of thousands.</summary>
    public static string ForInput(decimal value, CultureInfo culture)
    {
        return value.ToString(culture);
    }

    /// <summary>As it stands in a text.</summary>
    public static string ForReading(decimal value, CultureInfo culture)
    {
        var decimals = (decimal.GetBits(value)[3] >> 16) & 0xFF;
        return value.ToString($"N{decimals}", culture);
    }

    private static bool HasGroups(string text, NumberFormatInfo format)
    {
        var separator = char.IsWhiteSpace(format.NumberGroupSeparator, 0) ? "" : format.NumberGroupSeparator;
        var end = text.IndexOf(format.NumberDecimalSeparator, StringComparison.Ordinal);
        var groups = separator.Length == 0 ? [] : (end < 0 ? text : text[..end]).TrimStart('-', '+').Split(separator);
        return groups.Length > 1 && groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
    }
}
