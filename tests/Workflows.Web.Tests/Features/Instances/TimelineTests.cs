using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.TestKit;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class TimelineTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly HistoryEntry[] s_history =
    [
        new(1, new InstanceStarted(default, TenantId.Default, "approval", new SemanticVersion(1, 0, 0), "Laptop", null, null, "rita", JsonSerializer.SerializeToElement(new { }), s_now)),
        new(2, new StepStarted(1, "submit", 0, 1, StepStatus.Running, [], null, s_now)),
        new(3, new StepCompleted(1, "submit", null, DataChange.None, [], s_now)),
        new(4, new StepStarted(2, "approve", 0, 1, StepStatus.Waiting, [], null, s_now)),
        new(5, new TimerSet(2, "approve", TimerKind.Timeout, s_now, s_now)),
    ];

    private readonly EventText _text = new(Sample.Approval(), TimeZoneInfo.Utc);

    [Theory]
    [InlineData(false, false, new long[] { 1, 3 })]
    [InlineData(true, false, new long[] { 3, 1 })]
    [InlineData(false, true, new long[] { 1, 2, 3, 4, 5 })]
    [InlineData(true, true, new long[] { 5, 4, 3, 2, 1 })]
    public void Of_OrderAndDetails_AreAsAsked(bool newestFirst, bool withDetails, long[] expected)
    {
        Assert.Equal(expected, Timeline.Of(s_history, _text, newestFirst, withDetails).Select(happened => happened.Position));
    }

    [Fact]
    public void Of_NothingYet_IsEmpty()
    {
        Assert.Empty(Timeline.Of([], _text, newestFirst: true, withDetails: true));
    }
}
