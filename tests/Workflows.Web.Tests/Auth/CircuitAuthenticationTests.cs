using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Workflows.Web.Auth;
using Workflows.Web.Tests.Hosting;

namespace Workflows.Web.Tests.Auth;

public sealed class CircuitAuthenticationTests(Servers servers)
{
    private static readonly Person s_admin = new("anna", "Anna", [], [Roles.Admin], Person.DefaultTenant);

    private readonly FakeTimeProvider _time = new();

    private WebServer Web => servers.Production;

    [Fact]
    public async Task IsStillValid_NothingChanged_Yes()
    {
        var (circuit, principal) = await StartAsync("steady");

        Assert.True(await circuit.IsStillValidAsync(principal));
    }

    [Fact]
    public async Task IsStillValid_SignedOutElsewhere_NoForThatSessionOnly()
    {
        var (circuit, principal) = await StartAsync("leaver");
        var other = InSession("another", principal);

        Web.Get<EndedSessions>().Add(principal.FindFirstValue(PersonSignInManager.SessionClaim)!);

        Assert.False(await circuit.IsStillValidAsync(principal));
        Assert.True(await circuit.IsStillValidAsync(other));
    }

    [Fact]
    public async Task IsStillValid_Disabled_No()
    {
        var (circuit, principal) = await StartAsync("barred");

        await Web.Get<People>().SetDisabledAsync("barred", true, s_admin);

        Assert.False(await circuit.IsStillValidAsync(principal));
    }

    [Fact]
    public async Task IsStillValid_GroupsChanged_No()
    {
        var (circuit, principal) = await StartAsync("mover");

        await Web.Get<People>().UpdateAsync("mover", "mover of tests", [Roles.User], ["new"], s_admin, TestContext.Current.CancellationToken);

        Assert.False(await circuit.IsStillValidAsync(principal));
    }

    [Fact]
    public async Task IsStillValid_OlderThanTheCookie_No()
    {
        var (circuit, principal) = await StartAsync("sitter");

        _time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.True(await circuit.IsStillValidAsync(principal));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await circuit.IsStillValidAsync(principal));
    }

    private static ClaimsPrincipal InSession(string session, ClaimsPrincipal principal)
    {
        var claims = principal.Claims.Where(claim => claim.Type != PersonSignInManager.SessionClaim)
            .Append(new Claim(PersonSignInManager.SessionClaim, session));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
    }

    private async Task<(CircuitAuthentication Circuit, ClaimsPrincipal Principal)> StartAsync(string id)
    {
        await Web.AddPersonAsync(id, groups: ["old"]);
        await using var scope = Web.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PersonSignInManager>();
        var principal = await people.CreateUserPrincipalAsync((await people.UserManager.FindByNameAsync(id))!);
        principal = InSession($"session of {id}", principal);
        var circuit = new CircuitAuthentication(
            NullLoggerFactory.Instance,
            Web.Get<IServiceScopeFactory>(),
            Web.Get<EndedSessions>(),
            Web.Get<IOptionsMonitor<CookieAuthenticationOptions>>(),
            _time);
        return (circuit, principal);
    }
}
