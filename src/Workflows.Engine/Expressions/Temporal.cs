using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions;

/// <summary>ISO 8601 dates, timestamps and durations, read strictly and written in one form.</summary>
internal static class Temporal
{
    /// <summary>Reads the argument of <c>date</c>, <c>timestamp</c> or <c>duration</c>.</summary>
    public static bool TryParse(Function function, string text, out Value value)
    {
        value = default;
        switch (function)
        {
            case Function.Date when TryParseDate(text, out var date):
                value = Value.Of(date);
                return true;
            case Function.Timestamp when TryParseTimestamp(text, out var timestamp):
                value = Value.Of(timestamp);
                return true;
            case Function.Duration when DurationText.TryParse(text, out var duration):
                value = Value.Of(duration);
                return true;
            default:
                return false;
        }
    }

    private static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && IsAscii(text);

    /// <summary>Reads RFC 3339; the offset is required. Digits beyond 100 ns are dropped: .NET has no room for them.</summary>
    private static bool TryParseTimestamp(string text, out DateTimeOffset timestamp)
    {
        timestamp = default;
        if (text.Length < 20 || !IsAscii(text) || text[10] is not ('T' or 't') || !TryTake(text.AsSpan(0, 10), text.AsSpan(11, 8), out var local))
        {
            return false;
        }

        var rest = text.AsSpan(19);
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits < 1)
            {
                return false;
            }

            Span<char> ticks = ['0', '0', '0', '0', '0', '0', '0'];
            rest.Slice(1, Math.Min(digits, 7)).CopyTo(ticks);
            local = local.AddTicks(long.Parse(ticks, NumberStyles.None, CultureInfo.InvariantCulture));
            rest = rest[(digits + 1)..];
        }

        return TryParseOffset(rest, out var offset) && TryCreate(local, offset, out timestamp);
    }

    public static string Format(in Value value)
    {
        if (value.TryGetDate(out var date))
        {
            return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return value.TryGetTimestamp(out var timestamp) ? Format(timestamp) : DurationText.Format(value.Ticks);
    }

    private static string Format(DateTimeOffset timestamp)
    {
        var text = new StringBuilder(timestamp.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
        return (timestamp.Offset == TimeSpan.Zero
            ? text.Append('Z')
            : text.Append(timestamp.ToString("zzz", CultureInfo.InvariantCulture))).ToString();
    }

    private static bool TryTake(ReadOnlySpan<char> date, ReadOnlySpan<char> time, out DateTime local)
    {
        local = default;
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !TimeOnly.TryParseExact(time, "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return false;
        }

        local = day.ToDateTime(clock);
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-')
            || !TimeOnly.TryParseExact(text[1..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var size))
        {
            return false;
        }

        offset = text[0] == '-' ? -size.ToTimeSpan() : size.ToTimeSpan();
        return offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static bool TryCreate(DateTime local, TimeSpan offset, out DateTimeOffset timestamp)
    {
        timestamp = default;
        var utc = local.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        timestamp = new DateTimeOffset(local, offset);
        return true;
    }

    private static bool IsAscii(string text) => Ascii.IsValid(text);
}
