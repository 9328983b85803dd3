using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>A token was armed for a trigger.</summary>
public sealed record TriggerArmed(Subscription Subscription, StepId Step, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A trigger fired beside the step's work, which goes on.</summary>
/// <param name="Token">The step's token.</param>
/// <param name="Step">The step.</param>
/// <param name="Trigger">The position of the trigger among those of the step; null for its time limit.</param>
/// <param name="Outcome">The outcome that edges saw.</param>
/// <param name="Changes">What it changed in the data.</param>
/// <param name="Taken">The edges that got a token.</param>
/// <param name="At">When.</param>
public sealed record TriggerFired(int Token, StepId Step, int? Trigger, string Outcome, DataChange Changes, ImmutableArray<TakenEdge> Taken, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A signal came from outside.</summary>
/// <param name="Signal">Its id: the sender's, or one given to it.</param>
/// <param name="Name">What the sender calls it.</param>
/// <param name="Key">Its key.</param>
/// <param name="Payload">What it carries.</param>
/// <param name="ExpiresAt">Until when it is kept when nothing waits for it.</param>
/// <param name="By">Who sent it.</param>
/// <param name="At">When.</param>
public sealed record SignalReceived(string Signal, string Name, string? Key, JsonElement Payload, DateTimeOffset? ExpiresAt, string By, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>A signal reached a step that waited for it.</summary>
public sealed record SignalConsumed(string Signal, string Name, int Token, StepId Step, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A signal was lost.</summary>
public sealed record SignalDropped(string Signal, string Name, string Cause, DateTimeOffset At) : InstanceEvent(At);

/// <summary>A waiting token was armed for a moment.</summary>
public sealed record TimerSet(int Token, StepId Step, TimerKind Kind, DateTimeOffset DueAt, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>The moment came.</summary>
public sealed record TimerFired(int Token, StepId Step, TimerKind Kind, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <summary>The operator who did not wait for it; null when time did it.</summary>
    public string? By { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}
