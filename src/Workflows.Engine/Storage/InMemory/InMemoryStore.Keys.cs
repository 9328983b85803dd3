namespace Workflows.Engine.Storage.InMemory;

/// <content>Keys of the server.</content>
internal sealed partial class InMemoryStore : IKeyStore
{
    private readonly Dictionary<string, byte[]> _keys = [];

    public Task<byte[]> GetOrAddKeyAsync(string name, byte[] made, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_keys.TryGetValue(name, out var known) ? known : _keys[name] = made);
        }
    }
}
