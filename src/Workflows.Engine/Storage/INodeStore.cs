namespace Workflows.Engine.Storage;

/// <summary>The processes that run machine steps on a store, so that the steps of one that has ended are taken up by another.</summary>
internal interface INodeStore
{
    /// <summary>Whether other processes may use the store at the same time. Otherwise every other node is one that has ended.</summary>
    bool IsShared { get; }

    /// <summary>A node is alive; the first time makes it known.</summary>
    Task BeatAsync(string node, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A node ends as it should: what it leaves running did not end it.</summary>
    Task EndAsync(string node, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Every node that is known.</summary>
    Task<IReadOnlyList<NodeRow>> ListNodesAsync(CancellationToken cancellationToken);

    /// <summary>Forgets nodes that were last seen before a moment.</summary>
    Task ForgetNodesAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A process that runs, or ran, machine steps.</summary>
/// <param name="Id">Its id, new with every start.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="SeenAt">When it last said that it is alive.</param>
/// <param name="EndedAt">When it ended as it should; null while it runs, and when it did not.</param>
internal sealed record NodeRow(string Id, DateTimeOffset StartedAt, DateTimeOffset SeenAt, DateTimeOffset? EndedAt);
