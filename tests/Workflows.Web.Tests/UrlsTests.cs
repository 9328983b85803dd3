namespace Workflows.Web.Tests;

public sealed class UrlsTests
{
    [Fact]
    public void Links_WithSpecialCharacters_AreEscaped()
    {
        Assert.Equal(
            ["/tasks/a%2Fb", "/start/a%20b", "/definitions/%C3%A4", "/instances/1%3F", "/problems/x%23"],
            [Urls.Task("a/b"), Urls.StartForm("a b"), Urls.Definition("ä"), Urls.Instance("1?"), Urls.Problem("x#")]);
    }

    [Theory]
    [InlineData("", "/login")]
    [InlineData("/", "/login")]
    [InlineData("/tasks?x=1", "/login?returnUrl=%2Ftasks%3Fx%3D1")]
    public void LoginFor_Page_ComesBackToIt(string returnUrl, string expected)
    {
        Assert.Equal(expected, Urls.LoginFor(returnUrl));
    }

    [Theory]
    [InlineData("/tasks/1?x=2#y", "/tasks/1?x=2#y")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("tasks", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public void LocalOrHome_Address_NeverLeadsElsewhere(string? url, string expected)
    {
        Assert.Equal(expected, Urls.LocalOrHome(url));
    }
}
