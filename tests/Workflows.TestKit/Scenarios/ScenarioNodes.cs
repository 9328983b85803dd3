using Workflows.Engine.Storage;

namespace Workflows.TestKit.Scenarios;

/// <summary>The nodes of a scenario's hosts: one after the other, so that all but the last are gone; or several at the same time, all of them alive.</summary>
internal sealed class ScenarioNodes(INodeStore inner, bool isShared) : INodeStore
{
    public bool IsShared => isShared;

    public Task BeatAsync(string node, DateTimeOffset now, CancellationToken cancellationToken) => inner.BeatAsync(node, now, cancellationToken);

    // A host that is killed says nothing.
    public Task EndAsync(string node, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<NodeRow>> ListNodesAsync(CancellationToken cancellationToken) => inner.ListNodesAsync(cancellationToken);

    public Task ForgetNodesAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.CompletedTask;
}
