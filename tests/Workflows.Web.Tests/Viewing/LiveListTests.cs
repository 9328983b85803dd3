using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Engine.Storage;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Viewing;

public sealed class LiveListTests
{
    private readonly LiveList<string, string> _list = new(item => item, NullLogger.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LoadAsync_ReadFails_SaysWhyInWords()
    {
        await _list.LoadAsync((_, _) => throw new InvalidOperationException("disk on fire"), Token);

        Assert.Equal(Loaded<QuietList<string, string>>.Failed(Loading.ServerFailed), _list.Rows);
    }

    [Fact]
    public async Task ReloadAsync_AfterAFailure_ShowsTheRows()
    {
        var fails = true;
        await _list.LoadAsync((_, _) => fails ? throw new InvalidOperationException() : Rows("a"), Token);
        fails = false;

        await _list.ReloadAsync(Token);

        Assert.Equal("a", Shown());
    }

    [Fact]
    public async Task LoadAsync_EarlierAnswerComesLate_IsDropped()
    {
        var late = new TaskCompletionSource<Page<string>>();
        var first = _list.LoadAsync((_, _) => late.Task, Token);

        await _list.LoadAsync((_, _) => Rows("second"), Token);
        late.SetResult(new Page<string>(["first"], null));
        await first;

        Assert.Equal("second", Shown());
    }

    [Fact]
    public async Task LoadMoreAsync_ReadFails_KeepsTheRowsAndSaysWhy()
    {
        await _list.LoadAsync((page, _) => page.Cursor is null ? Rows("a", next: "more") : throw new InvalidOperationException(), Token);

        await _list.LoadMoreAsync(Token);

        Assert.Equal(("a", Loading.ServerFailed, false), (Shown(), _list.MoreFailure, _list.IsLoadingMore));
    }

    [Fact]
    public async Task LoadMoreAsync_TwiceAtOnce_ReadsOnce()
    {
        var more = new TaskCompletionSource<Page<string>>();
        var reads = 0;
        await _list.LoadAsync(
            (page, _) =>
            {
                reads++;
                return page.Cursor is null ? Rows("a", next: "more") : more.Task;
            },
            Token);

        var first = _list.LoadMoreAsync(Token);
        await _list.LoadMoreAsync(Token);
        more.SetResult(new Page<string>(["b"], null));
        await first;

        Assert.Equal(("a, b", 2), (Shown(), reads));
    }

    [Fact]
    public async Task RefreshAsync_ReadFails_KeepsWhatIsShown()
    {
        var fails = false;
        await _list.LoadAsync((_, _) => fails ? throw new InvalidOperationException() : Rows("a"), Token);
        fails = true;

        await _list.RefreshAsync(Token);

        Assert.Equal("a", Shown());
    }

    [Fact]
    public async Task RefreshAsync_NotLoadedYet_ReadsNothing()
    {
        await _list.RefreshAsync(Token);

        Assert.Same(Loaded<QuietList<string, string>>.Pending, _list.Rows);
    }

    private static Task<Page<string>> Rows(string item, string? next = null)
    {
        return Task.FromResult(new Page<string>([item], next));
    }

    private string Shown()
    {
        return string.Join(", ", _list.Rows.Value!.Rows.Select(row => row.Item));
    }
}
