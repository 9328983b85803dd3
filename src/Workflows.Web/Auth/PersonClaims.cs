using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Workflows.Web.Auth;

/// <summary>Writes the claims that <see cref="Person"/> reads.</summary>
internal sealed class PersonClaims(
    UserManager<User> users,
    RoleManager<IdentityRole> roles,
    IOptions<IdentityOptions> options,
    IDbContextFactory<AuthDbContext> databases)
    : UserClaimsPrincipalFactory<User, IdentityRole>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Person.NameClaim, user.DisplayName));
        identity.AddClaim(new Claim(Person.TenantClaim, user.Tenant.Value));

        await using var database = await databases.CreateDbContextAsync();
        var groups = await database.GroupMemberships.Where(membership => membership.UserId == user.Id).Select(membership => membership.Group).ToListAsync();
        identity.AddClaims(groups.Select(group => new Claim(Person.GroupClaim, group)));
        return identity;
    }
}
