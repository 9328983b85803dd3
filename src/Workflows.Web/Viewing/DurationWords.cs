namespace Workflows.Web.Viewing;

/// <summary>Lengths of time in words.</summary>
internal static class DurationWords
{
    /// <summary>The two largest units that are not zero, for example "3 days", "1 hour 30 minutes"; less than a second is "no time".</summary>
    public static string Of(TimeSpan length)
    {
        var span = length.Duration();
        (int Count, string Unit)[] parts = [(span.Days, "day"), (span.Hours, "hour"), (span.Minutes, "minute"), (span.Seconds, "second")];
        var told = parts.SkipWhile(part => part.Count == 0).Take(2).Where(part => part.Count > 0).Select(part => Words.Count(part.Count, part.Unit)).ToList();
        return told.Count == 0 ? "no time" : string.Join(' ', told);
    }

    /// <summary>The largest unit, for narrow places: "4 d", "3 h", "12 min", "8 s", "0.4 s".</summary>
    public static string Short(TimeSpan length) => length.Duration() switch
    {
        { TotalDays: >= 1 } span => $"{(int)span.TotalDays} d",
        { TotalHours: >= 1 } span => $"{(int)span.TotalHours} h",
        { TotalMinutes: >= 1 } span => $"{(int)span.TotalMinutes} min",
        { TotalSeconds: >= 10 } span => $"{(int)span.TotalSeconds} s",
        var span => string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{span.TotalSeconds:0.#} s"),
    };
}
