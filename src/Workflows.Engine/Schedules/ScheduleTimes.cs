using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cronos;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Schedules;

/// <summary>
/// The moments at which a schedule is due. Pure. By cron the wall clock of the time zone decides: what falls into the hour that is skipped in spring is due at its end; in the
/// hour that comes twice in autumn, a fixed time is due once (the first time), and what repeats (<c>*</c>, ranges, steps) goes on repeating. By interval only elapsed time counts.
/// </summary>
public sealed class ScheduleTimes
{
    /// <summary>What the reader of cron expressions says before it says what is wrong.</summary>
    private const string InvalidFormat = "The given cron expression has an invalid format. ";

    /// <summary>The rarest day that cron knows, the 29th of February, is eight years from the next at the most.</summary>
    private static readonly TimeSpan s_furthestBack = TimeSpan.FromDays(40 * 366);

    private readonly Func<DateTimeOffset, DateTimeOffset?> _after;
    private readonly Func<DateTimeOffset, DateTimeOffset?> _atOrBefore;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _until;

    private ScheduleTimes(ScheduleSpec spec, Func<DateTimeOffset, DateTimeOffset?> after, Func<DateTimeOffset, DateTimeOffset?> atOrBefore)
    {
        (_after, _atOrBefore) = (after, atOrBefore);
        _from = spec.From ?? DateTimeOffset.MinValue;
        _until = spec.Until ?? DateTimeOffset.MaxValue;
    }

    /// <summary>Reads the times of a specification; false when they cannot be read here, and <see cref="ScheduleCheck"/> says why.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="createdAt">When the schedule was made: intervals without a beginning are counted from here.</param>
    /// <param name="times">The times.</param>
    public static bool TryRead(ScheduleSpec spec, DateTimeOffset createdAt, [NotNullWhen(true)] out ScheduleTimes? times)
    {
        ArgumentNullException.ThrowIfNull(spec);
        times = (spec.Cron, spec.Every) switch
        {
            ({ } cron, null) when ReadCron(cron).Expression is { } expression && FindZone(spec.TimeZone) is { } zone => new ScheduleTimes(
                spec, moment => expression.GetNextOccurrence(moment, zone), moment => LastOf(expression, zone, moment)),
            (null, { } every) when ReadInterval(every) is { } interval => OfInterval(spec, spec.From ?? Rounded(createdAt, interval), interval),
            _ => null,
        };
        return times is not null;
    }

    /// <summary>The first moment after another one; null when there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        if (moment >= _until)
        {
            return null;
        }

        // The beginning itself may be due.
        var next = _after(moment < _from ? _from.AddTicks(-1) : moment);
        return next <= _until ? next : null;
    }

    /// <summary>The last moment that is not after another one; null when there is none.</summary>
    public DateTimeOffset? AtOrBefore(DateTimeOffset moment)
    {
        if (moment < _from)
        {
            return null;
        }

        var last = _atOrBefore(moment > _until ? _until : moment);
        return last >= _from ? last : null;
    }

    /// <summary>The next moments after another one, at most as many as asked for.</summary>
    public ImmutableArray<DateTimeOffset> Next(DateTimeOffset after, int count) => [.. Between(after, DateTimeOffset.MaxValue).Take(count)];

    /// <summary>The moments after one and not after another, oldest first.</summary>
    internal IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset through)
    {
        for (var next = After(after); next <= through; next = After(next.Value))
        {
            yield return next.Value;
        }
    }

    /// <summary>The moments after one and not after another, latest first.</summary>
    internal IEnumerable<DateTimeOffset> Backwards(DateTimeOffset after, DateTimeOffset through)
    {
        for (var last = AtOrBefore(through); last > after; last = AtOrBefore(last.Value.AddTicks(-1)))
        {
            yield return last.Value;
        }
    }

    /// <summary>A cron expression, or what is wrong with it.</summary>
    internal static (CronExpression? Expression, string? Problem) ReadCron(string text)
    {
        var fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields is not ({ Length: 5 or 6 } or [['@', ..]]))
        {
            return (null, $"A cron expression has five fields (minute, hour, day of the month, month, day of the week), or six with seconds first. This has {fields.Length.ToString(CultureInfo.InvariantCulture)}.");
        }

        try
        {
            return (CronExpression.Parse(text.Trim(), fields.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard), null);
        }
        catch (MissingSeedException)
        {
            return (null, "H (a value of the system's choice) is not known here: write a number.");
        }
        catch (CronFormatException e)
        {
            return (null, e.Message[(e.Message.StartsWith(InvalidFormat, StringComparison.Ordinal) ? InvalidFormat.Length : 0)..]);
        }
    }

    /// <summary>An interval, or null when the text is not a duration of at least a second in whole seconds.</summary>
    internal static TimeSpan? ReadInterval(string text) =>
        DurationText.TryParse(text, out var interval) && interval >= TimeSpan.FromSeconds(1) && interval.Ticks % TimeSpan.TicksPerSecond == 0 && interval <= TimeSpan.FromDays(3660)
            ? interval
            : null;

    /// <summary>A time zone, or null when it is not known here.</summary>
    internal static TimeZoneInfo? FindZone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    /// <summary>
    /// The last moment of a cron expression that is not after another one, by looking forward from ever further back: looking backward would give other moments than looking forward
    /// where the clock is put on.
    /// </summary>
    private static DateTimeOffset? LastOf(CronExpression expression, TimeZoneInfo zone, DateTimeOffset moment)
    {
        for (var width = TimeSpan.FromMinutes(1); width < s_furthestBack; width *= 4)
        {
            if (moment.UtcTicks <= width.Ticks)
            {
                return null;
            }

            var last = default(DateTimeOffset?);
            for (var next = expression.GetNextOccurrence(moment - width, zone); next <= moment; next = expression.GetNextOccurrence(next.Value, zone))
            {
                last = next;
            }

            if (last is not null)
            {
                return last;
            }
        }

        return null;
    }

    private static ScheduleTimes OfInterval(ScheduleSpec spec, DateTimeOffset anchor, TimeSpan interval)
    {
        return new ScheduleTimes(spec, moment => At(Count(moment) + 1), moment => At(Count(moment)));

        // How many intervals lie wholly before a moment, counted from the anchor; negative before it.
        long Count(DateTimeOffset moment) => (long)Math.Floor((decimal)(moment - anchor).Ticks / interval.Ticks);

        DateTimeOffset? At(long count)
        {
            var ticks = anchor.UtcTicks + (Int128)count * interval.Ticks;
            return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset((long)ticks, TimeSpan.Zero) : null;
        }
    }

    /// <summary>Where an interval without a beginning is counted from: a whole minute, or a whole second where the interval is no whole number of minutes.</summary>
    private static DateTimeOffset Rounded(DateTimeOffset moment, TimeSpan interval)
    {
        var unit = interval.Ticks % TimeSpan.TicksPerMinute == 0 ? TimeSpan.TicksPerMinute : TimeSpan.TicksPerSecond;
        return new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % unit), TimeSpan.Zero);
    }
}
