using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>Keys of the server.</summary>
internal sealed class KeyStore(WorkflowDatabase database) : IKeyStore
{
    public async Task<byte[]> GetOrAddKeyAsync(string name, byte[] made, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        await database.ChangeAsync(
            "INSERT INTO server_keys (name, value, made_at) VALUES (@name, @value, @made_at) ON CONFLICT (name) DO NOTHING",
            [name, made, StoredValue.Of(now)],
            cancellationToken).ConfigureAwait(false);
        return (await FindAsync(name, cancellationToken).ConfigureAwait(false))!;
    }

    private Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken) =>
        database.Reads.FirstAsync("SELECT value FROM server_keys WHERE name = @name", row => row.Bytes(0), cancellationToken, name);
}
