using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Workflows.Web.Tests.Hosting;

public sealed class PagesTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_UnknownAddress_Is404WithAPage()
    {
        using var browser = servers.Production.Browser();

        var response = await browser.GetAsync("/nowhere", Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Get_UnknownApiAddress_Is404WithoutAPage()
    {
        using var browser = servers.Production.Browser();

        var response = await browser.GetAsync("/api/nowhere", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.NotEqual("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Get_PageWithoutSignIn_LeadsToTheSignInPageAndBack()
    {
        using var browser = servers.Production.Browser();

        var response = await browser.GetAsync("/admin/users?x=1", Cancellation);

        Assert.Equal((HttpStatusCode.Redirect, "/login?returnUrl=%2Fadmin%2Fusers%3Fx%3D1"), (response.StatusCode, response.Headers.Location?.PathAndQuery));
    }

    [Theory]
    [InlineData(Urls.Live)]
    [InlineData(Urls.Ready)]
    public async Task Get_Health_IsHealthyForEverybody(string url)
    {
        using var browser = servers.Production.Browser();

        Assert.StartsWith("{\"status\":\"healthy\",\"parts\":[", await browser.GetStringAsync(url, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AnyPage_CarriesTheSecurityHeaders()
    {
        using var browser = servers.Production.Browser();

        var headers = (await browser.GetAsync(Urls.Denied, Cancellation)).Headers;

        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.Matches(
            "^default-src 'self'; script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'$",
            policy);
        Assert.Equal(
            ["nosniff", "DENY", "same-origin", "same-origin"],
            new[] { "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy" }.Select(name => Assert.Single(headers.GetValues(name))));
        Assert.False(headers.Contains("Server"));
    }

    [Fact]
    public async Task Get_AnyPage_InlineScriptsAndOnlyTheyCarryTheNonceOfTheResponse()
    {
        using var browser = servers.Development.Browser();

        var response = await browser.GetAsync(Urls.Login, Cancellation);
        var page = await WebServer.ParseAsync(response);

        var inline = page.QuerySelectorAll("script:not([src])");
        Assert.NotEmpty(inline);
        Assert.All(inline, script => Assert.Contains(
            $"'nonce-{script.GetAttribute("nonce")}'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_AnyPage_LoadsNothingFromElsewhere()
    {
        using var browser = servers.Development.Browser();
        await browser.PostAsync(Urls.DemoSignIn, null, Cancellation);

        var page = await WebServer.PageAsync(browser, Urls.Login);

        Assert.All(
            page.QuerySelectorAll("[src], link[href]").Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!),
            url => Assert.DoesNotContain("//", url.StartsWith("data:", StringComparison.Ordinal) ? "" : url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_PackageAssetsOfAPage_MayBeKeptForGood()
    {
        using var browser = servers.Development.Browser();
        var page = await WebServer.PageAsync(browser, "/nowhere");
        var urls = page.QuerySelectorAll("link[href*='_content/'], script[src*='_content/']").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src"));

        var answers = new List<string>();
        foreach (var url in urls)
        {
            var response = await browser.GetAsync(url, Cancellation);
            answers.Add($"{response.StatusCode} {response.Headers.CacheControl} {response.Content.Headers.ContentType?.MediaType}");
        }

        Assert.Equal(["OK max-age=31536000, immutable text/css", "OK max-age=31536000, immutable text/javascript"], answers);
    }

    [Theory]
    [InlineData("dark~Europe/Berlin", "dark")]
    [InlineData("light~Europe/Berlin", "light")]
    [InlineData("\"><script>", "light")]
    public async Task Get_AnyPage_IsPaintedInTheThemeOfTheCookie(string cookie, string theme)
    {
        using var browser = servers.Development.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"wf-viewer={Uri.EscapeDataString(cookie)}");

        var page = await WebServer.PageAsync(browser, Urls.Login);

        Assert.Equal(theme, page.DocumentElement.GetAttribute("data-theme"));
    }

    [Fact]
    public void Endpoints_All_SayWhoMayCallThem()
    {
        var silent = servers.Development.Get<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(route => !IsFramework(route));

        Assert.Empty(silent);
    }

    // Static assets, and the circuit, which shows nothing but pages: each of them says who may see it.
    private static bool IsFramework(string route)
    {
        return route is "{**path:file}" || route.StartsWith("/_", StringComparison.Ordinal);
    }
}
