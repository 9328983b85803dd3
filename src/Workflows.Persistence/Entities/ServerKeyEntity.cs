namespace Workflows.Persistence.Entities;

/// <summary>A key of the server.</summary>
internal sealed class ServerKeyEntity
{
    public required string Name { get; init; }

    public required byte[] Value { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
}
