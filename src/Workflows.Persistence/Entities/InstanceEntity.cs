using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>instances</c>: what lists show, and the state. Only the engine's own commands read the state; queries never select it.</summary>
internal sealed class InstanceEntity
{
    /// <summary>The row's number, in the order of the commits; decides between instances that were started at the same moment.</summary>
    public long Number { get; init; }

    public InstanceId Id { get; init; }

    public TenantId Tenant { get; init; }

    public required string Definition { get; init; }

    public SemanticVersion Version { get; init; }

    public required string Title { get; init; }

    /// <summary>The title's beginning, folded, for searches.</summary>
    public required string TitleFolded { get; init; }

    public string? Reference { get; init; }

    /// <summary>The reference's beginning, folded, for searches.</summary>
    public string? ReferenceFolded { get; init; }

    public string? StartKey { get; init; }

    public InstanceStatus Status { get; init; }

    public required string StartedBy { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? CurrentSteps { get; init; }

    public int IncidentCount { get; init; }

    public long Revision { get; init; }

    public long Position { get; init; }

    public required byte[] State { get; init; }
}
