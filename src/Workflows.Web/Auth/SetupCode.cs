using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Workflows.Web.Auth;

/// <summary>
/// Guards the first run. Whoever creates the first admin owns the installation, so they must show the code that the server prints where it was started:
/// on a network, being the first to open the page is not enough.
/// </summary>
internal sealed class SetupCode(IDbContextFactory<AuthDbContext> databases)
{
    /// <summary>The code of this run.</summary>
    public string Value { get; } = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 10);

    public bool Matches(string? given)
    {
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Value), Encoding.UTF8.GetBytes(given?.Trim() ?? ""));
    }

    /// <summary>Whether there is nobody yet. Demo people do not count: outside Development they cannot sign in.</summary>
    public async Task<bool> IsOpenAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return !await database.Users.AnyAsync(user => !user.IsDemo, cancellationToken);
    }
}
