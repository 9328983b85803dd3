using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class InstancesQueryTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Parse_WhatToParametersWrote_IsTheSame()
    {
        var query = new InstancesQuery
        {
            Definition = "expense",
            Statuses = [InstanceStatus.Waiting, InstanceStatus.Failed],
            Search = "EXP-1",
            StartedBy = "rita",
            From = new DateOnly(2026, 1, 2),
            To = new DateOnly(2026, 1, 3),
            HasIncident = true,
        };

        var written = query.ToParameters();
        string? Of(string name) => written[name]?.ToString();

        Assert.Equal(query, InstancesQuery.Parse(Of("definition"), Of("status"), Of("q"), Of("startedBy"), Of("from"), Of("to"), (bool?)written["incident"]));
    }

    [Fact]
    public void ToParameters_Nothing_WritesNothing()
    {
        Assert.All(new InstancesQuery().ToParameters(), parameter => Assert.Null(parameter.Value));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("3")]
    [InlineData(",")]
    [InlineData("")]
    public void Parse_StatusesNobodyKnows_NarrowNothing(string status)
    {
        Assert.True(InstancesQuery.Parse(" ", status, " ", null, "2026-13-01", "yesterday", false).IsEmpty);
    }

    [Fact]
    public void Toggle_AddsAndTakesAway()
    {
        var both = new InstancesQuery().Toggle(InstanceStatus.Failed).Toggle(InstanceStatus.Running);

        Assert.Equal([InstanceStatus.Running, InstanceStatus.Failed], both.Statuses);
        Assert.Equal([InstanceStatus.Failed], both.Toggle(InstanceStatus.Running).Statuses);
    }

    [Fact]
    public void ToFilter_Days_BeginAndEndInTheViewersZone()
    {
        var filter = new InstancesQuery { From = new DateOnly(2026, 3, 29), To = new DateOnly(2026, 3, 29) }.ToFilter(s_berlin);

        // The day on which clocks go forward: 23 hours.
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero), filter.From);
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero), filter.To);
    }

    [Fact]
    public void ToFilter_DayWithoutMidnight_BeginsWhenTheClockDoes()
    {
        // In Cairo clocks went forward at midnight of 26 April 2024.
        var filter = new InstancesQuery { From = new DateOnly(2024, 4, 26) }.ToFilter(TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo"));

        Assert.Equal(new DateTimeOffset(2024, 4, 25, 22, 0, 0, TimeSpan.Zero), filter.From);
    }

    [Fact]
    public void ToFilter_LastDayThereIs_HasNoEnd()
    {
        Assert.Null(new InstancesQuery { To = DateOnly.MaxValue }.ToFilter(TimeZoneInfo.Utc).To);
    }

    [Fact]
    public void ToFilter_Nothing_IsTheFilterThatNarrowsNothing()
    {
        Assert.Equal(new InstanceFilter(), new InstancesQuery().ToFilter(TimeZoneInfo.Utc) with { Statuses = new InstanceFilter().Statuses });
    }
}
