using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>incidents</c>: a branch that stands still. It goes when it moves on, with the same commit.</summary>
internal sealed class IncidentEntity
{
    public long Number { get; init; }

    public TenantId Tenant { get; init; }

    public InstanceId InstanceId { get; init; }

    public int Incident { get; init; }

    public required string Fingerprint { get; init; }

    public required string Definition { get; init; }

    public SemanticVersion Version { get; init; }

    public required string Title { get; init; }

    public string? Reference { get; init; }

    public StepId? Step { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public DateTimeOffset OpenedAt { get; init; }
}
