using System.Collections.Immutable;

namespace Workflows.Engine.Storage;

/// <summary>What every store does alike about pages and searches.</summary>
internal static class Paging
{
    /// <summary>The most rows of a page.</summary>
    public const int MaxLimit = 200;

    /// <summary>How much of a title or reference can be searched by its beginning.</summary>
    private const int MaxFolded = 100;

    /// <summary>The limit of a request.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to 200.</exception>
    public static int CheckedLimit(PageRequest page)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Limit, 1, nameof(page));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page.Limit, MaxLimit, nameof(page));
        return page.Limit;
    }

    /// <summary>Makes a page of rows that were read one further than the limit, so that it is known whether more follow.</summary>
    public static Page<TItem> Page<TRow, TItem>(List<TRow> rows, int limit, Func<TRow, TItem> item, Func<TRow, Cursor> cursor)
    {
        var items = ImmutableArray.CreateBuilder<TItem>(Math.Min(rows.Count, limit));
        for (var i = 0; i < rows.Count && i < limit; i++)
        {
            items.Add(item(rows[i]));
        }

        return new Page<TItem>(items.MoveToImmutable(), rows.Count > limit ? cursor(rows[limit - 1]).ToString() : null);
    }

    /// <summary>A text in the form in which beginnings are compared, whatever the case.</summary>
    public static string Fold(string text)
    {
        var length = text.Length;
        if (length > MaxFolded)
        {
            length = char.IsHighSurrogate(text[MaxFolded - 1]) ? MaxFolded - 1 : MaxFolded;
        }

        return text[..length].ToUpperInvariant();
    }

    /// <summary>What a search asks for, folded; null when it asks for nothing.</summary>
    public static string? FoldSearch(string? search) => string.IsNullOrWhiteSpace(search) ? null : Fold(search.Trim());

    /// <summary>Whether a filter asks for closed tasks; null when no task can match it.</summary>
    public static bool? IsClosed(TenantId tenant, TaskFilter filter) => filter.Scope switch
    {
        TaskScope.All => filter.IsOpen is false,
        _ when filter.Person.Tenant != tenant => null,
        TaskScope.Done => filter.IsOpen is true ? null : true,
        _ => filter.IsOpen is false ? null : false,
    };
}
