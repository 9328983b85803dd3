using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>A token on an edge was withdrawn.</summary>
public sealed record TokenWithdrawn(int Token, int Edge, StepId To, string Cause, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => To;
}

/// <summary>A token came to a join that had gone on without it, and was swallowed.</summary>
public sealed record TokenAbsorbed(int Token, int Edge, StepId To, int Scope, string Cause, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => To;
}

/// <summary>A join went on before all of its inputs had come; until the others have, its round lasts.</summary>
/// <param name="Step">The step.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Seen">The inputs that have come: positions of edges in the definition.</param>
/// <param name="At">When.</param>
public sealed record JoinFired(StepId Step, int Scope, ImmutableArray<int> Seen, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>Every input of a join has come, and its next round begins.</summary>
public sealed record JoinReset(StepId Step, int Scope, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A token waits at the gate of the step where an instance, a group or a called workflow begins.</summary>
public sealed record TokenPlaced(int Token, StepId Step, int Scope, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A step's work was withdrawn because a state it requires is no longer marked; its token waits before the step again.</summary>
public sealed record StepReturned(int Token, StepId Step, TakenEdge To, string Cause, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>One of the steps that competed for a state's token has it; the others are withdrawn.</summary>
/// <param name="Token">The token that was in the state.</param>
/// <param name="Step">The state.</param>
/// <param name="Edge">The edge that was taken.</param>
/// <param name="Winner">The token in the step that has won.</param>
/// <param name="To">That step.</param>
/// <param name="At">When.</param>
public sealed record ChoiceMade(int Token, StepId Step, int Edge, int Winner, StepId To, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>An operator had a step begun in place of other work; what becomes of that follows.</summary>
/// <param name="Step">The step that begins.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Withdrawn">The tokens it takes the place of.</param>
/// <param name="By">Who did it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record TokensMoved(StepId Step, int Scope, ImmutableArray<int> Withdrawn, string By, string Reason, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}
