using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>
/// A part of an instance inside which tokens join: the case itself, a pass through a group or loop, an element of a step that is done for several, or a called
/// workflow. The token that opened it waits in its step until it is closed.
/// </summary>
/// <param name="Id">The scope's number; 0 is the case.</param>
/// <param name="Parent">The scope it lies in; null for the case.</param>
public sealed record Scope(int Id, int? Parent)
{
    /// <summary>The scope of the whole instance.</summary>
    public static Scope Case { get; } = new(0, null);

    /// <summary>The token that opened it. It may have gone on without it.</summary>
    public int Owner { get; init; }

    /// <summary>The step that opened it; null for the case.</summary>
    public StepId? Step { get; init; }

    /// <summary>The number of the pass or element, from 0.</summary>
    public int Index { get; init; }

    /// <summary>The nearest scope around it, or itself, that is a called workflow; null when it belongs to the instance's own definition.</summary>
    public int? Call { get; init; }

    /// <summary>The token of the nearest saga that the work in it belongs to; null for none.</summary>
    public int? Saga { get; init; }

    /// <summary>The step that is undone in it; null for any other scope.</summary>
    public StepId? Undoes { get; init; }

    /// <summary>How many called workflows it lies in.</summary>
    public int Depth { get; init; }

    /// <summary>The definition of a called workflow; null for any other scope.</summary>
    public CalledDefinition? Definition { get; init; }

    /// <summary>Data of its own: all of it, for a called workflow; what lies over the data around it, for an element. Null for any other scope.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>What is known of the visited steps of a called workflow.</summary>
    public ImmutableDictionary<StepId, StepTrace>? Steps { get; init; }
}

/// <summary>How far a step has come whose work happens in scopes of its own.</summary>
/// <param name="Token">The step's token.</param>
/// <param name="Items">The elements; null for a step that has none.</param>
/// <param name="Begun">How many scopes it has opened.</param>
/// <param name="Results">What the closed ones left.</param>
/// <param name="IsSettled">Whether no other scope is opened.</param>
internal sealed record ScopedWork(int Token, ImmutableArray<JsonElement>? Items, int Begun, ImmutableArray<ScopeResult> Results, bool IsSettled)
{
    /// <summary>What failed in a saga whose last pass is undone, or is being so; null while none is.</summary>
    public SagaFailure? Failure { get; init; }

    /// <summary>Whether what was done is being undone.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsUndoing => Failure is { IsUndone: false };
}

/// <summary>What failed in a saga.</summary>
/// <param name="Message">Where and why.</param>
/// <param name="IsUndone">Whether everything done in the pass is undone.</param>
internal sealed record SagaFailure(string Message, bool IsUndone);

/// <summary>Work that is undone when a saga fails.</summary>
/// <param name="Saga">The token of the saga.</param>
/// <param name="Step">What was done.</param>
/// <param name="With">The step that undoes it.</param>
/// <param name="Definition">The called workflow that both belong to; null when it is the one that the saga belongs to.</param>
/// <param name="Data">What the step saw as its own: what lies over the data around the saga, or all of it in a called workflow.</param>
public sealed record Undoable(int Saga, StepId Step, StepId With, CalledDefinition? Definition = null, JsonElement? Data = null);

/// <summary>What a closed scope left.</summary>
/// <param name="Index">The number of its element or pass.</param>
/// <param name="Output">What it left; null for nothing.</param>
/// <param name="Outcome">How it ended: the nominated end that its last path reached, or the outcome of the step that it repeats.</param>
internal sealed record ScopeResult(int Index, JsonElement? Output, string? Outcome);

/// <summary>A trigger that a token is armed for.</summary>
/// <param name="Token">The token.</param>
/// <param name="Trigger">The position of the trigger among those of the step; -1 for the one that its body waits for.</param>
/// <param name="Signal">The signal; null when it waits for the data to be so.</param>
/// <param name="Key">The key the signal must have; null for any.</param>
public sealed record Subscription(int Token, int Trigger, string? Signal, string? Key)
{
    /// <summary>The trigger of a step whose body waits.</summary>
    public const int Body = -1;
}

/// <summary>A signal that came before it was waited for.</summary>
internal sealed record KeptSignal(string Id, string Name, string? Key, JsonElement Payload, DateTimeOffset? ExpiresAt);
