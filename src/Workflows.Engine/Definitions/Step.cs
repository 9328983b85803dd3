using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Definitions;

/// <summary>
/// A node of a definition. What it does is its <see cref="Body"/>; how control enters and leaves it are <see cref="Join"/> and
/// <see cref="Split"/>. Every field has a natural default, so that a plain approval names none of them.
/// </summary>
public sealed record Step
{
    /// <summary>The step's name in edges, histories and data paths; unique in its definition.</summary>
    public required StepId Id { get; init; }

    /// <summary>What people read, on pages and diagrams.</summary>
    public required string Name { get; init; }

    /// <summary>What the step is for, in a sentence or two; shown beside the diagram.</summary>
    public string? Description { get; init; }

    /// <summary>What the step does while it holds a token.</summary>
    public required StepBody Body { get; init; }

    /// <summary>When the tokens on the incoming edges enable the step. The default is <see cref="Join.Active"/>.</summary>
    public Join Join { get; init; } = Join.Active;

    /// <summary>Which outgoing edges a completed step puts tokens on. The default is <see cref="Split.Matching"/>.</summary>
    public Split Split { get; init; } = Split.Matching;

    /// <summary>How long the step may wait, and the outcome it leaves with when that time is over. The default is no limit.</summary>
    public StepTimeout? Timeout { get; init; }

    /// <summary>Steps whose work is withdrawn when this step completes. The default is none.</summary>
    public ImmutableArray<StepId> Cancels { get; init; } = [];

    /// <summary>The kind of step, as its body says.</summary>
    public StepKind Kind => Body.Kind;

    /// <inheritdoc/>
    public bool Equals(Step? other) =>
        other is not null && Id == other.Id && Name == other.Name && Description == other.Description && Body.Equals(other.Body) && Join == other.Join && Split == other.Split
        && Timeout == other.Timeout && Cancels.SequenceEqual(other.Cancels);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>What kind of work a step is; stored and shown in lower case.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<StepKind>))]
public enum StepKind
{
    /// <summary>Code that runs by itself.</summary>
    Machine,

    /// <summary>A task that a person completes.</summary>
    Human,

    /// <summary>A pure decision about where control goes.</summary>
    Gateway,

    /// <summary>A wait for a moment in time.</summary>
    Timer,

    /// <summary>Assignments to the instance's data, computed by expressions.</summary>
    Data,

    /// <summary>A nominated end.</summary>
    End,
}

/// <summary>Which outgoing edges get a token when a step completes (patterns.md: split).</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<Split>))]
public enum Split
{
    /// <summary>Every edge whose outcome and condition hold; the default edge when none does.</summary>
    Matching,

    /// <summary>The first edge, in definition order, whose outcome and condition hold; the default edge when none does.</summary>
    First,

    /// <summary>Every edge, whatever its condition.</summary>
    All,
}

/// <summary>A limit on how long a step may wait: when it is over the step's work is withdrawn and the step leaves with <paramref name="Outcome"/>.</summary>
/// <param name="After">How long after the step started.</param>
/// <param name="Outcome">The outcome that outgoing edges see; <c>timeout</c> by default.</param>
public sealed record StepTimeout(Moment After, string Outcome = StepTimeout.DefaultOutcome)
{
    /// <summary>The outcome of a timed-out step unless the definition names another.</summary>
    public const string DefaultOutcome = "timeout";
}
