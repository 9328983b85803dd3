using Workflows.Engine;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>schedules</c>: what is started when, and how far it has come. There are as many as people made.</summary>
internal sealed class ScheduleEntity
{
    public TenantId Tenant { get; init; }

    public Guid Id { get; init; }

    public long Writes { get; init; }

    public DateTimeOffset? LookAt { get; init; }

    public required string Document { get; init; }
}
