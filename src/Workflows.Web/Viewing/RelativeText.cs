using System.Globalization;

namespace Workflows.Web.Viewing;

/// <summary>Times in words: how long ago, or how long until.</summary>
internal static class RelativeText
{
    /// <summary>For example "just now", "5 min ago", "in 2 h", "3 days ago"; from 30 days on the date in <paramref name="zone"/>.</summary>
    public static string Of(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var age = now - at;
        var distance = age.Duration();
        if (distance < TimeSpan.FromSeconds(45))
        {
            return age < TimeSpan.Zero ? "in a moment" : "just now";
        }

        if (distance >= TimeSpan.FromDays(30))
        {
            return TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy", CultureInfo.CurrentCulture);
        }

        var amount = distance switch
        {
            _ when distance < TimeSpan.FromMinutes(59.5) => $"{Math.Max(1, (int)Math.Round(distance.TotalMinutes))} min",
            _ when distance < TimeSpan.FromHours(23.5) => $"{(int)Math.Round(distance.TotalHours)} h",
            _ => Days((int)Math.Round(distance.TotalDays)),
        };
        return age < TimeSpan.Zero ? $"in {amount}" : $"{amount} ago";
    }

    /// <summary>The moment itself in the viewer's zone and culture, with the zone's offset.</summary>
    public static string Absolute(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return string.Create(CultureInfo.CurrentCulture, $"{local:D} {local:t} (UTC{local:zzz})");
    }

    private static string Days(int days)
    {
        return days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");
    }
}
