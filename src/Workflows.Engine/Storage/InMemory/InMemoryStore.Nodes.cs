namespace Workflows.Engine.Storage.InMemory;

/// <content>Nodes: the hosts that were started on the store, one after the other.</content>
internal sealed partial class InMemoryStore : INodeStore
{
    private readonly Dictionary<string, NodeRow> _nodes = [];

    public bool IsShared => false;

    public Task BeatAsync(string node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _nodes[node] = _nodes.TryGetValue(node, out var known) ? known with { SeenAt = now } : new NodeRow(node, now, now, null);
        }

        return Task.CompletedTask;
    }

    public Task EndAsync(string node, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(node, out var known))
            {
                _nodes[node] = known with { EndedAt = now };
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<NodeRow>> ListNodesAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<NodeRow>>([.. _nodes.Values]);
        }
    }

    public Task ForgetNodesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var node in _nodes.Values.Where(n => n.SeenAt < before).ToList())
            {
                _nodes.Remove(node.Id);
            }
        }

        return Task.CompletedTask;
    }
}
