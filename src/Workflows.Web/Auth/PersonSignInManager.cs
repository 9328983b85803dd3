using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Workflows.Web.Auth;

/// <summary>Signs people in and out; knows who may not, and which sessions have ended.</summary>
internal sealed class PersonSignInManager(
    UserManager<User> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<User> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<User>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<User> confirmation,
    EndedSessions ended,
    IHostEnvironment environment)
    : SignInManager<User>(users, http, claims, options, logger, schemes, confirmation)
{
    public const string SessionClaim = "wf:session";

    /// <summary>People who are disabled cannot, and demo people only in Development.</summary>
    public override async Task<bool> CanSignInAsync(User user)
    {
        return user.DisabledAt is null && (!user.IsDemo || environment.IsDevelopment()) && await base.CanSignInAsync(user);
    }

    /// <summary>Starts a session of its own, so that signing out of it does not end the person's others.</summary>
    public Task SignInPersonAsync(User user, bool isPersistent)
    {
        return SignInWithClaimsAsync(user, isPersistent, [new Claim(SessionClaim, Guid.NewGuid().ToString("N"))]);
    }

    public override async Task SignOutAsync()
    {
        if (Context.User.FindFirstValue(SessionClaim) is { } session)
        {
            ended.Add(session);
        }

        await base.SignOutAsync();
    }

    public override async Task<bool> ValidateSecurityStampAsync(User? user, string? securityStamp)
    {
        return await base.ValidateSecurityStampAsync(user, securityStamp) && user is not null && await CanSignInAsync(user);
    }
}
