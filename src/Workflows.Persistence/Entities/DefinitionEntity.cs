using Workflows.Engine;
using Workflows.Engine.Definitions;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>definitions</c>: a version of a definition.</summary>
internal sealed class DefinitionEntity
{
    public long Number { get; init; }

    public TenantId Tenant { get; init; }

    public required string Key { get; init; }

    public SemanticVersion Version { get; init; }

    public DefinitionStatus Status { get; init; }

    public long Revision { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Category { get; init; }

    public int StepCount { get; init; }

    public required string ContentHash { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public required string ChangedBy { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public string? PublishedBy { get; init; }

    public required string Document { get; init; }
}
