using Microsoft.Extensions.Options;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Knows which processes that ran machine steps on the store are still there.</summary>
internal sealed class NodeWatch(INodeStore nodes, NodeIdentity self, TimeProvider time, IOptions<EngineOptions> options)
{
    /// <summary>Looks now.</summary>
    public async Task<NodesSeen> LookAsync(CancellationToken cancellationToken)
    {
        var known = await nodes.ListNodesAsync(cancellationToken).ConfigureAwait(false);
        var after = time.GetUtcNow() - options.Value.NodeLease;
        return new NodesSeen(known, known.Where(n => IsAlive(n, after)).Select(n => n.Id).ToHashSet());
    }

    private bool IsAlive(NodeRow node, DateTimeOffset after) => node.Id == self.Id || (nodes.IsShared && node.EndedAt is null && node.SeenAt > after);
}

/// <summary>The processes that are known.</summary>
/// <param name="Known">All of them.</param>
/// <param name="Alive">The ids of those that are there.</param>
internal sealed record NodesSeen(IReadOnlyList<NodeRow> Known, IReadOnlySet<string> Alive)
{
    /// <summary>What takes up the machine steps of the others.</summary>
    /// <param name="maxCrashes">How often a process may end while a step runs before the step is not run again by itself.</param>
    public InstanceCommand.Recover ToRecover(int maxCrashes) => new(Alive, Known.Where(n => n.EndedAt is not null).Select(n => n.Id).ToHashSet(), maxCrashes);
}
