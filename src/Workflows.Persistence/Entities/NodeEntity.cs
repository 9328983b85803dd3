namespace Workflows.Persistence.Entities;

/// <summary>A process that runs, or ran, machine steps.</summary>
internal sealed class NodeEntity
{
    public required string Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }
}
