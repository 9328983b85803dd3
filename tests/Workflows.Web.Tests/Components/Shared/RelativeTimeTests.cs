using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Workflows.Web.Components.Shared;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Components.Shared;

public sealed class RelativeTimeTests : WebTestContext
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(s_now);

    public RelativeTimeTests()
    {
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(new SharedTick(_time, NullLogger<SharedTick>.Instance));
    }

    [Fact]
    public void Render_Moment_ShowsAgeAndTellsTheMoment()
    {
        Services.GetRequiredService<Viewer>().Set(ViewerCookie.FindZone("Europe/Berlin"), isDark: false, ThemeChoice.System);

        var time = Render<RelativeTime>(parameters => parameters.Add(t => t.At, s_now.AddHours(-2))).Find("time");

        Assert.Equal(("2026-05-04T08:00:00.0000000Z", "2 h ago"), (time.GetAttribute("datetime"), time.QuerySelector("[aria-hidden]")?.TextContent));
        Assert.EndsWith("10:00 (UTC+02:00)", time.GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal($"2 h ago, {time.GetAttribute("title")}", time.QuerySelector(".visually-hidden")?.TextContent);
    }

    [Fact]
    public void Tick_TimeGoesBy_TheTextAges()
    {
        var shown = Render<RelativeTime>(parameters => parameters.Add(t => t.At, s_now));

        _time.Advance(TimeSpan.FromMinutes(5));

        shown.WaitForAssertion(() => Assert.Equal("5 min ago", shown.Find("[aria-hidden]").TextContent));
    }
}
