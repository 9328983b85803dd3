namespace Workflows.Engine.Storage;

/// <summary>Keys of the server, which every process on the store shares.</summary>
internal interface IKeyStore
{
    /// <summary>The key with a name. The first who asks for it makes it; everybody gets the same.</summary>
    /// <param name="name">What the key is for.</param>
    /// <param name="made">The key, if there is none yet.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<byte[]> GetOrAddKeyAsync(string name, byte[] made, DateTimeOffset now, CancellationToken cancellationToken);
}
