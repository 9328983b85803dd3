using Workflows.Engine.Storage;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Viewing;

public sealed class QuietListTests
{
    private readonly QuietList<string, char> _list = new(item => item[0]);

    [Fact]
    public void Load_Always_ShowsThePageAndForgetsWhatWasNew()
    {
        _list.Load(Page("a", "b"));
        _list.Merge(Page("a", "b", "c"));

        _list.Load(Page("a", "b", "c"));

        Assert.Equal(("a, b, c", 0), (Shown(), _list.NewCount));
    }

    [Fact]
    public void Merge_ChangedItem_IsUpdatedInPlace()
    {
        _list.Load(Page("a", "b", "c"));

        _list.Merge(Page("a", "b2", "c"));

        Assert.Equal(("a, b2, c", 0), (Shown(), _list.NewCount));
    }

    [Fact]
    public void Merge_NewItems_AreCountedAndNotShown()
    {
        _list.Load(Page("b", "c"));

        _list.Merge(Page("a", "b", "c", "d"));

        Assert.Equal(("b, c", 2), (Shown(), _list.NewCount));
    }

    [Fact]
    public void Merge_MissingItem_KeepsItsPlaceAndIsMarked()
    {
        _list.Load(Page("a", "b", "c"));

        _list.Merge(Page("a", "c"));

        Assert.Equal("a, b (gone), c", Shown());
    }

    [Fact]
    public void Merge_ItemThatCameBack_IsNoLongerMarked()
    {
        _list.Load(Page("a", "b"));
        _list.Merge(Page("a"));

        _list.Merge(Page("a", "b"));

        Assert.Equal("a, b", Shown());
    }

    [Fact]
    public void Merge_EmptyList_ShowsWhatCame()
    {
        _list.Load(Page());

        _list.Merge(Page("a", "b"));

        Assert.Equal(("a, b", 0), (Shown(), _list.NewCount));
    }

    [Fact]
    public void Merge_ListThatGoesOn_DoesNotCallTheRowsOfTheNextPageNew()
    {
        _list.Load(new Page<string>(["b", "c"], "more"));

        _list.Merge(new Page<string>(["a", "b", "c", "d", "e"], "more"));

        Assert.Equal(("b, c", 1), (Shown(), _list.NewCount));
    }

    [Fact]
    public void Merge_PageThatEndsBeforeTheLastRow_DoesNotCallItGone()
    {
        _list.Load(Page("a", "b", "c", "d"));

        _list.Merge(new Page<string>(["x", "a", "c"], "more"));

        Assert.Equal(("a, b (gone), c, d", 1), (Shown(), _list.NewCount));
    }

    [Fact]
    public void Append_OverlappingPage_ShowsEachItemOnce()
    {
        _list.Load(new Page<string>(["a", "b"], "more"));

        _list.Append(new Page<string>(["b", "c"], null));

        Assert.Equal(("a, b, c", null), (Shown(), _list.Next));
    }

    [Fact]
    public void Window_ManyRows_IsNeverMoreThanAPageMayHave()
    {
        _list.Load(Page([.. Enumerable.Range('0', 190).Select(c => $"{(char)c}")]));

        Assert.Equal((200, 190), (_list.Window.Limit, _list.Whole.Limit));
    }

    private static Page<string> Page(params string[] items)
    {
        return new Page<string>([.. items], null);
    }

    private string Shown()
    {
        return string.Join(", ", _list.Rows.Select(row => row.IsGone ? $"{row.Item} (gone)" : row.Item));
    }
}
