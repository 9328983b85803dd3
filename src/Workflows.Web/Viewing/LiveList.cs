using Workflows.Engine.Storage;

namespace Workflows.Web.Viewing;

/// <summary>A list of a page, read part by part, that follows changes quietly (see <see cref="QuietList{T,TKey}"/>). The latest question wins: late answers to an earlier one are dropped.</summary>
/// <param name="key">What tells one item from another.</param>
/// <param name="logger">Where the unexpected goes.</param>
internal sealed class LiveList<T, TKey>(Func<T, TKey> key, ILogger logger)
    where TKey : notnull
{
    private readonly QuietList<T, TKey> _list = new(key);
    private Func<PageRequest, CancellationToken, Task<Page<T>>>? _read;
    private int _turn;

    /// <summary>The rows; pending until they are read for the first time.</summary>
    public Loaded<QuietList<T, TKey>> Rows { get; private set; } = Loaded<QuietList<T, TKey>>.Pending;

    /// <summary>Whether more rows are being read.</summary>
    public bool IsLoadingMore { get; private set; }

    /// <summary>Why more rows could not be read.</summary>
    public string? MoreFailure { get; private set; }

    /// <summary>Reads something else from its beginning; until it is there the list is pending.</summary>
    public Task LoadAsync(Func<PageRequest, CancellationToken, Task<Page<T>>> read, CancellationToken cancellationToken)
    {
        _read = read;
        Rows = Loaded<QuietList<T, TKey>>.Pending;
        return ReadAsync(new PageRequest(), cancellationToken);
    }

    /// <summary>Reads the same again, as much as is shown: after an act of the person, or when they ask for what is new.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken)
    {
        return ReadAsync(_list.Whole, cancellationToken);
    }

    /// <summary>Takes note of changes without moving a row.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (Rows.Value is null)
        {
            return;
        }

        var turn = _turn;
        try
        {
            var page = await _read!(_list.Window, cancellationToken);
            if (turn == _turn)
            {
                _list.Merge(page);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // What is shown stays: the next change or the person's next act reads again.
            Loading.Explain(logger, failure);
        }
    }

    /// <summary>Reads the rows after the last one.</summary>
    public async Task LoadMoreAsync(CancellationToken cancellationToken)
    {
        if (IsLoadingMore || _list.Next is null)
        {
            return;
        }

        var turn = _turn;
        (IsLoadingMore, MoreFailure) = (true, null);
        try
        {
            var page = await _read!(_list.After, cancellationToken);
            if (turn == _turn)
            {
                _list.Append(page);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            MoreFailure = Loading.Explain(logger, failure);
        }
        finally
        {
            IsLoadingMore = false;
        }
    }

    private async Task ReadAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var turn = ++_turn;
        MoreFailure = null;
        var read = await Loading.TryAsync(logger, () => _read!(page, cancellationToken));
        if (turn != _turn)
        {
            return;
        }

        if (read.Value is { } rows)
        {
            _list.Load(rows);
            Rows = Loaded<QuietList<T, TKey>>.Of(_list);
        }
        else
        {
            Rows = Loaded<QuietList<T, TKey>>.Failed(read.Failure!);
        }
    }
}
