using System.Buffers;
using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions;

/// <summary>ISO 8601 durations of weeks, days, hours, minutes and seconds. Years and months are refused: they have no fixed length.</summary>
internal static class DurationText
{
    private static readonly SearchValues<char> s_numberCharacters = SearchValues.Create("0123456789.,");

    /// <summary>Reads <c>P3D</c>, <c>PT1H30M</c>, <c>-P1W</c>, <c>PT0.5S</c>: units fall in size, only the last one may have a fraction.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-");
        rest = negative ? rest[1..] : rest;
        if (!rest.StartsWith("P") || rest.Length < 3)
        {
            return false;
        }

        rest = rest[1..];
        decimal ticks = 0;
        var lastUnit = long.MaxValue;
        var inTime = false;
        var fraction = false;
        while (!rest.IsEmpty)
        {
            if (rest[0] == 'T' && !inTime && rest.Length > 1)
            {
                inTime = true;
                rest = rest[1..];
                continue;
            }

            var length = rest.IndexOfAnyExcept(s_numberCharacters);
            if (fraction || length is < 1 or > 15 || !TryNumber(rest[..length], out var count, out fraction)
                || Unit(rest[length], inTime) is not { } unit || unit >= lastUnit)
            {
                return false;
            }

            ticks += count * unit;
            lastUnit = unit;
            rest = rest[(length + 1)..];
        }

        if (ticks > long.MaxValue || ticks != decimal.Truncate(ticks))
        {
            return false;
        }

        duration = new TimeSpan(negative ? -(long)ticks : (long)ticks);
        return true;
    }

    /// <summary>Writes ticks as <c>P1DT2H3M4.5S</c>; nothing is <c>PT0S</c>.</summary>
    public static string Format(long ticks)
    {
        if (ticks == 0)
        {
            return "PT0S";
        }

        var rest = (ulong)(ticks < 0 ? -(Int128)ticks : ticks);
        var text = new StringBuilder(ticks < 0 ? "-P" : "P");
        Append(text, ref rest, TimeSpan.TicksPerDay, 'D');
        if (rest > 0)
        {
            text.Append('T');
            Append(text, ref rest, TimeSpan.TicksPerHour, 'H');
            Append(text, ref rest, TimeSpan.TicksPerMinute, 'M');
        }

        return rest == 0 ? text.ToString() : text.Append(ValueText.Plain((decimal)rest / TimeSpan.TicksPerSecond)).Append('S').ToString();
    }

    private static void Append(StringBuilder text, ref ulong ticks, long unit, char letter)
    {
        if (ticks >= (ulong)unit)
        {
            text.Append(CultureInfo.InvariantCulture, $"{ticks / (ulong)unit}").Append(letter);
            ticks %= (ulong)unit;
        }
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out decimal number, out bool fraction)
    {
        var separator = text.IndexOfAny('.', ',');
        fraction = separator >= 0;
        number = 0;
        return separator != 0 && separator != text.Length - 1
            && decimal.TryParse(text.ToString().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static long? Unit(char letter, bool inTime) => (letter, inTime) switch
    {
        ('W', false) => 7 * TimeSpan.TicksPerDay,
        ('D', false) => TimeSpan.TicksPerDay,
        ('H', true) => TimeSpan.TicksPerHour,
        ('M', true) => TimeSpan.TicksPerMinute,
        ('S', true) => TimeSpan.TicksPerSecond,
        _ => null,
    };
}
