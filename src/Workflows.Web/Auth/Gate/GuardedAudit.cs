using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Web.Auth.Gate;

/// <summary>The audit as one person may read it; see <see cref="GuardedEngine"/>.</summary>
internal sealed class GuardedAudit(WorkflowAudit audit)
{
    /// <summary>What people did, the latest first.</summary>
    public Task<Page<AuditEntry>> ListAsync(Person person, AuditFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        GateRules.ReadAudit(person) is { Allowed: false } no
            ? throw new ForbiddenException(no.Reason)
            : audit.ListAsync(person.TenantId(), filter, page, cancellationToken);

    /// <summary>Adds what this person has just done outside the engine.</summary>
    public Task AddAsync(Person person, string action, string subject, string title, string? note, CancellationToken cancellationToken) =>
        audit.AddAsync(person.ToActor(), action, subject, title, note, cancellationToken);
}
