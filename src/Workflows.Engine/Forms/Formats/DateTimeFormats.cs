namespace Workflows.Engine.Forms.Formats;

/// <summary>Dates, times and durations of RFC 3339, to the letter: ASCII digits only, leap years and leap seconds included.</summary>
internal static class DateTimeFormats
{
    private const int MinutesPerDay = 24 * 60;

    public static bool IsDate(ReadOnlySpan<char> text)
    {
        return text.Length == 10
            && text[4] == '-'
            && text[7] == '-'
            && TryDigits(text[..4], out var year)
            && TryDigits(text[5..7], out var month)
            && TryDigits(text[8..], out var day)
            && month is >= 1 and <= 12
            && day >= 1
            && day <= DaysIn(year, month);
    }

    public static bool IsDateTime(ReadOnlySpan<char> text)
    {
        return text.Length > 11 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]);
    }

    public static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 9
            || text[2] != ':'
            || text[5] != ':'
            || !TryDigits(text[..2], out var hour)
            || !TryDigits(text[3..5], out var minute)
            || !TryDigits(text[6..8], out var second)
            || hour > 23
            || minute > 59
            || second > 60)
        {
            return false;
        }

        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = 1;
            while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
            {
                digits++;
            }

            if (digits == 1)
            {
                return false;
            }

            rest = rest[digits..];
        }

        // A leap second is the last one of a day in UTC.
        return TryOffset(rest, out var offset)
            && (second < 60 || ((hour * 60) + minute - offset + (2 * MinutesPerDay)) % MinutesPerDay == MinutesPerDay - 1);
    }

    /// <summary>The durations of RFC 3339: units in order without gaps, or weeks alone; whole numbers only.</summary>
    public static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[0] != 'P')
        {
            return false;
        }

        var rest = text[1..];
        var separator = rest.IndexOf('T');
        if (separator < 0)
        {
            return HasUnits(rest, "YMD") || HasUnits(rest, "W");
        }

        return (separator == 0 || HasUnits(rest[..separator], "YMD")) && HasUnits(rest[(separator + 1)..], "HMS");
    }

    private static bool HasUnits(ReadOnlySpan<char> text, string units)
    {
        var last = -1;
        while (text.Length > 0)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            var unit = digits <= 0 ? -1 : units.IndexOf(text[digits], StringComparison.Ordinal);
            if (unit < 0 || unit <= last || (last >= 0 && unit != last + 1))
            {
                return false;
            }

            last = unit;
            text = text[(digits + 1)..];
        }

        return last >= 0;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6
            || text[0] is not ('+' or '-')
            || text[3] != ':'
            || !TryDigits(text[1..3], out var hour)
            || !TryDigits(text[4..], out var minute)
            || hour > 23
            || minute > 59)
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }

    private static int DaysIn(int year, int month)
    {
        return month switch
        {
            2 => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28,
            4 or 6 or 9 or 11 => 30,
            _ => 31,
        };
    }
}
