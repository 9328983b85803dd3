using Microsoft.EntityFrameworkCore;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Auth;

/// <summary>Tells the engine who can sign in.</summary>
internal sealed class PeopleDirectory(IDbContextFactory<AuthDbContext> databases) : IPeopleDirectory
{
    public async Task<IReadOnlyList<Actor>> ListActiveAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var users = await database.Users.AsNoTracking().Where(user => user.DisabledAt == null).Include(user => user.Groups).ToListAsync(cancellationToken);
        return [.. users.Select(user => new Actor(user.UserName!, [.. user.Groups.Select(membership => membership.Group)], user.Tenant))];
    }
}
