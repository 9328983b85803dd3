using System.Globalization;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Viewing;

public sealed class RelativeTextTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    public RelativeTextTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
    }

    [Theory]
    [InlineData("00:00:00", "just now")]
    [InlineData("00:00:44", "just now")]
    [InlineData("00:00:45", "1 min ago")]
    [InlineData("00:59:29", "59 min ago")]
    [InlineData("00:59:30", "1 h ago")]
    [InlineData("23:29:59", "23 h ago")]
    [InlineData("23:30:00", "1 day ago")]
    [InlineData("29.23:59:59", "30 days ago")]
    [InlineData("30.00:00:00", "4 Apr 2026")]
    [InlineData("-00:00:10", "in a moment")]
    [InlineData("-02:00:00", "in 2 h")]
    [InlineData("-3.00:00:00", "in 3 days")]
    public void Of_Age_IsInWords(string age, string expected)
    {
        Assert.Equal(expected, RelativeText.Of(s_now - TimeSpan.Parse(age, CultureInfo.InvariantCulture), s_now, TimeZoneInfo.Utc));
    }

    [Fact]
    public void Absolute_Moment_IsInTheViewersZoneAndCulture()
    {
        var zone = ViewerCookie.FindZone("Europe/Berlin");

        Assert.Equal("4 May 2026 12:00 (UTC+02:00)", RelativeText.Absolute(s_now, zone).Split(' ', 2)[1]);
    }
}
