using Workflows.Engine.HumanTasks;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// What people did: every act that changed something, with who, when and by what way. What is done to instances, definitions, schedules and webhooks is written by the transaction that
/// does it; programs around the engine add what they do themselves. Nothing in it is ever changed.
/// </summary>
public sealed class WorkflowAudit
{
    private readonly IAuditStore _store;
    private readonly TimeProvider _time;

    internal WorkflowAudit(IAuditStore store, TimeProvider time) => (_store, _time) = (store, time);

    /// <summary>The acts of a tenant that match, the latest first.</summary>
    public Task<Page<AuditEntry>> ListAsync(TenantId tenant, AuditFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        _store.ListActsAsync(tenant, filter, page, cancellationToken);

    /// <summary>Adds something that somebody did outside the engine.</summary>
    /// <param name="by">Who.</param>
    /// <param name="action">What, as in <c>person.create</c>.</param>
    /// <param name="subject">The id of what it was done to.</param>
    /// <param name="title">What people call that.</param>
    /// <param name="note">What is said about it.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    public Task AddAsync(Actor by, string action, string subject, string? title = null, string? note = null, CancellationToken cancellationToken = default) =>
        _store.AddActAsync(new Act(by, action, note).To(subject, title, _time.GetUtcNow()), cancellationToken);
}
