using System.Globalization;
using Workflows.Engine.Schedules;

namespace Workflows.Engine.Tests.Schedules;

public sealed class ScheduleTimesTests
{
    private const string Berlin = "Europe/Berlin";
    private const string NewYork = "America/New_York";

    [Theory]

    // Spring: from 02:00 to 03:00 there is no hour. What falls into it is due at its end; what repeats goes on by the clock.
    [InlineData("30 2 * * *", Berlin, "2026-03-28T12:00:00Z", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00")]
    [InlineData("*/30 * * * *", Berlin, "2026-03-29T00:20:00Z", "2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00")]
    [InlineData("30 2 * * *", NewYork, "2026-03-07T12:00:00Z", "2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00")]
    [InlineData("0 * * * *", NewYork, "2026-03-08T05:30:00Z", "2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-08T04:00:00-04:00")]

    // Autumn: the hour from 02:00 (Berlin) or 01:00 (New York) comes twice. A fixed time is due the first time; what repeats, both times.
    [InlineData("30 2 * * *", Berlin, "2026-10-24T12:00:00Z", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00")]
    [InlineData("*/30 * * * *", Berlin, "2026-10-25T00:10:00Z", "2026-10-25T02:30:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+01:00", "2026-10-25T03:00:00+01:00")]
    [InlineData("30 1 * * *", NewYork, "2026-10-31T12:00:00Z", "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00")]
    [InlineData("0 * * * *", NewYork, "2026-11-01T04:30:00Z", "2026-11-01T01:00:00-04:00", "2026-11-01T01:00:00-05:00", "2026-11-01T02:00:00-05:00")]

    // The same hour of the wall all year.
    [InlineData("0 9 * * *", Berlin, "2026-03-28T00:00:00Z", "2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00")]
    [InlineData("0 9 * * *", NewYork, "2026-10-31T00:00:00Z", "2026-10-31T09:00:00-04:00", "2026-11-01T09:00:00-05:00")]
    public void Next_CronAcrossAChangeOfTheClock_FollowsTheWall(string cron, string zone, string after, params string[] expected)
    {
        var times = Times(Cron(cron, zone));

        var next = times.Next(Moment(after), expected.Length);

        Assert.Equal(expected, next.Select(n => n.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Next_IntervalAcrossAChangeOfTheClock_CountsElapsedTime()
    {
        var times = Times(new ScheduleSpec { Name = "n", Definition = "d", Every = "PT12H", TimeZone = Berlin, From = Moment("2026-03-28T20:00:00Z") });

        Assert.Equal(
            [Moment("2026-03-28T20:00:00Z"), Moment("2026-03-29T08:00:00Z"), Moment("2026-03-29T20:00:00Z")],
            times.Next(Moment("2026-03-01T00:00:00Z"), 3));
    }

    [Theory]
    [InlineData("@daily", "2026-01-03T00:00:00Z")]
    [InlineData("0 2 * * 1-5", "2026-01-05T02:00:00Z")]
    [InlineData("0 12 L * *", "2026-01-31T12:00:00Z")]
    [InlineData("0 0 9 * * MON#2", "2026-01-12T09:00:00Z")]
    [InlineData("15 30 * * * *", "2026-01-02T03:30:15Z")]
    public void After_Notations_AreRead(string cron, string expected) => Assert.Equal(Moment(expected), Times(Cron(cron, "UTC")).After(Moment("2026-01-02T03:04:05Z")));

    [Fact]
    public void Next_FromAndUntil_AreBothIncluded()
    {
        var times = Times(Cron("0 * * * *", "UTC") with { From = Moment("2026-01-02T10:00:00Z"), Until = Moment("2026-01-02T12:00:00Z") });

        Assert.Equal([Moment("2026-01-02T10:00:00Z"), Moment("2026-01-02T11:00:00Z"), Moment("2026-01-02T12:00:00Z")], times.Next(Moment("2025-01-01T00:00:00Z"), 10));
        Assert.Null(times.AtOrBefore(Moment("2026-01-02T09:59:59Z")));
        Assert.Equal(Moment("2026-01-02T12:00:00Z"), times.AtOrBefore(Moment("2027-01-01T00:00:00Z")));
    }

    [Theory]
    [InlineData("PT1H", "2026-01-02T04:04:00Z", "2026-01-01T23:04:00Z")]
    [InlineData("PT90S", "2026-01-02T03:05:35Z", "2026-01-01T23:59:35Z")]
    public void Next_IntervalWithoutABeginning_CountsFromTheWholeMinuteOrSecondItWasMadeIn(string every, string next, string before)
    {
        Assert.True(ScheduleTimes.TryRead(new ScheduleSpec { Name = "n", Definition = "d", Every = every }, Moment("2026-01-02T03:04:05.678Z"), out var times));

        Assert.Equal(Moment(next), times.After(Moment("2026-01-02T03:04:05.678Z")));
        Assert.Equal(Moment(before), times.AtOrBefore(Moment("2026-01-02T00:00:00Z")));
    }

    [Fact]
    public void AnyTimes_ForwardsAndBackwards_Agree()
    {
        var random = new Random(20260102);
        string[] crons = ["*/7 * * * *", "30 2 * * *", "0 1-4 * * *", "0 0 1 * *", "15 2,3 * * 0", "*/20 1-3 * * *", "0 30 2 * * *"];
        string[] zones = [Berlin, NewYork, "UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"];
        for (var i = 0; i < 400; i++)
        {
            var spec = random.Next(4) == 0
                ? new ScheduleSpec { Name = "n", Definition = "d", Every = $"PT{random.Next(1, 5000)}M" }
                : Cron(crons[random.Next(crons.Length)], zones[random.Next(zones.Length)]);
            var times = Times(spec);
            var moment = Moment("2026-01-01T00:00:00Z").AddSeconds(random.Next(365 * 24 * 3600));

            var next = times.Next(moment, 20);

            Assert.True(next[0] > moment);
            Assert.Equal(next.Order(), next);
            Assert.Equal(20, next.Select(n => n.UtcTicks).Distinct().Count());
            Assert.Equal(next.Reverse(), times.Backwards(moment, next[^1]));
            Assert.All(next, n => Assert.Equal(n, times.AtOrBefore(n)));
        }
    }

    private static ScheduleSpec Cron(string cron, string zone) => new() { Name = "n", Definition = "d", Cron = cron, TimeZone = zone };

    private static ScheduleTimes Times(ScheduleSpec spec) =>
        ScheduleTimes.TryRead(spec, Moment("2026-01-01T00:00:00Z"), out var times) ? times : throw new InvalidOperationException("The times cannot be read.");

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
