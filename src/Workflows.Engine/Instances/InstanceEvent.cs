using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

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
