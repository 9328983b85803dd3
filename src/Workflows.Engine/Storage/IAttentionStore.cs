using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>Walks through everything that is open, part by part, to find what is stuck; and takes away tasks that are left over.</summary>
internal interface IAttentionStore
{
    /// <summary>The next version of which instances are open, by tenant, key and version; null when there is none after it.</summary>
    Task<OpenVersion?> NextOpenVersionAsync(OpenVersion? after, CancellationToken cancellationToken);

    /// <summary>The open instances of a version, the first <paramref name="limit"/> of them.</summary>
    Task<IReadOnlyList<InstanceId>> ListOpenInstancesAsync(OpenVersion version, int limit, CancellationToken cancellationToken);

    /// <summary>Open tasks of every tenant, a part of them, the oldest of a tenant first.</summary>
    Task<IReadOnlyList<OpenTask>> ListOpenTasksAsync(OpenTask? after, int limit, CancellationToken cancellationToken);

    /// <summary>Withdraws an open task whose instance has ended or is gone. False when the instance is open, or the task is not.</summary>
    Task<bool> CloseLeftOverTaskAsync(TenantId tenant, HumanTaskId task, DateTimeOffset now, string comment, AuditRow act, CancellationToken cancellationToken);
}

/// <summary>A version of which instances are open.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Definition">The key of the definition.</param>
/// <param name="Version">The version of the definition.</param>
internal sealed record OpenVersion(TenantId Tenant, string Definition, SemanticVersion Version);

/// <summary>An open task.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Id">The task.</param>
/// <param name="Instance">The instance it belongs to.</param>
/// <param name="InstanceTitle">The instance's title.</param>
/// <param name="Definition">The key of the instance's definition.</param>
/// <param name="Version">The version of the instance's definition.</param>
/// <param name="Step">The step.</param>
/// <param name="Assignee">Whose it is; null while it is offered.</param>
/// <param name="Users">The people it is offered to.</param>
/// <param name="Groups">The groups it is offered to.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="Number">The row's number, which decides between equal moments.</param>
/// <param name="IsLeftOver">Whether its instance has ended or is gone.</param>
internal sealed record OpenTask(
    TenantId Tenant,
    HumanTaskId Id,
    InstanceId Instance,
    string InstanceTitle,
    string Definition,
    SemanticVersion Version,
    StepId Step,
    string? Assignee,
    ImmutableArray<string> Users,
    ImmutableArray<string> Groups,
    DateTimeOffset CreatedAt,
    long Number,
    bool IsLeftOver);
