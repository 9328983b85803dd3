using System.Collections.Immutable;
using Workflows.Engine.Storage;

namespace Workflows.Web.Viewing;

/// <summary>A row of a <see cref="QuietList{T,TKey}"/>.</summary>
/// <param name="Item">What it shows.</param>
/// <param name="IsGone">Whether it no longer belongs to the list; it keeps its place until the list is loaded again.</param>
internal readonly record struct QuietRow<T>(T Item, bool IsGone);

/// <summary>
/// A list that follows changes without moving: rows are updated in place, those that left the list keep their place, and new ones are only counted
/// until the person asks for them.
/// </summary>
/// <param name="key">What tells one item from another.</param>
internal sealed class QuietList<T, TKey>(Func<T, TKey> key)
    where TKey : notnull
{
    private const int PageSize = 25;
    private const int MaxWindow = 200;

    /// <summary>The rows, in the order they were loaded.</summary>
    public ImmutableArray<QuietRow<T>> Rows { get; private set; } = [];

    /// <summary>The cursor of the rows after these; null when there are none.</summary>
    public string? Next { get; private set; }

    /// <summary>How many items belong to the list by now and are not shown.</summary>
    public int NewCount { get; private set; }

    /// <summary>The part to read for <see cref="Merge"/>: what is shown, and some more to see what came in between.</summary>
    public PageRequest Window => new(Math.Min(Rows.Length + PageSize, MaxWindow));

    /// <summary>The part to read for <see cref="Load"/>: as much as is shown, so that nothing seems to have vanished.</summary>
    public PageRequest Whole => new(Math.Clamp(Rows.Length, PageSize, MaxWindow));

    /// <summary>The part after what is shown.</summary>
    public PageRequest After => new(PageSize, Next);

    /// <summary>Shows these items.</summary>
    public void Load(Page<T> page)
    {
        Rows = [.. page.Items.Select(item => new QuietRow<T>(item, IsGone: false))];
        Next = page.Next;
        NewCount = 0;
    }

    /// <summary>Shows these items below what is shown.</summary>
    public void Append(Page<T> page)
    {
        var shown = Rows.Select(row => key(row.Item)).ToHashSet();
        Rows = [.. Rows, .. page.Items.Where(item => !shown.Contains(key(item))).Select(item => new QuietRow<T>(item, IsGone: false))];
        Next = page.Next;
    }

    /// <summary>Takes over what <see cref="Window"/> gave, and moves nothing.</summary>
    public void Merge(Page<T> page)
    {
        if (Rows.IsEmpty)
        {
            Load(page);
            return;
        }

        var fresh = new Dictionary<TKey, (T Item, int Place)>(page.Items.Length);
        for (var place = 0; place < page.Items.Length; place++)
        {
            fresh.TryAdd(key(page.Items[place]), (page.Items[place], place));
        }

        // What the page does not reach can be told neither gone nor new.
        var lastSeen = -1;
        var lastKnown = -1;
        for (var i = 0; i < Rows.Length; i++)
        {
            if (fresh.TryGetValue(key(Rows[i].Item), out var found))
            {
                (lastSeen, lastKnown) = (i, Math.Max(lastKnown, found.Place));
            }
        }

        var reachesEnd = page.Next is null;
        var shown = Rows.Select(row => key(row.Item)).ToHashSet();
        Rows = [.. Rows.Select((row, i) => fresh.TryGetValue(key(row.Item), out var found)
            ? new QuietRow<T>(found.Item, IsGone: false)
            : row with { IsGone = row.IsGone || reachesEnd || i < lastSeen })];
        NewCount = page.Items.Where((item, place) => !shown.Contains(key(item)) && (place < lastKnown || Next is null)).Count();
    }
}
