using System.Net;
using Workflows.Web.Auth;
using Workflows.Web.Tests.Hosting;

namespace Workflows.Web.Tests.Auth;

public sealed class SetupTests : IAsyncLifetime
{
    private readonly WebServer _server = new("Production");
    private HttpClient _browser = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _browser = _server.Browser();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task FirstRun_UntilSomebodyExists_CreatesTheAdminAndNobodyElse()
    {
        var start = await _browser.GetAsync(Urls.Login, Cancellation);
        Assert.Equal((HttpStatusCode.Redirect, Urls.Setup), (start.StatusCode, PathOf(start)));

        var code = _server.Get<SetupCode>().Value;
        Assert.Equal(
            ["Code-problem: This is not the code of this run. Look where the server was started."],
            await ProblemsAsync(await SetUpAsync("guess")));
        Assert.Equal(
            ["UserName-problem: Use letters from a to z, digits, and . - _ @ only.", "Password-problem: Use at least 10 characters."],
            await ProblemsAsync(await SetUpAsync(code, userName: "änna!", password: "short")));
        Assert.Empty(await _server.Get<People>().ListAsync(Cancellation));

        var form = await WebServer.PageAsync(_browser, Urls.Setup);
        Assert.Equal("/login?why=setup", PathOf(await SetUpAsync(code)));

        Assert.Equal(HttpStatusCode.NotFound, (await _browser.GetAsync(Urls.Setup, Cancellation)).StatusCode);
        var again = await _browser.PostAsync(Urls.Setup, new FormUrlEncodedContent(
        [
            .. form.QuerySelectorAll("input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!)),
            .. Fields(code, "second", WebServer.Password).Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);

        var anna = Assert.Single(await _server.Get<People>().ListAsync(Cancellation));
        Assert.Equal(
            ("anna", "Anna Admin", "admin, author, operator, user", false),
            (anna.Id, anna.Name, string.Join(", ", anna.Roles), anna.MustChangePassword));
        Assert.Equal("/", PathOf(await WebServer.SignInAsync(_browser, "anna")));
    }

    private static (string Name, string Value)[] Fields(string code, string userName, string password)
    {
        return
        [
            ("Input.Code", code),
            ("Input.Name", "Anna Admin"),
            ("Input.UserName", userName),
            ("Input.Password", password),
            ("Input.Again", password),
        ];
    }

    private static async Task<IEnumerable<string>> ProblemsAsync(HttpResponseMessage response)
    {
        return (await WebServer.ParseAsync(response)).QuerySelectorAll(".problem").Select(problem => $"{problem.Id}: {problem.TextContent}");
    }

    private static string? PathOf(HttpResponseMessage response)
    {
        return response.Headers.Location is { IsAbsoluteUri: true } absolute ? absolute.PathAndQuery : response.Headers.Location?.OriginalString;
    }

    private Task<HttpResponseMessage> SetUpAsync(string code, string userName = "anna", string password = WebServer.Password)
    {
        return WebServer.SubmitAsync(_browser, Urls.Setup, Fields(code, userName, password));
    }
}
