using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>A step took its input tokens and holds a token of its own.</summary>
/// <param name="Token">The token in the step.</param>
/// <param name="Step">The step.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Visit">Which visit to the step, from 1.</param>
/// <param name="Status">Running or waiting.</param>
/// <param name="Consumed">The tokens it took from its incoming edges.</param>
/// <param name="Cause">Why it started although an input was missing, when joins waited for each other.</param>
/// <param name="At">When.</param>
public sealed record StepStarted(int Token, StepId Step, int Scope, int Visit, StepStatus Status, ImmutableArray<int> Consumed, string? Cause, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <summary>The process that runs its machine step; null for any other.</summary>
    public string? Node { get; init; }

    /// <summary>The state whose token it competes for.</summary>
    public int? Choice { get; init; }

    /// <summary>The edge it goes back to when a state it requires is no longer marked.</summary>
    public int? Gate { get; init; }
}

/// <summary>A token put on an edge.</summary>
/// <param name="Edge">The edge: its position in the definition.</param>
/// <param name="To">The step the edge leads to.</param>
/// <param name="Token">The new token.</param>
public readonly record struct TakenEdge(int Edge, StepId To, int Token);

/// <summary>A step's work is done, and its token moved on.</summary>
/// <param name="Token">The token that left the step.</param>
/// <param name="Step">The step.</param>
/// <param name="Outcome">The outcome that edges saw.</param>
/// <param name="Changes">What changed in the data; none when a <see cref="StepBlocked"/> before it already changed it.</param>
/// <param name="Taken">The edges that got a token.</param>
/// <param name="At">When.</param>
public sealed record StepCompleted(int Token, StepId Step, string? Outcome, DataChange Changes, ImmutableArray<TakenEdge> Taken, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <summary>What a saga undoes when it fails; null for nothing.</summary>
    public Undoable? Done { get; init; }
}

/// <summary>A step had nothing to do, and its token moved on.</summary>
public sealed record StepSkipped(int Token, StepId Step, string Cause, ImmutableArray<TakenEdge> Taken, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A step's work failed; its token stands still, unless it is tried again or a saga deals with it.</summary>
public sealed record StepFailed(int Token, StepId Step, int Attempt, string Message, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <summary>What went wrong, for programs; null when nobody said.</summary>
    public string? Code { get; init; }

    /// <summary>When it is tried again by itself; null when it is not.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Whether the saga around it deals with it, so that the token is gone.</summary>
    public bool IsHandled { get; init; }

    /// <summary>What the saga undoes, as nobody knows how far the step came; null for nothing.</summary>
    public Undoable? Done { get; init; }
}

/// <summary>A machine step said how far it is.</summary>
public sealed record StepProgressed(int Token, StepId Step, double? Fraction, string? Message, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>The process that ran a machine step ended before the step did.</summary>
/// <param name="Token">The token in the step.</param>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The attempt that was under way.</param>
/// <param name="Crashes">How often a process ended while the step ran that should not have.</param>
/// <param name="Node">The process that takes it up.</param>
/// <param name="At">When that was found out.</param>
public sealed record StepInterrupted(int Token, StepId Step, int Attempt, int Crashes, string? Node, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A machine step told the world something, with the completion of its work.</summary>
/// <param name="Token">The token in the step.</param>
/// <param name="Step">The step.</param>
/// <param name="Name">What subscribers know it by: its type.</param>
/// <param name="Data">What it tells: an object.</param>
/// <param name="At">When.</param>
public sealed record EventPublished(int Token, StepId Step, string Name, JsonElement Data, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A step's work is done, but no way on could be chosen; its token stands still.</summary>
public sealed record StepBlocked(int Token, StepId Step, string? Outcome, DataChange Changes, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A step that stood still tries again.</summary>
/// <param name="Token">The token in the step.</param>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The new attempt.</param>
/// <param name="Status">Running or waiting.</param>
/// <param name="By">Who asked for it; null when its retry policy did.</param>
/// <param name="At">When.</param>
public sealed record StepRetried(int Token, StepId Step, int Attempt, StepStatus Status, string? By, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <summary>The process that runs its machine step; null for any other.</summary>
    public string? Node { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>A step's work was withdrawn.</summary>
public sealed record StepCanceled(int Token, StepId Step, string Cause, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <summary>What a saga undoes of it; null for nothing.</summary>
    public Undoable? Done { get; init; }
}

/// <summary>An operator ended a step in place of its work.</summary>
/// <param name="Token">The token that left the step.</param>
/// <param name="Step">The step.</param>
/// <param name="IsSkipped">Whether it was left undone; otherwise it ended with the outcome.</param>
/// <param name="Outcome">The outcome that edges saw.</param>
/// <param name="Changes">What it changed in the data.</param>
/// <param name="Taken">The edges that got a token.</param>
/// <param name="By">Who did it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record StepOverridden(
    int Token, StepId Step, bool IsSkipped, string? Outcome, DataChange Changes, ImmutableArray<TakenEdge> Taken, string By, string Reason, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <summary>What a saga undoes when it fails; null for nothing.</summary>
    public Undoable? Done { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}
