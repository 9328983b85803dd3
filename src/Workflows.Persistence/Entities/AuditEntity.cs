using Workflows.Engine;
using Workflows.Engine.Instances;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>audit</c>: what somebody did, never changed.</summary>
internal sealed class AuditEntity
{
    public long Number { get; init; }

    public TenantId Tenant { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public string? Channel { get; init; }

    public required string Action { get; init; }

    public InstanceId? InstanceId { get; init; }

    public string? Subject { get; init; }

    public string? Title { get; init; }

    public string? Note { get; init; }
}
