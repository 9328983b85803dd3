using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>
/// Where instances live. A commit is one transaction: the instance row with its state, its events, tasks and timers, and what subscribers are to be told, fenced by the revision.
/// Several commits may share one transaction of the database; each succeeds or fails on its own.
/// </summary>
internal interface IInstanceStore
{
    /// <summary>The state of an instance, or null.</summary>
    Task<WorkflowInstance?> LoadAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken);

    /// <summary>Makes a decision durable. Returns once it is.</summary>
    /// <exception cref="ConcurrencyConflictException">The stored revision is not <see cref="InstanceCommit.ExpectedRevision"/>. Nothing was written.</exception>
    /// <exception cref="DuplicateStartKeyException">Another instance has the start key. Nothing was written.</exception>
    Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken);

    /// <summary>The instance that was started with a key, or null.</summary>
    Task<StartedInstance?> FindByStartKeyAsync(TenantId tenant, string definition, string startKey, CancellationToken cancellationToken);

    /// <summary>Where a task belongs and how it stands, or null.</summary>
    Task<StoredTask?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken);

    /// <summary>Timers that are due, earliest first.</summary>
    Task<IReadOnlyList<DueTimer>> ListDueTimersAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Takes away a stored timer whose instance knows nothing of it any more.</summary>
    Task ForgetTimerAsync(DueTimer timer, CancellationToken cancellationToken);

    /// <summary>When the next timer is due; null when none is armed.</summary>
    Task<DateTimeOffset?> NextTimerAsync(CancellationToken cancellationToken);

    /// <summary>Instances that are pending or running, by id, after <paramref name="after"/>: after a crash their machine steps run again.</summary>
    Task<IReadOnlyList<(TenantId Tenant, InstanceId Instance)>> ListRunningAsync(InstanceId? after, int limit, CancellationToken cancellationToken);
}

/// <summary>What one command caused, to be written in one transaction.</summary>
/// <param name="Next">The state after it; its revision is one more than the expected one.</param>
/// <param name="ExpectedRevision">The revision it was decided on; 0 for a new instance.</param>
/// <param name="Events">The events, the first at <paramref name="FirstPosition"/>.</param>
/// <param name="FirstPosition">The position of the first event.</param>
internal sealed record InstanceCommit(WorkflowInstance Next, long ExpectedRevision, ImmutableArray<InstanceEvent> Events, long FirstPosition)
{
    /// <summary>The tokens whose timers were stored before it: those of others need not be taken away.</summary>
    public required ImmutableArray<int> StoredTimers { get; init; }

    /// <summary>By what way whoever caused it came; see <see cref="AuditEntry"/>.</summary>
    public string? Channel { get; init; }

    /// <summary>Whom to tell of the events.</summary>
    public ImmutableArray<DeliveryRow> Deliveries { get; init; } = [];
}

/// <summary>A timer whose moment has come.</summary>
internal sealed record DueTimer(TenantId Tenant, InstanceId Instance, int Token, TimerKind Kind, DateTimeOffset DueAt);

/// <summary>An instance found by its start key, with the data it was started with (its first event has them).</summary>
internal sealed record StartedInstance(InstanceId Instance, JsonElement Data);

/// <summary>How a task stands.</summary>
/// <param name="Instance">The instance it belongs to.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="CompletedBy">Who decided it.</param>
/// <param name="Outcome">What they chose.</param>
/// <param name="ClosedAt">When it was decided or withdrawn.</param>
/// <param name="Comment">What was said about it, or why it was withdrawn.</param>
/// <param name="Revision">The row's revision: the instance's revision at which the task last changed.</param>
internal sealed record StoredTask(
    InstanceId Instance, HumanTaskStatus Status, string? CompletedBy, string? Outcome, DateTimeOffset? ClosedAt, string? Comment, long Revision);

/// <summary>Somebody else committed the instance first.</summary>
internal sealed class ConcurrencyConflictException(InstanceId instance, long expected)
    : Exception($"Instance {instance} is no longer at revision {expected}.");

/// <summary>Another instance was started with the same key.</summary>
internal sealed class DuplicateStartKeyException(string definition, string startKey)
    : Exception($"An instance of '{definition}' was already started with the key '{startKey}'.");
