using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>history</c>: an event, never changed.</summary>
internal sealed class HistoryEntity
{
    public InstanceId InstanceId { get; init; }

    public long Position { get; init; }

    public required string Type { get; init; }

    public StepId? Step { get; init; }

    public string? Actor { get; init; }

    public DateTimeOffset At { get; init; }

    public required byte[] Payload { get; init; }
}
