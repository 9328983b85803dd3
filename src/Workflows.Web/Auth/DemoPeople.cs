using System.Collections.Immutable;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Workflows.Web.Auth;

/// <summary>Somebody to try the samples as.</summary>
internal sealed record DemoPerson(string Id, string Name, string Job, ImmutableArray<string> Groups, ImmutableArray<string> Roles);

/// <summary>
/// The people of the samples, one for each group. They exist in Development only, have no password, and are signed in by one click on the sign-in page.
/// </summary>
internal static class DemoPeople
{
    public static readonly ImmutableArray<DemoPerson> All =
    [
        new("rita", "Rita Rossi", "Requester", ["employees"], [Roles.User]),
        new("max", "Max Meier", "Manager", ["managers"], [Roles.User]),
        new("mona", "Mona Moreau", "Manager", ["managers"], [Roles.User]),
        new("fiona", "Fiona Farkas", "Finance", ["finance"], [Roles.User]),
        new("ines", "Ines Ivarsson", "IT", ["it"], [Roles.User]),
        new("harry", "Harry Horvat", "Human resources", ["hr"], [Roles.User]),
        new("fred", "Fred Fischer", "Facilities", ["facilities"], [Roles.User]),
        new("tom", "Tom Tanaka", "Team lead", ["team"], [Roles.User]),
        new("quinn", "Quinn Quirke", "Quality", ["qa"], [Roles.User]),
        new("petra", "Petra Petrov", "Product", ["product"], [Roles.User]),
        new("ada", "Ada Almeida", "Administrator", [], Roles.All),
    ];

    /// <summary>Creates those who are missing.</summary>
    public static async Task SeedAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        var known = await database.Users.Select(user => user.UserName).ToListAsync(cancellationToken);
        foreach (var person in All.Where(person => !known.Contains(person.Id)))
        {
            var user = new User
            {
                UserName = person.Id,
                NormalizedUserName = person.Id.ToUpperInvariant(),
                DisplayName = person.Name,
                IsDemo = true,
            };
            database.Users.Add(user);
            database.GroupMemberships.AddRange(person.Groups.Select(group => new GroupMembership { UserId = user.Id, Group = group }));
            database.UserRoles.AddRange(person.Roles.Select(role => new IdentityUserRole<string> { UserId = user.Id, RoleId = role }));
        }

        await database.SaveChangesAsync(cancellationToken);
    }
}
