using System.Globalization;
using System.Xml;

namespace Workflows.Web.Features.Schedules;

/// <summary>The units in which people say intervals.</summary>
internal enum IntervalUnit
{
    Second,
    Minute,
    Hour,
    Day,
}

/// <summary>Intervals as people say them, and as they are written.</summary>
internal static class IntervalUnits
{
    /// <summary>The largest unit of which an interval is a whole number, and that number; 0 when it is no interval.</summary>
    public static (int Count, IntervalUnit Unit) Split(string every)
    {
        long seconds;
        try
        {
            seconds = (long)XmlConvert.ToTimeSpan(every).TotalSeconds;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return (0, IntervalUnit.Hour);
        }

        var unit = seconds % 86_400 == 0 ? IntervalUnit.Day : seconds % 3600 == 0 ? IntervalUnit.Hour : seconds % 60 == 0 ? IntervalUnit.Minute : IntervalUnit.Second;
        return ((int)(seconds / SecondsOf(unit)), unit);
    }

    /// <summary>An interval as ISO 8601 writes it.</summary>
    public static string Text(int count, IntervalUnit unit)
    {
        var number = count.ToString(CultureInfo.InvariantCulture);
        return unit switch
        {
            IntervalUnit.Day => $"P{number}D",
            IntervalUnit.Hour => $"PT{number}H",
            IntervalUnit.Minute => $"PT{number}M",
            _ => $"PT{number}S",
        };
    }

    /// <summary>The word for one.</summary>
    public static string NameOf(IntervalUnit unit) => unit.ToString().ToLowerInvariant();

    private static int SecondsOf(IntervalUnit unit) => unit switch
    {
        IntervalUnit.Day => 86_400,
        IntervalUnit.Hour => 3600,
        IntervalUnit.Minute => 60,
        _ => 1,
    };
}
