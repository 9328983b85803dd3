using System.Net;
using Workflows.Web.Auth;
using Workflows.Web.Auth.ApiKeys;
using Workflows.Web.Tests.Hosting;

namespace Workflows.Web.Tests.Auth;

public sealed class ApiKeyTests(Servers servers)
{
    private static readonly Person s_admin = new("anna", "Anna", [], [Roles.Admin], Person.DefaultTenant);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ApiKeyRing Ring => servers.Production.Get<ApiKeyRing>();

    [Fact]
    public async Task Call_WithAKey_ActsAsItsOwnerWithTheRolesOfItsScopes()
    {
        await servers.Production.AddPersonAsync("owner", roles: [Roles.Operator, Roles.Admin], groups: ["it"]);
        var (_, key) = await Ring.CreateAsync("owner", "ci", [Scopes.Read, Scopes.Operate], TimeSpan.FromDays(1), Cancellation);

        var (status, who) = await CallAsync("/test/read", key);

        Assert.Equal((HttpStatusCode.OK, "owner (owner of tests) in it as operator, user of default"), (status, who));
    }

    [Fact]
    public async Task Call_OutsideTheScopes_IsForbidden()
    {
        await servers.Production.AddPersonAsync("reader");
        var (_, key) = await Ring.CreateAsync("reader", "ci", [Scopes.Read], TimeSpan.FromDays(1), Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), ((await CallAsync("/test/read", key)).Status, (await CallAsync("/test/start", key)).Status));
    }

    [Fact]
    public async Task Call_WithoutOrWithABadKey_IsUnauthorized()
    {
        await servers.Production.AddPersonAsync("careless");
        var (_, expired) = await Ring.CreateAsync("careless", "old", [Scopes.Read], TimeSpan.FromTicks(-1), Cancellation);
        var (revoked, revokedText) = await Ring.CreateAsync("careless", "lost", [Scopes.Read], TimeSpan.FromDays(1), Cancellation);
        await Ring.RevokeAsync("careless", revoked.Id, Cancellation);

        foreach (var key in new[] { null, "", "wfk_", "nonsense", expired, revokedText, revokedText[..^1] + "_" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync("/api/test/read", key)).Status);
        }
    }

    [Fact]
    public async Task Call_OwnerIsDisabled_IsUnauthorized()
    {
        await servers.Production.AddPersonAsync("gone");
        var (_, key) = await Ring.CreateAsync("gone", "ci", [Scopes.Read], TimeSpan.FromDays(1), Cancellation);
        await servers.Production.Get<People>().SetDisabledAsync("gone", true, s_admin);

        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync("/test/read", key)).Status);
    }

    [Fact]
    public async Task Call_SignedInWithoutAKey_MayDoWhatTheScopesWouldLimit()
    {
        await servers.Production.AddPersonAsync("person");
        using var browser = servers.Production.Browser();
        await WebServer.SignInAsync(browser, "person");

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/test/start", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Revoke_SomebodyElsesKey_ChangesNothing()
    {
        await servers.Production.AddPersonAsync("victim");
        await servers.Production.AddPersonAsync("thief");
        var (key, text) = await Ring.CreateAsync("victim", "ci", [Scopes.Read], TimeSpan.FromDays(1), Cancellation);

        await Ring.RevokeAsync("thief", key.Id, Cancellation);

        Assert.Equal(HttpStatusCode.OK, (await CallAsync("/test/read", text)).Status);
    }

    [Fact]
    public async Task Create_Always_KeepsTheHashAndNotTheKey()
    {
        await servers.Production.AddPersonAsync("keeper");

        var (key, text) = await Ring.CreateAsync("keeper", "ci", [Scopes.Start, Scopes.Read], TimeSpan.FromDays(30), Cancellation);

        Assert.Matches("^wfk_[A-Za-z0-9_-]{43}$", text);
        var kept = Assert.Single(await Ring.ListAsync("keeper", Cancellation));
        Assert.Equal(
            (key.Id, "ci", text[..12], "read start", key.CreatedAt.AddDays(30), (DateTimeOffset?)null, (DateTimeOffset?)null),
            (kept.Id, kept.Name, kept.Prefix, kept.Scopes, kept.ExpiresAt, kept.LastUsedAt, kept.RevokedAt));
        Assert.DoesNotContain(text[12..], await File.ReadAllTextAsync(Path.Combine(servers.Production.Folder, "identity.db"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_UsedTwiceWithinAMinute_RemembersTheFirstUse()
    {
        await servers.Production.AddPersonAsync("busy");
        var (_, text) = await Ring.CreateAsync("busy", "ci", [Scopes.Read], TimeSpan.FromDays(30), Cancellation);

        var first = await Ring.FindAsync(text, Cancellation);
        var second = await Ring.FindAsync(text, Cancellation);

        Assert.NotNull(first?.LastUsedAt);
        Assert.Equal(first.LastUsedAt, second?.LastUsedAt);
    }

    private async Task<(HttpStatusCode Status, string Body)> CallAsync(string path, string? key)
    {
        using var client = servers.Production.Browser();
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add(ApiKeyAuthentication.Header, key);
        }

        var response = await client.GetAsync(path, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
