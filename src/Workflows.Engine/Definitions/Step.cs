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

    /// <summary>How long the step may take in all, and the outcome it leaves with when that time is over. The default is no limit.</summary>
    public StepTimeout? Timeout { get; init; }

    /// <summary>When a machine step that failed is done again by itself. The default is never.</summary>
    public Retry? Retry { get; init; }

    /// <summary>How long one attempt of a machine step may take before it counts as failed with the code <c>timeout</c>. The default is no limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>How long a machine step may give no sign of life before its attempt counts as failed with the code <c>heartbeat</c>. The default is no limit.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>The errors of a machine step that have a way on; the first that fits counts. The default is none: an error stops the branch at an incident.</summary>
    public ImmutableArray<ErrorRoute> Errors { get; init; } = [];

    /// <summary>Steps whose work is withdrawn when this step completes. The default is none.</summary>
    public ImmutableArray<StepId> Cancels { get; init; } = [];

    /// <summary>Steps that are completed, whatever is left of their work, when this step completes. The default is none.</summary>
    public ImmutableArray<StepId> Completes { get; init; } = [];

    /// <summary>States that must be marked for the step to start, and to go on waiting. They are only looked at. The default is none.</summary>
    public ImmutableArray<StepId> Requires { get; init; } = [];

    /// <summary>Names of locks that the step takes when it starts and gives back when it is over; one step of the instance has a lock at a time. The default is none.</summary>
    public ImmutableArray<string> Locks { get; init; } = [];

    /// <summary>For what elements the step is done, each by itself. The default is once.</summary>
    public Multi? Multi { get; init; }

    /// <summary>How often the step is repeated. The default is not at all.</summary>
    public Loop? Loop { get; init; }

    /// <summary>What can happen beside the step's own work. The default is nothing.</summary>
    public ImmutableArray<StepTrigger> Triggers { get; init; } = [];

    /// <summary>The step that undoes this one when the saga around it fails; it stands in the same group, and no edge leads to it or from it. The default is none.</summary>
    public StepId? CompensateWith { get; init; }

    /// <summary>What becomes of a group when work in it fails: everything done in it is undone first. The default is an incident where the work failed.</summary>
    public Saga? Saga { get; init; }

    /// <summary>The group it belongs to; null for a step of the definition itself. Edges connect steps of the same group.</summary>
    public StepId? In { get; init; }

    /// <summary>The kind of step, as its body says.</summary>
    public StepKind Kind => Body.Kind;

    /// <summary>The member of the data that takes what its body leaves, where the body leaves something of its own; empty for answers that are merged into the data.</summary>
    internal string SavesAs => Body switch
    {
        StepBody.Human human => human.SaveAs,
        StepBody.Wait wait => wait.SaveAs,
        _ => null,
    } ?? Id.Value;

    /// <summary>The member of the data that takes the list of what its elements leave.</summary>
    internal string SavesListAs => Multi?.SaveAs ?? Id.Value;

    /// <summary>Whether its work happens in scopes of its own, which the step's token only waits for.</summary>
    internal bool HasScopes => Multi is not null || Loop is not null || Body is StepBody.Group or StepBody.Call;

    /// <summary>Whether it takes time, so that a time limit makes sense.</summary>
    internal bool TakesTime => HasScopes || Body is StepBody.Machine or StepBody.Human or StepBody.Timer or StepBody.Wait;

    /// <summary>What it waits for besides people and time: by its body, or beside its work.</summary>
    internal IEnumerable<Trigger> Awaited => Body is StepBody.Wait wait ? Triggers.Select(t => t.On).Prepend(wait.For) : Triggers.Select(t => t.On);

    /// <summary>The outcomes that something other than its own work gives it, and whether that ends its work.</summary>
    internal IEnumerable<(string Outcome, bool Interrupts)> ForcedOutcomes =>
        Triggers.Select(t => (t.Outcome, t.Interrupts))
            .Concat(Timeout is { } timeout ? [(timeout.Outcome, timeout.Interrupts)] : [])
            .Concat(Errors.Select(e => (e.Outcome, true)));

    /// <summary>Whether an outcome is one that something other than its own work gives it: only edges that name it are taken then.</summary>
    internal bool IsForced(string? outcome) => outcome is not null && ForcedOutcomes.Any(f => f.Outcome == outcome);

    /// <summary>Whether it may have to wait although its inputs enable it.</summary>
    internal bool IsGated => !Requires.IsEmpty || !Locks.IsEmpty;

    /// <inheritdoc/>
    public bool Equals(Step? other) =>
        other is not null && Id == other.Id && Name == other.Name && Description == other.Description && Body.Equals(other.Body) && Join == other.Join && Split == other.Split
        && Timeout == other.Timeout && Retry == other.Retry && AttemptTimeout == other.AttemptTimeout && Heartbeat == other.Heartbeat
        && Errors.SequenceEqual(other.Errors) && Cancels.SequenceEqual(other.Cancels) && Completes.SequenceEqual(other.Completes) && Requires.SequenceEqual(other.Requires)
        && Locks.SequenceEqual(other.Locks) && Multi == other.Multi && Loop == other.Loop && Triggers.SequenceEqual(other.Triggers)
        && CompensateWith == other.CompensateWith && Saga == other.Saga && In == other.In;

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

    /// <summary>A place where the token waits until one of the steps that follow takes it.</summary>
    State,

    /// <summary>A wait for a signal, a webhook, or for the data to be so.</summary>
    Wait,

    /// <summary>Steps of their own, done as one.</summary>
    Group,

    /// <summary>Another workflow, done as one step.</summary>
    Call,
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

/// <summary>A limit on how long a step may take: when it is over the step's work is withdrawn and the step leaves with <paramref name="Outcome"/>.</summary>
/// <param name="After">How long after the step started.</param>
/// <param name="Outcome">The outcome that outgoing edges see; <c>timeout</c> by default.</param>
/// <param name="Interrupts">Whether the step's work is withdrawn. Otherwise the step goes on, and the edges of the outcome are taken beside it: a reminder.</param>
public sealed record StepTimeout(Moment After, string Outcome = StepTimeout.DefaultOutcome, bool Interrupts = true)
{
    /// <summary>The outcome of a timed-out step unless the definition names another.</summary>
    public const string DefaultOutcome = "timeout";
}
