using System.Globalization;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Schedules;

/// <summary>Says a cron expression in words, as far as people would say it; what nobody would say stays an expression.</summary>
internal static class CronWords
{
    private static readonly string[] s_days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] s_dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private static readonly string[] s_monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] s_ordinals = ["", "first", "second", "third", "fourth", "fifth"];

    /// <summary>For example "Monday to Friday at 08:30"; null when it cannot be said.</summary>
    public static string? Of(string cron)
    {
        var fields = Expanded(cron.Trim()).ToUpperInvariant().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 5)
        {
            fields = ["0", .. fields];
        }

        return fields is [var second, var minute, var hour, var day, var month, var weekday]
            && TimesOf(second, minute, hour) is { } times && DaysOf(day, weekday) is { } days && MonthsOf(month) is { } months
            ? Sentence(times, days, months)
            : null;
    }

    private static string Expanded(string cron) => cron.ToLowerInvariant() switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        "@every_minute" => "* * * * *",
        "@every_second" => "* * * * * *",
        _ => cron,
    };

    private static string Sentence((string Text, bool IsFixed) times, string days, string months)
    {
        // "Every day at 08:00", but "Every 5 minutes" without a day.
        var every = days.Length == 0 && times.IsFixed ? "every day" : days;
        var parts = times.IsFixed ? new[] { every, times.Text, months } : [times.Text, days, months];
        var text = string.Join(' ', parts.Where(part => part.Length > 0));
        return string.Create(text.Length, text, (span, source) =>
        {
            source.CopyTo(span);
            span[0] = char.ToUpperInvariant(span[0]);
        });
    }

    private static (string Text, bool IsFixed)? TimesOf(string second, string minute, string hour)
    {
        if (second != "0")
        {
            return (Step(second, 60), minute, hour) switch
            {
                (1, "*", "*") => ("every second", false),
                ({ } step, "*", "*") => ($"every {step} seconds", false),
                _ when Number(second) is { } s && Numbers(minute) is [var m] && Numbers(hour) is { } at => (At(at.Select(h => Clock(h, m, s))), true),
                _ => null,
            };
        }

        switch ((Step(minute, 60), hour))
        {
            case (1, "*"):
                return ("every minute", false);
            case ({ } step, "*"):
                return ($"every {step} minutes", false);
            case ({ } step, _) when Range(hour) is var (first, last):
                return ($"{(step == 1 ? "every minute" : $"every {step} minutes")} from {Clock(first, 0)} to {Clock(last, 60 - step)}", false);
        }

        if (Numbers(minute) is not { } minutes)
        {
            return null;
        }

        if (Numbers(hour) is { } hours && hours.Count * minutes.Count <= 6)
        {
            return (At(hours.SelectMany(h => minutes.Select(m => Clock(h, m)))), true);
        }

        var past = minutes is [0] ? "" : $" at minute {Words.List(minutes.Select(Text))}";
        return (Step(hour, 24), Range(hour)) switch
        {
            (1, _) => ($"every hour{past}", false),
            ({ } step, _) => ($"every {step} hours{past}", false),
            (_, var (first, last)) => ($"every hour{past} from {Clock(first, 0)} to {Clock(last, minutes[^1])}", false),
            _ => null,
        };
    }

    private static string? DaysOf(string day, string weekday) => (day, weekday) switch
    {
        ("*" or "?", "*" or "?") => "",
        ("*" or "?", "1-5" or "MON-FRI") => "Monday to Friday",
        ("*" or "?", "0,6" or "6,0" or "SAT,SUN" or "6-7") => "Saturday and Sunday",
        ("*" or "?", [.. var name, 'L']) when Weekday(name) is { } d => $"on the last {s_days[d]} of the month",
        ("*" or "?", _) when weekday.Split('#') is [var name, var nth] && Weekday(name) is { } d && Number(nth) is >= 1 and <= 5 and var n =>
            $"on the {s_ordinals[n]} {s_days[d]} of the month",
        ("*" or "?", _) when weekday.Split('-') is [var from, var to] && Weekday(from) is { } f && Weekday(to) is { } t => $"{s_days[f]} to {s_days[t]}",
        ("*" or "?", _) when weekday.Split(',').Select(Weekday).ToList() is var some && some.TrueForAll(d => d is not null) =>
            some.Count == 1 ? $"every {s_days[some[0]!.Value]}" : Words.List(some.Select(d => s_days[d!.Value])),
        ("L", "*" or "?") => "on the last day of the month",
        ("LW", "*" or "?") => "on the last weekday of the month",
        (_, "*" or "?") when Step(day, 31) is > 1 and var step => $"every {Nth(step)} day of the month",
        (_, "*" or "?") when Numbers(day) is { } days => $"on the {Words.List(days.Select(Nth))} of the month",
        _ => null,
    };

    private static string? MonthsOf(string month) => month switch
    {
        "*" => "",
        _ when Step(month, 12) is > 1 and var step => $"every {step} months",
        _ when month.Split('-') is [var from, var to] && Month(from) is { } f && Month(to) is { } t => $"from {NameOf(f)} to {NameOf(t)}",
        _ when month.Split(',').Select(Month).ToList() is var some && some.TrueForAll(m => m is not null) => $"in {Words.List(some.Select(m => NameOf(m!.Value)))}",
        _ => null,
    };

    private static string At(IEnumerable<string> clocks) => $"at {Words.List(clocks)}";

    private static string Clock(int hour, int minute, int? second = null) =>
        second is null ? string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}") : string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}:{second:00}");

    /// <summary>How far apart the values of <c>*</c> or <c>*/n</c> are, when they are equally far apart across the whole unit.</summary>
    private static int? Step(string field, int unit) =>
        field == "*" ? 1 : field.Split('/') is ["*" or "0", var step] && Number(step) is > 0 and var n && (unit == 31 || unit % n == 0) ? n : null;

    private static (int First, int Last)? Range(string field) => field.Split('-') is [var from, var to] && Number(from) is { } first && Number(to) is { } last ? (first, last) : null;

    private static List<int>? Numbers(string field)
    {
        var numbers = field.Split(',').Select(Number).ToList();
        return numbers.TrueForAll(n => n is not null) ? [.. numbers.Select(n => n!.Value).Order()] : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Weekday(string text) => Number(text) is >= 0 and <= 7 and var number ? number % 7 : Array.IndexOf(s_dayNames, text) is >= 0 and var index ? index : null;

    private static int? Month(string text) => Number(text) is >= 1 and <= 12 and var number ? number : Array.IndexOf(s_monthNames, text) is >= 0 and var index ? index + 1 : null;

    private static string NameOf(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Nth(int number) => Text(number) + ((number % 10, number % 100) switch
    {
        (1, not 11) => "st",
        (2, not 12) => "nd",
        (3, not 13) => "rd",
        _ => "th",
    });
}
