using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>A step whose work happens in scopes of its own began.</summary>
/// <param name="Token">The step's token.</param>
/// <param name="Step">The step.</param>
/// <param name="Items">The elements it is done for; null when it has none.</param>
/// <param name="At">When.</param>
public sealed record WorkPlanned(int Token, StepId Step, ImmutableArray<JsonElement>? Items, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>Somebody added an element to a step that is done for several.</summary>
public sealed record WorkAdded(int Token, StepId Step, JsonElement Item, string By, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>Enough elements are done; no other begins.</summary>
public sealed record WorkSettled(int Token, StepId Step, string Cause, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A pass, an element or a called workflow began.</summary>
public sealed record ScopeOpened(Scope Scope, DateTimeOffset At) : InstanceEvent(At)
{
    /// <summary>What a saga undoes when it fails from now on; null for nothing.</summary>
    public Undoable? Done { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => Scope.Step;
}

/// <summary>A pass, an element or a called workflow is over.</summary>
/// <param name="Scope">Its number.</param>
/// <param name="Step">The step that opened it.</param>
/// <param name="Output">What it left; null for nothing.</param>
/// <param name="Outcome">How it ended: the nominated end that its last path reached, or the outcome of the step that it repeats.</param>
/// <param name="Cause">Why it was withdrawn; null when it ran to its end.</param>
/// <param name="At">When.</param>
public sealed record ScopeClosed(int Scope, StepId Step, JsonElement? Output, string? Outcome, string? Cause, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>Work in a saga failed: the rest of it is withdrawn, and what was done is undone in reverse order.</summary>
/// <param name="Token">The saga's token.</param>
/// <param name="Step">The saga.</param>
/// <param name="Failed">The step that failed.</param>
/// <param name="Message">Where and why.</param>
/// <param name="At">When.</param>
public sealed record CompensationStarted(int Token, StepId Step, StepId Failed, string Message, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>Everything done in a saga is undone.</summary>
public sealed record CompensationCompleted(int Token, StepId Step, DateTimeOffset At) : StepEvent(Step, At);
