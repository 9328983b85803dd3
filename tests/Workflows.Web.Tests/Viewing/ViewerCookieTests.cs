using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Viewing;

public sealed class ViewerCookieTests
{
    [Theory]
    [InlineData("dark~Europe/Berlin", true, "Europe/Berlin")]
    [InlineData("light~America/New_York", false, "America/New_York")]
    [InlineData("dark", true, "UTC")]
    [InlineData("dark~Nowhere/Land", true, "UTC")]
    [InlineData("~", false, "UTC")]
    [InlineData("", false, "UTC")]
    [InlineData(null, false, "UTC")]
    public void Parse_WhatTheBrowserSent_NeverFails(string? cookie, bool isDark, string zone)
    {
        var told = ViewerCookie.Parse(cookie);

        Assert.Equal((isDark, zone), (told.IsDark, told.Zone.Id));
    }

    [Theory]
    [InlineData("light", ThemeChoice.Light)]
    [InlineData("dark", ThemeChoice.Dark)]
    [InlineData("system", ThemeChoice.System)]
    [InlineData("<b>", ThemeChoice.System)]
    [InlineData(null, ThemeChoice.System)]
    public void ParseTheme_Cookie_IsAChoice(string? cookie, ThemeChoice expected)
    {
        Assert.Equal(expected, ViewerCookie.ParseTheme(cookie));
    }
}
