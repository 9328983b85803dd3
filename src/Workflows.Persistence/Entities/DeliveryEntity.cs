using Workflows.Engine;
using Workflows.Engine.Storage;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>deliveries</c>: an event that one subscriber is to be told, or was.</summary>
internal sealed class DeliveryEntity
{
    public long Number { get; init; }

    public TenantId Tenant { get; init; }

    public Guid Subscriber { get; init; }

    public required string EventId { get; init; }

    public required string Type { get; init; }

    public Guid? InstanceId { get; init; }

    public DateTimeOffset At { get; init; }

    public DeliveryStatus Status { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? TriedAt { get; init; }

    public int? Code { get; init; }

    public string? Answer { get; init; }

    public required byte[] Body { get; init; }
}
