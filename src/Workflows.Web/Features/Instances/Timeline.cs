using System.Collections.Immutable;
using Workflows.Engine.Storage;

namespace Workflows.Web.Features.Instances;

/// <summary>An event in a timeline.</summary>
/// <param name="Position">Its number in the instance.</param>
/// <param name="At">When it happened.</param>
/// <param name="Step">The id of the step it is about; null when it is about the instance.</param>
/// <param name="Line">What it says.</param>
public sealed record TimelineEvent(long Position, DateTimeOffset At, string? Step, EventLine Line);

/// <summary>A piece of a timeline: an event that matters, or some that only say how the engine worked, folded into one line.</summary>
/// <param name="Events">One event, or all of the fold, in the order they are shown.</param>
/// <param name="IsFold">Whether it is a fold.</param>
public sealed record TimelineItem(ImmutableArray<TimelineEvent> Events, bool IsFold)
{
    /// <summary>The number of the earliest event: stays the same while later events are added to a fold.</summary>
    public long Key => Events.Min(e => e.Position);
}

/// <summary>Turns history into a timeline for people.</summary>
internal static class Timeline
{
    /// <summary>The events in words, details beside each other folded together.</summary>
    /// <param name="history">Events in the order of their positions.</param>
    /// <param name="text">Says them.</param>
    /// <param name="newestFirst">Whether the last event comes first.</param>
    public static ImmutableArray<TimelineItem> Of(IEnumerable<HistoryEntry> history, EventText text, bool newestFirst)
    {
        var items = ImmutableArray.CreateBuilder<TimelineItem>();
        var fold = new List<TimelineEvent>();
        foreach (var entry in newestFirst ? history.Reverse() : history)
        {
            var said = new TimelineEvent(entry.Position, entry.Event.At, entry.Event.About?.Value, text.Of(entry.Event));
            if (said.Line.IsDetail)
            {
                fold.Add(said);
                continue;
            }

            CloseFold();
            items.Add(new TimelineItem([said], IsFold: false));
        }

        CloseFold();
        return items.ToImmutable();

        void CloseFold()
        {
            if (fold.Count > 0)
            {
                items.Add(new TimelineItem([.. fold], IsFold: true));
                fold.Clear();
            }
        }
    }
}
