using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>What stands still, over all instances of a tenant: every open incident, by its cause, and all of one cause tried again at once.</summary>
public sealed class WorkflowIncidents
{
    private readonly IIncidentStore _store;
    private readonly IncidentRetrier _retrier;

    internal WorkflowIncidents(IIncidentStore store, IncidentRetrier retrier) => (_store, _retrier) = (store, retrier);

    /// <summary>The open incidents that match, the latest first.</summary>
    public Task<Page<IncidentSummary>> ListAsync(TenantId tenant, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        _store.ListIncidentsAsync(tenant, filter, page, cancellationToken);

    /// <summary>The open incidents by their cause, the largest group first; at most 500 groups.</summary>
    public Task<IReadOnlyList<IncidentGroup>> ListGroupsAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        _store.ListIncidentGroupsAsync(tenant, null, cancellationToken);

    /// <summary>The open incidents of one cause.</summary>
    /// <exception cref="WorkflowException">There are none.</exception>
    public async Task<IncidentGroup> GetGroupAsync(TenantId tenant, string fingerprint, CancellationToken cancellationToken = default) =>
        await _store.ListIncidentGroupsAsync(tenant, fingerprint, cancellationToken).ConfigureAwait(false) is [var group]
            ? group
            : throw new WorkflowException(new Rejection.IncidentGroupNotFound(fingerprint));

    /// <summary>Begins to retry every incident of one cause, and returns while it is done in the background.</summary>
    /// <exception cref="WorkflowException">There are none.</exception>
    public async Task<IncidentRetry> RetryGroupAsync(string fingerprint, Actor by, CancellationToken cancellationToken = default) =>
        await _retrier.StartAsync(fingerprint, by, cancellationToken).ConfigureAwait(false) ?? throw new WorkflowException(new Rejection.IncidentGroupNotFound(fingerprint));

    /// <summary>How far a retry is. The last fifty are known, until the process ends.</summary>
    /// <exception cref="WorkflowException">It is not known.</exception>
    public IncidentRetry GetRetry(TenantId tenant, Guid id) => _retrier.Find(tenant, id) ?? throw new WorkflowException(new Rejection.IncidentRetryNotFound(id));
}
