using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Audit;

/// <summary>The audit, as far as it is shown.</summary>
internal sealed class AuditState(GuardedAudit audit, ILogger<AuditState> logger)
{
    private AuditFilter? _filter;

    /// <summary>The acts, the latest first.</summary>
    public LiveList<AuditEntry, long> Acts { get; } = new(entry => entry.Number, logger);

    /// <summary>Reads those that match, unless they are the ones that are shown.</summary>
    public Task LoadAsync(Person person, AuditFilter filter, CancellationToken cancellationToken)
    {
        if (_filter == filter)
        {
            return Task.CompletedTask;
        }

        _filter = filter;
        return Acts.LoadAsync((page, stop) => audit.ListAsync(person, filter, page, stop), cancellationToken);
    }
}
