using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;

namespace Workflows.Engine.Storage;

/// <summary>Finds and removes instances that are no longer kept, and keeps the reports of the runs that did.</summary>
internal interface IRetentionStore
{
    /// <summary>The definitions that there are instances of, whatever their status; of one tenant, or of all.</summary>
    Task<IReadOnlyList<(TenantId Tenant, string Definition)>> ListUsedDefinitionsAsync(TenantId? tenant, CancellationToken cancellationToken);

    /// <summary>Instances that nothing has happened to since a moment, by their start.</summary>
    /// <param name="target">Which ones.</param>
    /// <param name="after">The last one of the batch before; null begins at the beginning.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<ExpiredInstance>> ListExpiredAsync(RetentionTarget target, ExpiredInstance? after, int limit, CancellationToken cancellationToken);

    /// <summary>Everything that is stored of some instances: at most <see cref="MaxBatch"/>. Those that are not there are left out.</summary>
    Task<IReadOnlyList<StoredInstance>> LoadStoredAsync(TenantId tenant, ImmutableArray<InstanceId> instances, CancellationToken cancellationToken);

    /// <summary>
    /// Removes instances with their history, tasks and timers, in one transaction: at most <see cref="MaxBatch"/>. Gives those that were removed: one that is open, or not at
    /// the revision that it was listed with, stays. With the first that goes, the audit is told of an act.
    /// </summary>
    Task<ImmutableArray<InstanceId>> RemoveAsync(TenantId tenant, ImmutableArray<(InstanceId Instance, long Revision)> batch, AuditRow? act, CancellationToken cancellationToken);

    /// <summary>Stores a new run, and what the audit says of it. False when it is under way and another one is, too, that said so at or after a moment.</summary>
    Task<bool> BeginRunAsync(RetentionRun run, DateTimeOffset aliveSince, AuditRow? act, CancellationToken cancellationToken);

    /// <summary>Stores how far a run is. False when it has ended: somebody stopped it.</summary>
    Task<bool> SaveRunAsync(RetentionRun run, CancellationToken cancellationToken);

    /// <summary>A run that a tenant may see, or null.</summary>
    Task<RetentionRun?> FindRunAsync(TenantId tenant, RetentionRunId id, CancellationToken cancellationToken);

    /// <summary>The runs that a tenant may see, the latest first.</summary>
    Task<IReadOnlyList<RetentionRun>> ListRunsAsync(TenantId tenant, RetentionRunId? before, int limit, CancellationToken cancellationToken);

    /// <summary>The last run that time began; null when there is none.</summary>
    Task<RetentionRun?> LastScheduledRunAsync(CancellationToken cancellationToken);

    /// <summary>The most instances that are loaded or removed at once.</summary>
    const int MaxBatch = 100;
}

/// <summary>Which instances are no longer kept: those of a definition with a status whose last change is before a moment.</summary>
internal readonly record struct RetentionTarget(TenantId Tenant, string Definition, InstanceStatus Status, DateTimeOffset Before);

/// <summary>An instance that is no longer kept.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Revision">Its revision: the fence.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="UpdatedAt">When something last happened to it.</param>
/// <param name="Number">The row's number, which decides between equal moments.</param>
internal sealed record ExpiredInstance(InstanceId Id, long Revision, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, long Number);

/// <summary>Everything that is stored of an instance.</summary>
/// <param name="Row">The instance with its state.</param>
/// <param name="History">Its events, in order.</param>
/// <param name="Tasks">Its tasks with what was answered, oldest first.</param>
internal sealed record StoredInstance(InstanceRow Row, ImmutableArray<HistoryRow> History, ImmutableArray<StoredHumanTask> Tasks);

/// <summary>A task as it is archived.</summary>
internal sealed record StoredHumanTask(
    HumanTaskId Id, StepId Step, string Title, HumanTaskStatus Status, string? Assignee, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt, string? CompletedBy, string? Outcome,
    string? Comment, byte[]? Answers);
