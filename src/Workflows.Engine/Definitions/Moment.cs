using System.Globalization;
using System.Xml;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions;

/// <summary>
/// A moment told relative to now or by the calendar: an ISO 8601 duration (<c>PT4H</c>), an RFC 3339 instant with its offset
/// (<c>2026-01-31T10:00:00Z</c>), or an expression that gives a duration or a timestamp.
/// </summary>
public sealed record Moment
{
    private Moment(string source) => Source = source;

    /// <summary>The moment as it was written.</summary>
    public string Source { get; }

    /// <summary>The duration from now, when the moment was written as one.</summary>
    public TimeSpan? After { get; private init; }

    /// <summary>The instant, when the moment was written as one.</summary>
    public DateTimeOffset? At { get; private init; }

    /// <summary>The expression that gives a duration or a timestamp, when the moment was written as one.</summary>
    public Expression? Expression { get; private init; }

    /// <summary>A moment a fixed time from now.</summary>
    public static Moment In(TimeSpan after) => new(XmlConvert.ToString(after)) { After = after };

    /// <summary>Reads a duration, an instant or an expression.</summary>
    /// <exception cref="ExpressionException"><paramref name="source"/> is none of them; the error names the character.</exception>
    public static Moment Parse(string source)
    {
        if (source is ['P' or 'p', ..] && TryDuration(source, out var after))
        {
            return new Moment(source) { After = after };
        }

        if (source is [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't' or ' ', ..]
            && DateTimeOffset.TryParse(source, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            && (source.EndsWith('Z') || source.AsSpan(10..).IndexOfAny('+', '-') >= 0))
        {
            return new Moment(source) { At = at };
        }

        return new Moment(source) { Expression = Expression.Parse(source) };
    }

    /// <summary>Two moments are the same when they were written the same.</summary>
    public bool Equals(Moment? other) => other?.Source == Source;

    /// <inheritdoc/>
    public override int GetHashCode() => Source.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Source;

    private static bool TryDuration(string source, out TimeSpan duration)
    {
        try
        {
            duration = XmlConvert.ToTimeSpan(source.ToUpperInvariant());
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            duration = default;
            return false;
        }
    }
}
