using System.Collections.Immutable;
using Workflows.Engine.Storage;

namespace Workflows.Web.Features.Instances;

/// <summary>The latest events of an instance without a gap, as far back as they were asked for. A long history is never read whole.</summary>
/// <param name="Entries">The events in the order of their positions.</param>
internal sealed record HistoryWindow(ImmutableArray<HistoryEntry> Entries)
{
    /// <summary>How many events are read at a time.</summary>
    public const int Size = 200;

    /// <summary>No events yet.</summary>
    public static HistoryWindow Empty { get; } = new([]);

    /// <summary>Whether the instance has earlier events that are not here.</summary>
    public bool HasEarlier => !Entries.IsEmpty && Entries[0].Position > 1;

    /// <summary>How many earlier events the instance has.</summary>
    public long EarlierCount => Entries.IsEmpty ? 0 : Entries[0].Position - 1;

    /// <summary>The position of the last event; 0 when there is none.</summary>
    public long Last => Entries.IsEmpty ? 0 : Entries[^1].Position;

    /// <summary>The window with events around it; those it already has, and those that would leave a gap, change nothing.</summary>
    public HistoryWindow With(IReadOnlyList<HistoryEntry> read)
    {
        if (Entries.IsEmpty)
        {
            return new HistoryWindow([.. read]);
        }

        var earlier = read.Where(entry => entry.Position < Entries[0].Position).ToList();
        var later = read.Where(entry => entry.Position > Last).ToList();
        return new HistoryWindow(
        [
            .. earlier.Count > 0 && earlier[^1].Position + 1 == Entries[0].Position ? earlier : [],
            .. Entries,
            .. later.Count > 0 && later[0].Position == Last + 1 ? later : [],
        ]);
    }
}
