using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Web.Auth.Gate;

/// <summary>The incidents of all instances as one person may see and retry them; see <see cref="GuardedEngine"/>. Who may not is told so, and nothing has changed.</summary>
internal sealed class GuardedIncidents(WorkflowIncidents incidents)
{
    /// <summary>The open incidents that match, the latest first.</summary>
    public Task<Page<IncidentSummary>> ListAsync(Person person, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        incidents.ListAsync(Demanded(person).TenantId(), filter, page, cancellationToken);

    /// <summary>The open incidents by their cause.</summary>
    public Task<IReadOnlyList<IncidentGroup>> ListGroupsAsync(Person person, CancellationToken cancellationToken) =>
        incidents.ListGroupsAsync(Demanded(person).TenantId(), cancellationToken);

    /// <summary>The open incidents of one cause.</summary>
    public Task<IncidentGroup> GetGroupAsync(Person person, string fingerprint, CancellationToken cancellationToken) =>
        incidents.GetGroupAsync(Demanded(person).TenantId(), fingerprint, cancellationToken);

    /// <summary>Begins to retry every incident of one cause, as this person.</summary>
    public Task<IncidentRetry> RetryGroupAsync(Person person, string fingerprint, CancellationToken cancellationToken) =>
        incidents.RetryGroupAsync(fingerprint, Demanded(person).ToActor(), cancellationToken);

    /// <summary>How far a retry is.</summary>
    public IncidentRetry GetRetry(Person person, Guid id) => incidents.GetRetry(Demanded(person).TenantId(), id);

    private static Person Demanded(Person person)
    {
        GateRules.ManageIncidents(person).Demand();
        return person;
    }
}
