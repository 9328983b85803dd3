using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Workflows.Web.Auth;

/// <summary>What an API key may do. Somebody who signed in may do everything that their roles allow.</summary>
internal static class Scopes
{
    /// <summary>Read what the owner may read.</summary>
    public const string Read = "read";

    /// <summary>Start instances.</summary>
    public const string Start = "start";

    /// <summary>Claim, release and decide tasks.</summary>
    public const string Decide = "decide";

    /// <summary>Act as operator, when the owner is one.</summary>
    public const string Operate = "operate";

    /// <summary>Act as author and admin, when the owner is one.</summary>
    public const string Admin = "admin";

    public const string Claim = "wf:scope";

    public static readonly ImmutableArray<string> All = [Read, Start, Decide, Operate, Admin];

    /// <summary>The name of the policy that asks for somebody who is signed in, or a key with <paramref name="scope"/>.</summary>
    public static string PolicyOf(string scope)
    {
        return $"scope:{scope}";
    }

    /// <summary>Whether the principal may do what <paramref name="scope"/> stands for, as far as keys limit it.</summary>
    public static bool Allows(this ClaimsPrincipal principal, string scope)
    {
        return principal.Identity?.AuthenticationType != ApiKeys.ApiKeyAuthentication.SchemeName || principal.HasClaim(Claim, scope);
    }

    /// <summary>The role that a key keeps only with a scope of its own; <see cref="Roles.User"/> comes with every key.</summary>
    public static string? NeededFor(string role)
    {
        return role switch
        {
            Roles.Operator => Operate,
            Roles.Author or Roles.Admin => Admin,
            _ => null,
        };
    }

    /// <summary>Adds one policy per scope.</summary>
    public static void AddScopePolicies(this AuthorizationBuilder authorization)
    {
        foreach (var scope in All)
        {
            authorization.AddPolicy(
                PolicyOf(scope),
                policy => policy.RequireAuthenticatedUser().RequireAssertion(context => context.User.Allows(scope)));
        }
    }
}
