using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class HistoryWindowTests
{
    [Fact]
    public void With_EventsBeforeAndAfter_Grows()
    {
        var window = HistoryWindow.Empty.With(Events(5, 6)).With(Events(7, 8)).With(Events(3, 4));

        Assert.Equal([3, 4, 5, 6, 7, 8], Positions(window));
        Assert.Equal((true, 2L, 8L), (window.HasEarlier, window.EarlierCount, window.Last));
    }

    [Fact]
    public void With_EventsItHas_StaysTheSame()
    {
        Assert.Equal([5, 6, 7], Positions(HistoryWindow.Empty.With(Events(5, 6)).With(Events(5, 7))));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(8, 9)]
    public void With_AGap_TakesNothing(int from, int to)
    {
        Assert.Equal([5, 6], Positions(HistoryWindow.Empty.With(Events(5, 6)).With(Events(from, to))));
    }

    [Fact]
    public void HasEarlier_FromTheFirstEvent_IsFalse()
    {
        Assert.False(HistoryWindow.Empty.With(Events(1, 2)).HasEarlier);
        Assert.False(HistoryWindow.Empty.HasEarlier);
    }

    private static List<HistoryEntry> Events(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Select(position => new HistoryEntry(position, new InstanceFailed("", default)))];

    private static IEnumerable<long> Positions(HistoryWindow window) => window.Entries.Select(entry => entry.Position);
}
