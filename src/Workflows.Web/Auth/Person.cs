using System.Collections.Immutable;
using System.Security.Claims;

namespace Workflows.Web.Auth;

/// <summary>The person behind a request or a circuit. Pages and the API read it here and nowhere else from claims.</summary>
/// <param name="Id">The user name, such as <c>rita</c>: what instances, tasks and the audit remember.</param>
/// <param name="Name">The name that others see.</param>
/// <param name="Groups">The groups whose tasks this person may take, in alphabetical order.</param>
/// <param name="Roles">What this person may do, see <see cref="Auth.Roles"/>, in alphabetical order.</param>
/// <param name="Tenant">The tenant whose data this person works with.</param>
public sealed record Person(string Id, string Name, ImmutableArray<string> Groups, ImmutableArray<string> Roles, string Tenant)
{
    /// <summary>The tenant of everyone while there is only one.</summary>
    public const string DefaultTenant = "default";

    /// <summary>What <see cref="Channel"/> says of those who use the pages.</summary>
    public const string PageChannel = "page";

    /// <summary>What <see cref="Channel"/> says of those who call the API.</summary>
    public const string ApiChannel = "api";

    internal const string NameClaim = "wf:name";
    internal const string GroupClaim = "wf:group";
    internal const string TenantClaim = "wf:tenant";
    internal const string ChannelClaim = "wf:channel";

    /// <summary>By what way this person came, for the audit; it makes no difference otherwise, and two who differ in it are equal.</summary>
    public string Channel { get; init; } = PageChannel;

    /// <summary>Reads the claims of somebody who is signed in.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static Person From(ClaimsPrincipal principal)
    {
        return TryFrom(principal) ?? throw new InvalidOperationException("Nobody is signed in: the page or endpoint must require it.");
    }

    /// <summary>Reads the claims, or returns null when nobody is signed in.</summary>
    public static Person? TryFrom(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true, Name: { Length: > 0 } id })
        {
            return null;
        }

        return new Person(
            id,
            principal.FindFirstValue(NameClaim) ?? id,
            Values(principal, GroupClaim),
            Values(principal, ClaimTypes.Role),
            principal.FindFirstValue(TenantClaim) ?? DefaultTenant)
        {
            Channel = principal.FindFirstValue(ChannelClaim) ?? PageChannel,
        };
    }

    /// <summary>Whether this person has the role.</summary>
    public bool Is(string role)
    {
        return Roles.Contains(role, StringComparer.Ordinal);
    }

    /// <summary>Two people with the same values are equal, lists included.</summary>
    public bool Equals(Person? other)
    {
        return other is not null
            && (Id, Name, Tenant) == (other.Id, other.Name, other.Tenant)
            && Groups.SequenceEqual(other.Groups)
            && Roles.SequenceEqual(other.Roles);
    }

    public override int GetHashCode()
    {
        return HashCode.Combine(Id, Tenant);
    }

    private static ImmutableArray<string> Values(ClaimsPrincipal principal, string type)
    {
        return [.. principal.FindAll(type).Select(claim => claim.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
