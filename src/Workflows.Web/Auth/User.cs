using Microsoft.AspNetCore.Identity;
using Workflows.Engine;

namespace Workflows.Web.Auth;

/// <summary>A person as the identity store keeps them. Everything else works with <see cref="Person"/>.</summary>
internal sealed class User : IdentityUser
{
    /// <summary>The name that others see.</summary>
    public string DisplayName { get; set; } = "";

    public TenantId Tenant { get; set; } = TenantId.Default;

    /// <summary>Since when this person may not sign in; null when they may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Whether the password was set by somebody else and must be replaced at the next sign-in.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Whether this is one of the demo people: they have no password, and exist for Development only.</summary>
    public bool IsDemo { get; set; }

    public ICollection<GroupMembership> Groups { get; } = [];
}

/// <summary>That a person is in a group, and may take the tasks offered to it. A group is nothing but its name.</summary>
internal sealed class GroupMembership
{
    public required string UserId { get; init; }

    public required string Group { get; init; }
}
