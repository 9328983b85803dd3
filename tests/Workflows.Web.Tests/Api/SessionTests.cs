using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;
using Workflows.Web.Auth;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed partial class SessionTests(SharedApi api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_WithoutCredentials_UnauthenticatedAndNoRedirect()
    {
        using var nobody = api.Host.CreateClient();

        foreach (var refused in new[] { await nobody.ReadAsync("tasks"), await nobody.PostAsync("instances", "{}") })
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "unauthenticated"), (refused.Status, refused.Code));
            Assert.StartsWith("ApiKey", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.Null(refused.Headers.Location);
        }
    }

    [Fact]
    public async Task Any_WithABadKey_UnauthenticatedAndSaysSo()
    {
        using var nobody = api.Host.CreateClient();
        nobody.DefaultRequestHeaders.Add("X-Api-Key", "wfk_nothing");

        Assert.Equal("The API key is unknown, expired or revoked.", (await nobody.ReadAsync("me")).Detail);
    }

    [Theory]
    [InlineData("GET", "me", Scopes.Read)]
    [InlineData("GET", "definitions", Scopes.Read)]
    [InlineData("GET", "instances", Scopes.Read)]
    [InlineData("GET", "tasks", Scopes.Read)]
    [InlineData("POST", "definitions", Scopes.Admin)]
    [InlineData("POST", "instances", Scopes.Start)]
    [InlineData("POST", "definitions/purchase/instances", Scopes.Start)]
    [InlineData("POST", "tasks/00000000-0000-0000-0000-000000000000/claim", Scopes.Decide)]
    [InlineData("POST", "tasks/00000000-0000-0000-0000-000000000000/release", Scopes.Decide)]
    [InlineData("POST", "tasks/00000000-0000-0000-0000-000000000000/complete", Scopes.Decide)]
    [InlineData("POST", "instances/00000000-0000-0000-0000-000000000000/cancel", Scopes.Operate)]
    [InlineData("POST", "instances/00000000-0000-0000-0000-000000000000/incidents/1/retry", Scopes.Operate)]
    public async Task Key_WithoutTheScope_ScopeMissingAndNamed(string method, string path, string scope)
    {
        using var others = await api.Host.ClientAsync("ada", [.. Scopes.All.Where(s => s != scope)]);
        using var only = await api.Host.ClientAsync("ada", scope);

        var refused = await others.CallAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null);
        var passed = await only.CallAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null);

        Assert.Equal((HttpStatusCode.Forbidden, "scope-missing", $"This needs a key with the scope '{scope}'."), (refused.Status, refused.Code, refused.Detail));
        Assert.DoesNotContain(passed.Status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized });
    }

    [Fact]
    public async Task Key_OfAnOperatorWithoutOperate_SeesOnlyTheirOwn()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var reader = await api.Host.ClientAsync("olga", Scopes.Read);
        var id = (await rita.StartAsync()).Id;

        Assert.Equal(HttpStatusCode.NotFound, (await reader.ReadAsync($"instances/{id}")).Status);
    }

    [Fact]
    public async Task Me_ByKey_ThePersonBehindIt()
    {
        using var max = await api.Host.ClientAsync("max");

        var me = await max.ReadAsync("me");

        Assert.Equal(("max", "Max Meier", "default"), (me.Text("id"), me.Text("name"), me.Text("tenant")));
        Assert.Equal(["managers"], me.Json.GetProperty("groups").EnumerateArray().Select(g => g.GetString()));
    }

    [Fact]
    public async Task Cookie_ToChangeSomething_NeedsTheAntiforgeryToken()
    {
        using var rita = await SignInAsync("rita");

        var without = await rita.StartAsync();
        var wrong = await rita.PostAsync("instances", """{ "definition": "purchase" }""", ("X-XSRF-TOKEN", "abc"));
        var token = await rita.ReadAsync("antiforgery");
        var with = await rita.PostAsync("instances", """{ "definition": "purchase", "data": { "amount": 5, "item": "Pen" } }""", (token.Text("header"), token.Text("token")));

        Assert.Equal((HttpStatusCode.BadRequest, "antiforgery"), (without.Status, without.Code));
        Assert.Equal((HttpStatusCode.BadRequest, "antiforgery"), (wrong.Status, wrong.Code));
        Assert.Equal((HttpStatusCode.Created, "rita"), (with.Status, with.Text("startedBy")));
        Assert.Equal(HttpStatusCode.OK, (await rita.ReadAsync("tasks")).Status);
    }

    private async Task<HttpClient> SignInAsync(string person)
    {
        var client = api.Host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        var page = await client.GetStringAsync(new Uri("/login", UriKind.Relative), Cancellation);
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", WebUtility.HtmlDecode(FormToken().Match(page).Groups[1].Value)),
            new("user", person),
        ]);
        using var signedIn = await client.PostAsync(new Uri(Urls.DemoSignIn, UriKind.Relative), form, Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        return client;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
