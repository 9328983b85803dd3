using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Instances;

/// <summary>An instance as it stood after a commit; a value that never changes.</summary>
public sealed record InstanceSnapshot
{
    /// <summary>The id.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The key of the definition it runs.</summary>
    public required string Definition { get; init; }

    /// <summary>The version it stays on.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>What people read.</summary>
    public required string Title { get; init; }

    /// <summary>The business reference.</summary>
    public string? Reference { get; init; }

    /// <summary>How it is doing.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was completed or canceled.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The nominated end it reached last.</summary>
    public StepId? End { get; init; }

    /// <summary>The reason of a canceled instance, or what a failed one stopped at.</summary>
    public string? Reason { get; init; }

    /// <summary>Who holds it, and why; null when nobody does.</summary>
    public InstancePause? Pause { get; init; }

    /// <summary>Its data, an object.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>How often it was committed; the fence of every change.</summary>
    public required long Revision { get; init; }

    /// <summary>The number of its last event, from 1.</summary>
    public required long Position { get; init; }

    /// <summary>Where it is.</summary>
    public required ImmutableArray<Token> Tokens { get; init; }

    /// <summary>The tasks people can do now.</summary>
    public required ImmutableArray<HumanTask> OpenTasks { get; init; }

    /// <summary>The moments it is armed for.</summary>
    public required ImmutableArray<ArmedTimer> Timers { get; init; }

    /// <summary>The scopes that tokens are in; the case itself comes first.</summary>
    public ImmutableArray<Scope> Scopes { get; init; } = [];

    /// <summary>The triggers it is armed for.</summary>
    public ImmutableArray<Subscription> Subscriptions { get; init; } = [];

    /// <summary>Where it stands still.</summary>
    public required ImmutableArray<Incident> Incidents { get; init; }

    /// <summary>What is known of each visited step.</summary>
    public required ImmutableDictionary<StepId, StepTrace> Steps { get; init; }

    /// <summary>How often each edge was taken, by its position in the definition.</summary>
    public required ImmutableDictionary<int, int> TakenEdges { get; init; }

    /// <summary>Whether a start found the instance by its start key instead of making it. It is not part of the state.</summary>
    public bool IsFromStartKey { get; init; }

    /// <summary>Whether a token is in a workflow that the instance called, so that its step is of another definition.</summary>
    public bool IsCalled(Token token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Scopes.FirstOrDefault(s => s.Id == token.Scope)?.Call is not null;
    }

    /// <summary>Whether a token only waits for what goes on inside its step: other tokens say where the instance is.</summary>
    public bool IsAround(Token token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Scopes.Any(s => s.Owner == token.Id);
    }

    /// <summary>The steps that hold a token now, in the order they got it.</summary>
    public ImmutableArray<StepId> CurrentSteps => [.. Tokens.Where(t => !t.IsOnEdge).Select(t => t.Step).Distinct()];
}
