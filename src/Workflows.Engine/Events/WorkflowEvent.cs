using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Events;

/// <summary>
/// Something that others may want to know: told to handlers in the process and to webhooks, at least once each. It says what happened where; the data of the instance is not in it.
/// </summary>
public sealed record WorkflowEvent
{
    /// <summary>The same whenever it is told: what to remember so that nothing is done twice.</summary>
    public required string Id { get; init; }

    /// <summary>What happened: one of <see cref="WorkflowEventTypes"/>, or what a step published.</summary>
    public required string Type { get; init; }

    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The key of the definition.</summary>
    public required string Definition { get; init; }

    /// <summary>The version of the definition.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>The instance; null when it is about a definition.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Where it stands in the history of the instance, from 1: what to sort by, as events may arrive in another order.</summary>
    public long Position { get; init; }

    /// <summary>The title of the instance.</summary>
    public string? Title { get; init; }

    /// <summary>The business reference of the instance.</summary>
    public string? Reference { get; init; }

    /// <summary>The step it is about; null when it is about all of it.</summary>
    public StepId? Step { get; init; }

    /// <summary>Who caused it; null when the engine did.</summary>
    public string? Actor { get; init; }

    /// <summary>What else is known, by the type: an object; null for nothing.</summary>
    public JsonElement? Details { get; init; }
}
