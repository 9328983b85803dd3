namespace Workflows.Web.Auth.ApiKeys;

/// <summary>A key with which a program acts as its owner, as stored: the key itself is shown once and never kept.</summary>
internal sealed class ApiKey
{
    public required Guid Id { get; init; }

    /// <summary>The owner's key in the identity store (not the user name).</summary>
    public required string UserId { get; init; }

    /// <summary>What the owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The first characters of the key, by which people tell their keys apart.</summary>
    public required string Prefix { get; init; }

    /// <summary>The SHA-256 of the key. A key is 256 random bits, so it needs neither salt nor stretching.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What it may do, see <see cref="Auth.Scopes"/>, separated by blanks.</summary>
    public required string Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute; null when never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
