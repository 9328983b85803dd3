using System.Collections.Immutable;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Workflows.Web.Auth;

/// <summary>A person as an admin sees them. The id is the user name, and never changes: histories name it.</summary>
public sealed record PersonEntry(
    string Id,
    string Name,
    ImmutableArray<string> Roles,
    ImmutableArray<string> Groups,
    bool IsDisabled,
    bool IsDemo,
    bool MustChangePassword);

/// <summary>Creates and changes people. Every method answers with what is wrong, and changes nothing when something is.</summary>
internal sealed class People(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Everybody, by name.</summary>
    public async Task<ImmutableArray<PersonEntry>> ListAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var roles = (await database.UserRoles.ToListAsync(cancellationToken)).ToLookup(role => role.UserId, role => role.RoleId);
        var users = await database.Users.AsNoTracking().Include(user => user.Groups).OrderBy(user => user.DisplayName).ToListAsync(cancellationToken);
        return
        [
            .. users.Select(user => new PersonEntry(
                user.UserName!,
                user.DisplayName,
                [.. roles[user.Id].Order(StringComparer.Ordinal)],
                [.. user.Groups.Select(membership => membership.Group).Order(StringComparer.Ordinal)],
                user.DisabledAt is not null,
                user.IsDemo,
                user.MustChangePassword)),
        ];
    }

    /// <summary>What everybody is called, by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        return await database.Users.ToDictionaryAsync(user => user.UserName!, user => user.DisplayName, cancellationToken);
    }

    /// <summary>Adds a person. With <paramref name="isOneTime"/> they must choose their own password when they first sign in.</summary>
    public async Task<ImmutableArray<FieldProblem>> CreateAsync(
        string id,
        string name,
        string password,
        bool isOneTime,
        IReadOnlyCollection<string> roles,
        IReadOnlyCollection<string> groups,
        CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = new User { UserName = id.Trim().ToLowerInvariant(), DisplayName = name.Trim(), MustChangePassword = isOneTime };
        ImmutableArray<FieldProblem> problems =
        [
            .. ProblemsOf(user.DisplayName, roles),
            .. await ProblemsOfAsync(users.UserValidators, validator => validator.ValidateAsync(users, user)),
            .. await ProblemsOfAsync(users.PasswordValidators, validator => validator.ValidateAsync(users, user, password)),
        ];
        if (!problems.IsEmpty)
        {
            return problems;
        }

        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await users.CreateAsync(user, password) is { Succeeded: false } refused)
        {
            return ProblemsOf(refused);
        }

        await SetRolesAndGroupsAsync(database, user, roles, groups, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [];
    }

    /// <summary>Changes the name, the roles and the groups of a person. Nobody can take the role of admin from themselves, so there is always one.</summary>
    public async Task<ImmutableArray<FieldProblem>> UpdateAsync(
        string id,
        string name,
        IReadOnlyCollection<string> roles,
        IReadOnlyCollection<string> groups,
        Person by,
        CancellationToken cancellationToken)
    {
        if (ProblemsOf(name.Trim(), roles) is { Length: > 0 } problems)
        {
            return problems;
        }

        if (id == by.Id && !roles.Contains(Roles.Admin))
        {
            return [new FieldProblem("Roles", "You cannot take the role of admin from yourself. Ask another admin.")];
        }

        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var user = await FindAsync(scope, id);
        user.DisplayName = name.Trim();
        await SetRolesAndGroupsAsync(database, user, roles, groups, cancellationToken);
        return [];
    }

    /// <summary>Gives a person a password that they must replace when they next sign in, and ends their sessions.</summary>
    public async Task<ImmutableArray<FieldProblem>> ResetPasswordAsync(string id, string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = await FindAsync(scope, id);
        var problems = await ProblemsOfAsync(users.PasswordValidators, validator => validator.ValidateAsync(users, user, password));
        if (!problems.IsEmpty)
        {
            return problems;
        }

        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        user.MustChangePassword = true;
        user.LockoutEnd = null;
        await users.UpdateSecurityStampAsync(user);
        return [];
    }

    /// <summary>Lets a person in no more, or in again. Their sessions and API keys end with it; what they did stays.</summary>
    public async Task<ImmutableArray<FieldProblem>> SetDisabledAsync(string id, bool isDisabled, Person by)
    {
        if (id == by.Id && isDisabled)
        {
            return [new FieldProblem("", "You cannot disable yourself.")];
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = await FindAsync(scope, id);
        user.DisabledAt = isDisabled ? time.GetUtcNow() : null;
        await users.UpdateSecurityStampAsync(user);
        return [];
    }

    /// <summary>What Identity refused, at the field it is about, in our words.</summary>
    internal static ImmutableArray<FieldProblem> ProblemsOf(IdentityResult refused)
    {
        return
        [
            .. refused.Errors.Select(error => error.Code switch
            {
                nameof(IdentityErrorDescriber.DuplicateUserName) => new FieldProblem("UserName", "Somebody has this user name already."),
                nameof(IdentityErrorDescriber.InvalidUserName) => new FieldProblem("UserName", "Use letters from a to z, digits, and . - _ @ only."),
                nameof(IdentityErrorDescriber.PasswordTooShort) => new FieldProblem("Password", "Use at least 10 characters."),
                nameof(IdentityErrorDescriber.PasswordMismatch) => new FieldProblem("Password", "This is not the right password."),
                _ when error.Code.StartsWith("Password", StringComparison.Ordinal) => new FieldProblem("Password", error.Description),
                _ => new FieldProblem("", error.Description),
            }),
        ];
    }

    private static async Task<ImmutableArray<FieldProblem>> ProblemsOfAsync<T>(IEnumerable<T> validators, Func<T, Task<IdentityResult>> validate)
    {
        var problems = ImmutableArray.CreateBuilder<FieldProblem>();
        foreach (var validator in validators)
        {
            problems.AddRange(ProblemsOf(await validate(validator)));
        }

        return problems.ToImmutable();
    }

    private static ImmutableArray<FieldProblem> ProblemsOf(string name, IReadOnlyCollection<string> roles)
    {
        return (name.Length, roles.All(role => Roles.All.Contains(role))) switch
        {
            (0, _) => [new FieldProblem("Name", "Say what others call this person.")],
            ( > 200, _) => [new FieldProblem("Name", "Use at most 200 characters.")],
            (_, false) => [new FieldProblem("Roles", $"The roles are {string.Join(", ", Roles.All)}.")],
            _ => [],
        };
    }

    private static async Task<User> FindAsync(AsyncServiceScope scope, string id)
    {
        return await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByNameAsync(id)
            ?? throw new InvalidOperationException($"There is no person {id}.");
    }

    private static async Task SetRolesAndGroupsAsync(
        AuthDbContext database,
        User user,
        IReadOnlyCollection<string> roles,
        IReadOnlyCollection<string> groups,
        CancellationToken cancellationToken)
    {
        var wantedRoles = roles.Append(Roles.User).Distinct().ToList();
        var hasRoles = await database.UserRoles.Where(role => role.UserId == user.Id).ToListAsync(cancellationToken);
        database.UserRoles.RemoveRange(hasRoles.Where(role => !wantedRoles.Contains(role.RoleId)));
        database.UserRoles.AddRange(wantedRoles
            .Except(hasRoles.Select(role => role.RoleId))
            .Select(role => new IdentityUserRole<string> { UserId = user.Id, RoleId = role }));

        var wantedGroups = groups.Select(group => group.Trim()).Where(group => group.Length > 0).Distinct().ToList();
        var hasGroups = await database.GroupMemberships.Where(membership => membership.UserId == user.Id).ToListAsync(cancellationToken);
        database.GroupMemberships.RemoveRange(hasGroups.Where(membership => !wantedGroups.Contains(membership.Group)));
        database.GroupMemberships.AddRange(wantedGroups
            .Except(hasGroups.Select(membership => membership.Group))
            .Select(group => new GroupMembership { UserId = user.Id, Group = group }));

        await database.SaveChangesAsync(cancellationToken);
    }
}
