using System.Collections.Immutable;
using Workflows.Engine.Storage;

namespace Workflows.Web.Features.Instances;

/// <summary>An event in a timeline.</summary>
/// <param name="Position">Its number in the instance.</param>
/// <param name="At">When it happened.</param>
/// <param name="Line">What it says.</param>
public sealed record TimelineEvent(long Position, DateTimeOffset At, EventLine Line);

/// <summary>Turns history into a timeline for people.</summary>
internal static class Timeline
{
    /// <summary>The events in words.</summary>
    /// <param name="history">Events in the order of their positions.</param>
    /// <param name="text">Says them.</param>
    /// <param name="newestFirst">Whether the last event comes first.</param>
    /// <param name="withDetails">Whether events that only say how the engine worked are there, too.</param>
    public static ImmutableArray<TimelineEvent> Of(IReadOnlyList<HistoryEntry> history, EventText text, bool newestFirst, bool withDetails)
    {
        var said = history
            .Select(entry => new TimelineEvent(entry.Position, entry.Event.At, text.Of(entry.Event)))
            .Where(happened => withDetails || !happened.Line.IsDetail);
        return newestFirst ? [.. said.Reverse()] : [.. said];
    }
}
