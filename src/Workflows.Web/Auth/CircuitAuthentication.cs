using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Workflows.Web.Auth;

/// <summary>
/// Looks twice a minute whether the person of a circuit is still who signed in, with the same groups and roles. When not, the circuit's pages lead to
/// the sign-in page, which lets those with a valid cookie straight back.
/// </summary>
internal sealed class CircuitAuthentication(
    ILoggerFactory logger,
    IServiceScopeFactory scopes,
    EndedSessions ended,
    IOptionsMonitor<CookieAuthenticationOptions> cookies,
    TimeProvider time)
    : RevalidatingServerAuthenticationStateProvider(logger)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <summary>Whether the circuit may go on as this person.</summary>
    internal async Task<bool> IsStillValidAsync(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(PersonSignInManager.SessionClaim) is { } session && ended.Contains(session))
        {
            return false;
        }

        // A circuit does not renew the cookie it started with, so it must not outlive it.
        if (time.GetUtcNow() - _startedAt >= cookies.Get(IdentityConstants.ApplicationScheme).ExpireTimeSpan)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PersonSignInManager>();
        return await people.ValidateSecurityStampAsync(principal) is { } user
            && Person.TryFrom(await people.CreateUserPrincipalAsync(user)) == Person.TryFrom(principal);
    }

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        return IsStillValidAsync(authenticationState.User);
    }
}
