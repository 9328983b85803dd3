using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Instances;

/// <summary>
/// What happened: the append-only history of an instance, and the only way its state changes. The stored names are written by hand and never
/// follow a rename of a class; a changed shape gets a new version.
/// </summary>
/// <param name="At">When it happened.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(InstanceStarted), "instance-started.v1")]
[JsonDerivedType(typeof(StepStarted), "step-started.v1")]
[JsonDerivedType(typeof(StepCompleted), "step-completed.v1")]
[JsonDerivedType(typeof(StepSkipped), "step-skipped.v1")]
[JsonDerivedType(typeof(StepFailed), "step-failed.v1")]
[JsonDerivedType(typeof(StepProgressed), "step-progressed.v1")]
[JsonDerivedType(typeof(StepInterrupted), "step-interrupted.v1")]
[JsonDerivedType(typeof(EventPublished), "event-published.v1")]
[JsonDerivedType(typeof(StepBlocked), "step-blocked.v1")]
[JsonDerivedType(typeof(StepRetried), "step-retried.v1")]
[JsonDerivedType(typeof(StepCanceled), "step-canceled.v1")]
[JsonDerivedType(typeof(TokenWithdrawn), "token-withdrawn.v1")]
[JsonDerivedType(typeof(TokenAbsorbed), "token-absorbed.v1")]
[JsonDerivedType(typeof(JoinFired), "join-fired.v1")]
[JsonDerivedType(typeof(JoinReset), "join-reset.v1")]
[JsonDerivedType(typeof(TokenPlaced), "token-placed.v1")]
[JsonDerivedType(typeof(StepReturned), "step-returned.v1")]
[JsonDerivedType(typeof(ChoiceMade), "choice-made.v1")]
[JsonDerivedType(typeof(WorkPlanned), "work-planned.v1")]
[JsonDerivedType(typeof(WorkAdded), "work-added.v1")]
[JsonDerivedType(typeof(WorkSettled), "work-settled.v1")]
[JsonDerivedType(typeof(ScopeOpened), "scope-opened.v1")]
[JsonDerivedType(typeof(ScopeClosed), "scope-closed.v1")]
[JsonDerivedType(typeof(CompensationStarted), "compensation-started.v1")]
[JsonDerivedType(typeof(CompensationCompleted), "compensation-completed.v1")]
[JsonDerivedType(typeof(TriggerArmed), "trigger-armed.v1")]
[JsonDerivedType(typeof(TriggerFired), "trigger-fired.v1")]
[JsonDerivedType(typeof(SignalReceived), "signal-received.v1")]
[JsonDerivedType(typeof(SignalConsumed), "signal-consumed.v1")]
[JsonDerivedType(typeof(SignalDropped), "signal-dropped.v1")]
[JsonDerivedType(typeof(TimerSet), "timer-set.v1")]
[JsonDerivedType(typeof(TimerFired), "timer-fired.v1")]
[JsonDerivedType(typeof(HumanTaskCreated), "human-task-created.v1")]
[JsonDerivedType(typeof(HumanTaskClaimed), "human-task-claimed.v1")]
[JsonDerivedType(typeof(HumanTaskReleased), "human-task-released.v1")]
[JsonDerivedType(typeof(HumanTaskCompleted), "human-task-completed.v1")]
[JsonDerivedType(typeof(HumanTaskCanceled), "human-task-canceled.v1")]
[JsonDerivedType(typeof(IncidentOpened), "incident-opened.v1")]
[JsonDerivedType(typeof(IncidentResolved), "incident-resolved.v1")]
[JsonDerivedType(typeof(InstancePaused), "instance-paused.v1")]
[JsonDerivedType(typeof(InstanceResumed), "instance-resumed.v1")]
[JsonDerivedType(typeof(StepOverridden), "step-overridden.v1")]
[JsonDerivedType(typeof(TokensMoved), "tokens-moved.v1")]
[JsonDerivedType(typeof(DataEdited), "data-edited.v1")]
[JsonDerivedType(typeof(InstanceCompleted), "instance-completed.v1")]
[JsonDerivedType(typeof(InstanceFailed), "instance-failed.v1")]
[JsonDerivedType(typeof(InstanceCanceled), "instance-canceled.v1")]
public abstract record InstanceEvent(DateTimeOffset At)
{
    /// <summary>Who caused it; null when the engine did.</summary>
    [JsonIgnore]
    public virtual string? Actor => null;

    /// <summary>The step it is about; null when it is about the whole instance.</summary>
    [JsonIgnore]
    public virtual StepId? About => null;
}

/// <summary>Something that happened at a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="At">When it happened.</param>
public abstract record StepEvent(StepId Step, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public sealed override StepId? About => Step;
}

/// <summary>An instance began.</summary>
public sealed record InstanceStarted(
    InstanceId Id, TenantId Tenant, string Definition, SemanticVersion Version, string Title, string? Reference, string? StartKey, string By, JsonElement Data, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

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

/// <summary>A task was offered to people, or allocated to one.</summary>
public sealed record HumanTaskCreated(HumanTask Task, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => Task.Step;
}

/// <summary>A person took an offered task.</summary>
public sealed record HumanTaskClaimed(HumanTaskId Task, StepId Step, string By, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>A person gave a claimed task back.</summary>
public sealed record HumanTaskReleased(HumanTaskId Task, StepId Step, string By, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>A person decided a task.</summary>
public sealed record HumanTaskCompleted(HumanTaskId Task, StepId Step, string By, string? Outcome, string? Comment, JsonElement Answers, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>A task was withdrawn.</summary>
public sealed record HumanTaskCanceled(HumanTaskId Task, StepId Step, string Cause, DateTimeOffset At) : StepEvent(Step, At);

/// <summary>A branch stopped.</summary>
public sealed record IncidentOpened(Incident Incident, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => Incident.Step;
}

/// <summary>An incident is over.</summary>
/// <param name="Incident">Its number.</param>
/// <param name="Step">The step that stood still.</param>
/// <param name="Cause">How it ended.</param>
/// <param name="By">Who ended it; null when the engine did.</param>
/// <param name="At">When.</param>
public sealed record IncidentResolved(int Incident, StepId? Step, string Cause, string? By, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;

    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => Step;
}

/// <summary>An operator holds the instance.</summary>
public sealed record InstancePaused(string By, string Reason, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>An operator let the instance go on.</summary>
public sealed record InstanceResumed(string By, string Reason, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
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

/// <summary>An operator changed the data.</summary>
public sealed record DataEdited(DataChange Changes, string By, string Reason, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>The instance ran to its end.</summary>
/// <param name="End">The nominated end it reached last, if any.</param>
/// <param name="At">When.</param>
public sealed record InstanceCompleted(StepId? End, DateTimeOffset At) : InstanceEvent(At);

/// <summary>Every branch that is left stands still.</summary>
public sealed record InstanceFailed(string Message, DateTimeOffset At) : InstanceEvent(At);

/// <summary>The instance was called off.</summary>
public sealed record InstanceCanceled(string By, string Reason, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}
