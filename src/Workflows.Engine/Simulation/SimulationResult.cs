using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Simulation;

/// <summary>What a simulation came to.</summary>
public sealed record SimulationResult
{
    /// <summary>How the instance stands in the end; null when it was not started.</summary>
    public InstanceSnapshot? Instance { get; init; }

    /// <summary>What happened, as an instance's history tells it.</summary>
    public required ImmutableArray<InstanceEvent> Events { get; init; }

    /// <summary>The steps that were done, in order.</summary>
    public required ImmutableArray<SimulatedStep> Path { get; init; }

    /// <summary>What it waits for in the end.</summary>
    public required ImmutableArray<SimulatedWait> Waits { get; init; }

    /// <summary>The positions of the moves that never could happen.</summary>
    public required ImmutableArray<int> UnusedMoves { get; init; }

    /// <summary>Why the start or a move was refused; the simulation ends there. Null when none was.</summary>
    public Rejection? Refusal { get; init; }

    /// <summary>The position of the refused move; null when none was, or when the start was.</summary>
    public int? RefusedMove { get; init; }

    /// <summary>Whether it was stopped because it went on too long.</summary>
    public bool IsCut { get; init; }
}

/// <summary>A step that was done in a simulation.</summary>
/// <param name="Step">The step.</param>
/// <param name="Name">What people read.</param>
/// <param name="Kind">What kind of step it is.</param>
/// <param name="Status">Succeeded, skipped, failed or canceled.</param>
/// <param name="Outcome">The outcome that edges saw.</param>
/// <param name="By">Who decided it; null for a step that people have no part in.</param>
/// <param name="IsAssumed">Whether no move said what it does, so that it was assumed to succeed and to change nothing.</param>
/// <param name="Called">The called workflow it belongs to; null for a step of the definition itself.</param>
public sealed record SimulatedStep(StepId Step, string Name, StepKind Kind, StepStatus Status, string? Outcome, string? By, bool IsAssumed, CalledDefinition? Called);

/// <summary>Something that a simulated instance waits for.</summary>
/// <param name="Step">The step that waits.</param>
/// <param name="Name">What people read.</param>
/// <param name="Kind">What it waits for.</param>
public sealed record SimulatedWait(StepId Step, string Name, WaitKind Kind)
{
    /// <summary>The people a task is offered to.</summary>
    public ImmutableArray<string> Users { get; init; } = [];

    /// <summary>The groups a task is offered to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Whose the task is; null when several may take it.</summary>
    public string? Assignee { get; init; }

    /// <summary>The moment a timer step waits for, or when the time limit of the step ends.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The signal it waits for.</summary>
    public string? Signal { get; init; }

    /// <summary>The key the signal must have; null for any.</summary>
    public string? Key { get; init; }

    /// <summary>The called workflow it belongs to; null for a step of the definition itself.</summary>
    public CalledDefinition? Called { get; init; }

    /// <inheritdoc/>
    public bool Equals(SimulatedWait? other) =>
        other is not null && (Step, Name, Kind, Assignee, DueAt, Signal, Key, Called) == (other.Step, other.Name, other.Kind, other.Assignee, other.DueAt, other.Signal, other.Key, other.Called)
        && Users.SequenceEqual(other.Users) && Groups.SequenceEqual(other.Groups);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Step, Kind);
}

/// <summary>What a step waits for.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<WaitKind>))]
public enum WaitKind
{
    /// <summary>A person.</summary>
    Task,

    /// <summary>A moment.</summary>
    Timer,

    /// <summary>A message from outside.</summary>
    Signal,

    /// <summary>The data to be so.</summary>
    Data,
}
