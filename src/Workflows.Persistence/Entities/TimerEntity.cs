using Workflows.Engine;
using Workflows.Engine.Instances;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>timers</c>: a moment an instance is armed for. It goes with the wait it belongs to.</summary>
internal sealed class TimerEntity
{
    public InstanceId InstanceId { get; init; }

    public int Token { get; init; }

    public TimerKind Kind { get; init; }

    public TenantId Tenant { get; init; }

    public DateTimeOffset DueAt { get; init; }
}
