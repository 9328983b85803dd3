using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>Where an instance is: a durable fact. A token lies on an edge (pending) or in a step that works or waits.</summary>
public sealed record Token
{
    /// <summary>The <see cref="Edge"/> of a token that came by none: it waits at the gate of the step where its scope begins.</summary>
    public const int Entry = -1;

    /// <summary>The token's number, unique in its instance and never used again.</summary>
    public required int Id { get; init; }

    /// <summary>The step that holds it, or that its edge leads to.</summary>
    public required StepId Step { get; init; }

    /// <summary>The edge it lies on: its position in the definition. Null once a step holds it.</summary>
    public int? Edge { get; init; }

    /// <summary>The scope it belongs to; tokens join only inside one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Scope { get; init; }

    /// <summary>Pending on an edge; running, waiting or failed in a step.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>Which try of the step's work this is, from 1. Results of earlier tries are not accepted.</summary>
    public int Attempt { get; init; }

    /// <summary>How many attempts there were before somebody asked for another one: the retry policy counts from there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int EarlierAttempts { get; init; }

    /// <summary>When the first of the attempts that the retry policy counts began; null until one failed.</summary>
    public DateTimeOffset? FirstTriedAt { get; init; }

    /// <summary>The process that runs its machine step; null for any other.</summary>
    public string? Node { get; init; }

    /// <summary>How often the process ended while the step ran.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Crashes { get; init; }

    /// <summary>How far its machine step said it is; null when it did not.</summary>
    public StepProgress? Progress { get; init; }

    /// <summary>Which visit of the instance to the step this is, from 1.</summary>
    public int Visit { get; init; }

    /// <summary>The outcome a step completed with, while no outgoing edge could be chosen for it.</summary>
    public string? Outcome { get; init; }

    /// <summary>Whether the step's work is done and only the way on is missing: an incident's retry then chooses again instead of working again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRouting { get; init; }

    /// <summary>The state whose token it competes for; null once it has it, or when it does not compete.</summary>
    public int? Choice { get; init; }

    /// <summary>The edge it came by, for a step that goes back there when a state it requires is no longer marked.</summary>
    public int? Gate { get; init; }

    /// <summary>Since when it is there.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whether it lies on an edge.</summary>
    [JsonIgnore]
    public bool IsOnEdge => Edge is not null;
}

/// <summary>How far a machine step is.</summary>
/// <param name="Fraction">How much is done, from 0 to 1; null when that is not known.</param>
/// <param name="Message">What it is doing.</param>
/// <param name="At">When it said so.</param>
public sealed record StepProgress(double? Fraction, string? Message, DateTimeOffset At);

/// <summary>What a join of a number of inputs remembers after it has fired, until the others have come.</summary>
/// <param name="Step">The step.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Seen">The inputs that have come: positions of edges in the definition.</param>
internal sealed record JoinRound(StepId Step, int Scope, System.Collections.Immutable.ImmutableArray<int> Seen);

/// <summary>A moment that a waiting token is armed for.</summary>
/// <param name="Token">The token that waits.</param>
/// <param name="Kind">What happens then.</param>
/// <param name="DueAt">The moment.</param>
public sealed record ArmedTimer(int Token, TimerKind Kind, DateTimeOffset DueAt);

/// <summary>What an <see cref="ArmedTimer"/> does.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<TimerKind>))]
public enum TimerKind
{
    /// <summary>Completes its timer step.</summary>
    Step,

    /// <summary>Ends a step that waited too long.</summary>
    Timeout,

    /// <summary>Tries a failed step again.</summary>
    Retry,
}

/// <summary>What is known of a step's past, kept beside the tokens so that a diagram needs no history.</summary>
/// <param name="Visits">How often the instance came to the step.</param>
/// <param name="Last">How the last finished visit ended; null while none has.</param>
public sealed record StepTrace(int Visits, StepStatus? Last)
{
    /// <summary>Whether an operator ended it, or had it begun, in place of what the definition says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOverridden { get; init; }
}
