using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Incidents;

/// <summary>One cause: what stands still for it, and how far a retry of it is.</summary>
internal sealed class IncidentState(GuardedIncidents incidents, GuardedEngine engine, ILogger<IncidentState> logger)
{
    private string? _fingerprint;

    /// <summary>The cause.</summary>
    public Loaded<IncidentLine> Group { get; private set; } = Loaded<IncidentLine>.Pending;

    /// <summary>What stands still for it, the latest first.</summary>
    public LiveList<IncidentSummary, (InstanceId, int)> Affected { get; } = new(incident => (incident.Instance, incident.Incident), logger);

    /// <summary>The retry that was begun here; null when none was.</summary>
    public IncidentRetry? Retry { get; private set; }

    /// <summary>Whether the retry goes on.</summary>
    public bool IsRetrying => Retry is { EndedAt: null };

    /// <summary>Reads a cause, unless it is the one that is shown.</summary>
    public async Task LoadAsync(Person person, string fingerprint, CancellationToken cancellationToken)
    {
        if (_fingerprint == fingerprint)
        {
            return;
        }

        _fingerprint = fingerprint;
        Retry = null;
        Group = Loaded<IncidentLine>.Pending;
        await ReadGroupAsync(person, cancellationToken);
        await Affected.LoadAsync((page, stop) => incidents.ListAsync(person, new IncidentFilter { Fingerprint = fingerprint }, page, stop), cancellationToken);
    }

    /// <summary>Reads it again. A cause whose last incident is over keeps its head: somebody is looking at what became of it.</summary>
    public async Task ReloadAsync(Person person, CancellationToken cancellationToken)
    {
        await ReadGroupAsync(person, cancellationToken);
        await Affected.ReloadAsync(cancellationToken);
    }

    /// <summary>Begins to retry all; gives why it could not, or null.</summary>
    public async Task<string?> RetryAllAsync(Person person, CancellationToken cancellationToken)
    {
        var begun = await Loading.TryAsync(logger, () => incidents.RetryGroupAsync(person, _fingerprint!, cancellationToken));
        Retry = begun.Value ?? Retry;
        return begun.Failure;
    }

    /// <summary>Looks how far the retry is.</summary>
    public void LookAtRetry(Person person) => Retry = Retry is { } retry ? incidents.GetRetry(person, retry.Id) : null;

    private async Task ReadGroupAsync(Person person, CancellationToken cancellationToken)
    {
        var read = await Loading.TryAsync(
            logger, async () => await IncidentLine.OfAsync(await incidents.GetGroupAsync(person, _fingerprint!, cancellationToken), person, engine, cancellationToken));
        if (read.Value is not null || Group.Value is null || !read.IsMissing)
        {
            Group = read;
        }
    }
}
