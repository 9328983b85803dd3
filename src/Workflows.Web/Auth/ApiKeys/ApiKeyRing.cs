using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Workflows.Web.Auth.ApiKeys;

/// <summary>Makes, finds and revokes API keys.</summary>
internal sealed class ApiKeyRing(IDbContextFactory<AuthDbContext> databases, TimeProvider time)
{
    private const string Mark = "wfk_";
    private const int PrefixLength = 12;
    private static readonly TimeSpan s_usePrecision = TimeSpan.FromMinutes(1);

    /// <summary>Makes a key for a person. The text is the only chance to see it.</summary>
    public async Task<(ApiKey Key, string Text)> CreateAsync(
        string userName,
        string name,
        IReadOnlyCollection<string> scopes,
        TimeSpan lifetime,
        CancellationToken cancellationToken)
    {
        var text = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            UserId = await UserIdAsync(database, userName, cancellationToken),
            Name = name,
            Prefix = text[..PrefixLength],
            Hash = HashOf(text),
            Scopes = string.Join(' ', scopes.Order(StringComparer.Ordinal)),
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };
        database.ApiKeys.Add(key);
        await database.SaveChangesAsync(cancellationToken);
        return (key, text);
    }

    /// <summary>A person's keys, the newest first, those expired or revoked included.</summary>
    public async Task<ImmutableArray<ApiKey>> ListAsync(string userName, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var userId = await UserIdAsync(database, userName, cancellationToken);
        return [.. await database.ApiKeys.AsNoTracking()
            .Where(key => key.UserId == userId)
            .OrderByDescending(key => key.CreatedAt)
            .ToListAsync(cancellationToken)];
    }

    /// <summary>Makes a person's key useless at once. One that is not theirs, or is revoked already, is left alone.</summary>
    public async Task RevokeAsync(string userName, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var userId = await UserIdAsync(database, userName, cancellationToken);
        await database.ApiKeys
            .Where(key => key.Id == id && key.UserId == userId && key.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, now), cancellationToken);
    }

    /// <summary>Finds a key that is valid now, and remembers that it was used; null when there is none.</summary>
    public async Task<ApiKey?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }

        var now = time.GetUtcNow();
        var hash = HashOf(text);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var key = await database.ApiKeys.SingleOrDefaultAsync(k => k.Hash == hash, cancellationToken);
        if (key is null || key.RevokedAt is not null || key.ExpiresAt <= now)
        {
            return null;
        }

        // To the minute, so that a busy program does not write for every call.
        if (key.LastUsedAt is not { } last || now - last >= s_usePrecision)
        {
            key.LastUsedAt = now;
            await database.SaveChangesAsync(cancellationToken);
        }

        return key;
    }

    private static byte[] HashOf(string text)
    {
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string> UserIdAsync(AuthDbContext database, string userName, CancellationToken cancellationToken)
    {
        return await database.Users
            .Where(user => user.UserName == userName)
            .Select(user => user.Id)
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw new InvalidOperationException($"There is no person {userName}.");
    }
}
