using System.Globalization;

namespace Workflows.Engine.Expressions;

/// <summary>Numbers as text, without losing a digit.</summary>
internal static class DecimalText
{
    /// <summary>Reads a number of the form 12.5e-3. False when a decimal cannot hold exactly this value.</summary>
    public static bool TryParseExact(ReadOnlySpan<char> text, out decimal number)
    {
        // decimal.TryParse rounds what it cannot hold, so the digits are compared with what came out.
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        Span<char> buffer = stackalloc char[64];
        return number.TryFormat(buffer, out var written, provider: CultureInfo.InvariantCulture)
            && SignificantDigits(text) == SignificantDigits(buffer[..written]);
    }

    private static string SignificantDigits(ReadOnlySpan<char> text)
    {
        var exponent = text.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? text : text[..exponent];
        return mantissa.ToString().Replace(".", "", StringComparison.Ordinal).Trim('0');
    }
}
