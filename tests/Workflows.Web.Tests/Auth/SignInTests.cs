using System.Net;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Routing;
using Workflows.Web.Auth;
using Workflows.Web.Tests.Hosting;

namespace Workflows.Web.Tests.Auth;

public sealed class SignInTests(Servers servers)
{
    private const string Wrong = "The user name or the password is wrong.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_RightPassword_LeadsBackAsThatPerson()
    {
        await servers.Production.AddPersonAsync("olga", roles: [Roles.Operator], groups: ["b", "a"]);
        using var browser = servers.Production.Browser();

        var response = await WebServer.SignInAsync(browser, "olga", page: "/login?returnUrl=%2Ftasks%2F7");

        Assert.Equal("/tasks/7", PathOf(response));
        Assert.Contains("httponly", Cookie(response), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", Cookie(response), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Urls.ApiKeys, Cancellation)).StatusCode);
        Assert.Equal(Urls.Denied, PathOf(await browser.GetAsync(Urls.Users, Cancellation)));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task SignIn_ReturnUrlLeadsElsewhere_GoesHome(string returnUrl)
    {
        await servers.Production.AddPersonAsync($"r{returnUrl.GetHashCode():x}");
        using var browser = servers.Production.Browser();

        var response = await WebServer.SignInAsync(browser, $"r{returnUrl.GetHashCode():x}", page: $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal("/", PathOf(response));
    }

    [Fact]
    public async Task SignIn_NothingEntered_SaysWhatIsMissingAtEachField()
    {
        await servers.Production.AddPersonAsync("nora");
        using var browser = servers.Production.Browser();

        var page = await WebServer.ParseAsync(await WebServer.SignInAsync(browser, "", ""));

        Assert.Equal(
            ("Enter your user name.", "Enter your password.", "UserName-problem"),
            (Text(page, "#UserName-problem"), Text(page, "#Password-problem"), page.QuerySelector("#UserName")?.GetAttribute("aria-describedby")));
    }

    [Fact]
    public async Task SignIn_UnknownOrWrong_SaysTheSame()
    {
        await servers.Production.AddPersonAsync("willa");
        using var browser = servers.Production.Browser();

        var unknown = await WebServer.ParseAsync(await WebServer.SignInAsync(browser, "nobody"));
        var wrong = await WebServer.ParseAsync(await WebServer.SignInAsync(browser, "willa", "not this"));

        Assert.Equal((Wrong, Wrong), (Text(unknown, "[role=alert]"), Text(wrong, "[role=alert]")));
    }

    [Fact]
    public async Task SignIn_FiveWrongTries_LocksAndSaysForHowLong()
    {
        await servers.Production.AddPersonAsync("lola");
        using var browser = servers.Production.Browser();
        for (var tries = 0; tries < 4; tries++)
        {
            Assert.Equal(Wrong, Text(await WebServer.ParseAsync(await WebServer.SignInAsync(browser, "lola", "not this")), "[role=alert]"));
        }

        await WebServer.SignInAsync(browser, "lola", "not this");
        var locked = await WebServer.ParseAsync(await WebServer.SignInAsync(browser, "lola"));

        Assert.Equal(
            "Too many tries with a wrong password. Try again in 5 minutes, or ask an admin for a new password.", Text(locked, "[role=alert]"));
    }

    [Fact]
    public async Task SignIn_OneTimePassword_LeadsToChoosingAnOwnOne()
    {
        const string Own = "my own long password";
        await servers.Production.AddPersonAsync("otto", isOneTime: true);
        using var browser = servers.Production.Browser();

        Assert.Equal("/password?user=otto", PathOf(await WebServer.SignInAsync(browser, "otto")));

        var changed = await WebServer.SubmitAsync(
            browser,
            Urls.Password,
            ("Input.UserName", "otto"),
            ("Input.Current", WebServer.Password),
            ("Input.Password", Own),
            ("Input.Again", Own));
        Assert.Equal("/login?why=password", PathOf(changed));
        Assert.Equal(Wrong, Text(await WebServer.ParseAsync(await WebServer.SignInAsync(browser, "otto")), "[role=alert]"));
        Assert.Equal("/", PathOf(await WebServer.SignInAsync(browser, "otto", Own)));
    }

    [Fact]
    public async Task SignIn_Disabled_IsRefused()
    {
        await servers.Production.AddPersonAsync("dora");
        await servers.Production.Get<People>().SetDisabledAsync("dora", true, new Person("anna", "Anna", [], [Roles.Admin], Person.DefaultTenant));
        using var browser = servers.Production.Browser();

        var page = await WebServer.ParseAsync(await WebServer.SignInAsync(browser, "dora"));

        Assert.Equal(Wrong, Text(page, "[role=alert]"));
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefused()
    {
        using var browser = servers.Production.Browser();

        var response = await browser.PostAsync(
            Urls.Login, new FormUrlEncodedContent([KeyValuePair.Create("_handler", "login"), KeyValuePair.Create("Input.UserName", "x")]), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task DemoSignIn_InDevelopment_IsOneClick()
    {
        using var browser = servers.Development.Browser();

        var response = await SignInDemoAsync(browser, "rita");

        Assert.Equal("/tasks", PathOf(response));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Urls.ApiKeys, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task DemoSignIn_NotADemoPerson_Is404()
    {
        await servers.Development.AddPersonAsync("real");
        using var browser = servers.Development.Browser();

        Assert.Equal(HttpStatusCode.NotFound, (await SignInDemoAsync(browser, "real")).StatusCode);
    }

    [Fact]
    public async Task DemoSignIn_InProduction_DoesNotExist()
    {
        await servers.Production.AddPersonAsync("somebody");
        using var browser = servers.Production.Browser();

        var page = await WebServer.PageAsync(browser, Urls.Login);
        var response = await browser.PostAsync(Urls.DemoSignIn, new FormUrlEncodedContent([KeyValuePair.Create("user", "rita")]), Cancellation);

        // Not found, or not allowed: the framework's own route for files looks at every address, and knows no POST.
        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
        Assert.DoesNotContain(
            servers.Production.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>(), endpoint => endpoint.RoutePattern.RawText == Urls.DemoSignIn);
        Assert.Null(page.QuerySelector(".demo"));
    }

    [Fact]
    public async Task SignOut_Always_EndsTheSession()
    {
        using var browser = servers.Development.Browser();
        await SignInDemoAsync(browser, "max");
        var token = (await WebServer.PageAsync(browser, Urls.Password)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var response = await browser.PostAsync(
            Urls.Logout, new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]), Cancellation);

        Assert.Equal(Urls.Login, PathOf(response));
        Assert.Equal("/login?returnUrl=%2Fadmin%2Fapi-keys", PathOf(await browser.GetAsync(Urls.ApiKeys, Cancellation)));
    }

    private static async Task<HttpResponseMessage> SignInDemoAsync(HttpClient browser, string user)
    {
        var page = await WebServer.PageAsync(browser, Urls.Login);
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await browser.PostAsync(Urls.DemoSignIn, new FormUrlEncodedContent(
        [
            KeyValuePair.Create("__RequestVerificationToken", token),
            KeyValuePair.Create("user", user),
            KeyValuePair.Create("returnUrl", "/tasks"),
        ]));
    }

    private static string? Text(IDocument page, string selector)
    {
        return page.QuerySelector(selector)?.TextContent;
    }

    private static string Cookie(HttpResponseMessage response)
    {
        return Assert.Single(response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("wf-session=", StringComparison.Ordinal));
    }

    private static string? PathOf(HttpResponseMessage response)
    {
        return response.Headers.Location is { IsAbsoluteUri: true } absolute ? absolute.PathAndQuery : response.Headers.Location?.OriginalString;
    }
}
