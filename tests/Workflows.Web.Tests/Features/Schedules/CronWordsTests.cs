using Workflows.Engine.Schedules;
using Workflows.Web.Features.Schedules;

namespace Workflows.Web.Tests.Features.Schedules;

public sealed class CronWordsTests
{
    [Theory]
    [InlineData("* * * * *", "Every minute")]
    [InlineData("*/15 * * * *", "Every 15 minutes")]
    [InlineData("0 * * * *", "Every hour")]
    [InlineData("30 * * * *", "Every hour at minute 30")]
    [InlineData("0 */2 * * *", "Every 2 hours")]
    [InlineData("30 8 * * *", "Every day at 08:30")]
    [InlineData("0 8,12,18 * * *", "Every day at 08:00, 12:00 and 18:00")]
    [InlineData("0 8 * * 1-5", "Monday to Friday at 08:00")]
    [InlineData("0 8 * * MON,THU", "Monday and Thursday at 08:00")]
    [InlineData("0 8 * * 0", "Every Sunday at 08:00")]
    [InlineData("0 9-17 * * 1-5", "Every hour from 09:00 to 17:00 Monday to Friday")]
    [InlineData("*/10 9-17 * * *", "Every 10 minutes from 09:00 to 17:50")]
    [InlineData("0 8 1 * *", "On the 1st of the month at 08:00")]
    [InlineData("0 8 1,15 * *", "On the 1st and 15th of the month at 08:00")]
    [InlineData("0 8 L * *", "On the last day of the month at 08:00")]
    [InlineData("0 8 * * MON#2", "On the second Monday of the month at 08:00")]
    [InlineData("0 8 * * 5L", "On the last Friday of the month at 08:00")]
    [InlineData("0 8 1 1,7 *", "On the 1st of the month at 08:00 in January and July")]
    [InlineData("0 8 1 */3 *", "On the 1st of the month at 08:00 every 3 months")]
    [InlineData("0 8 * 6-8 *", "Every day at 08:00 from June to August")]
    [InlineData("*/30 * * * * *", "Every 30 seconds")]
    [InlineData("15 30 8 * * *", "Every day at 08:30:15")]
    [InlineData("@daily", "Every day at 00:00")]
    public void Of_WhatPeopleWouldSay_IsSaid(string cron, string words) => Assert.Equal(words, CronWords.Of(cron));

    [Theory]
    [InlineData("*/7 * * * *")]
    [InlineData("1,5-9 2-4/2 * * *")]
    [InlineData("0 8 13 * 5")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Of_WhatNobodyWouldSay_IsLeftToTheExpression(string cron) => Assert.Null(CronWords.Of(cron));

    [Theory]
    [InlineData("PT1H", "Every hour")]
    [InlineData("PT90M", "Every 90 minutes")]
    [InlineData("P2D", "Every 2 days")]
    [InlineData("PT120S", "Every 2 minutes")]
    public void When_AnInterval_IsSaidInItsLargestUnit(string every, string words) =>
        Assert.Equal(words, ScheduleWords.When(new ScheduleSpec { Name = "n", Definition = "d", Every = every }));

    [Fact]
    public void Moment_AcrossAChangeOfTheClock_SaysTheOffset()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.EndsWith("02:30 (UTC+02:00)", ScheduleWords.Moment(new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), berlin), StringComparison.Ordinal);
        Assert.EndsWith("02:30 (UTC+01:00)", ScheduleWords.Moment(new(2026, 10, 25, 1, 30, 0, TimeSpan.Zero), berlin), StringComparison.Ordinal);
    }

    [Fact]
    public void LocalMoment_AsBrowsersWriteIt_IsReadByTheViewersClock()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.Equal(new DateTimeOffset(2026, 7, 1, 6, 0, 0, TimeSpan.Zero), LocalMoment.Parse("2026-07-01T08:00", berlin));
        Assert.Null(LocalMoment.Parse("", berlin));
        Assert.Null(LocalMoment.Parse("0001-01-01T00:00", berlin));
    }
}
