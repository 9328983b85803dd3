using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Workflows.Web.Auth.ApiKeys;

/// <summary>Reads <c>X-Api-Key</c>: the caller is the key's owner, limited by its scopes.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiKeyRing keys,
    PersonSignInManager people)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ Length: > 0 } text])
        {
            return AuthenticateResult.NoResult();
        }

        // One answer for every kind of bad key: it tells nothing to somebody who tries.
        if (await keys.FindAsync(text, Context.RequestAborted) is not { } key
            || await people.UserManager.FindByIdAsync(key.UserId) is not { } owner
            || !await people.CanSignInAsync(owner))
        {
            return AuthenticateResult.Fail("The API key is unknown, expired or revoked.");
        }

        var scopes = key.Scopes.Split(' ');
        var all = await people.CreateUserPrincipalAsync(owner);
        var claims = all.Claims
            .Where(claim => claim.Type != ClaimTypes.Role || Scopes.NeededFor(claim.Value) is not { } needed || scopes.Contains(needed))
            .Concat(scopes.Select(scope => new Claim(Scopes.Claim, scope)));
        var identity = new ClaimsIdentity(claims, SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
