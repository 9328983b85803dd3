using System.Collections.Immutable;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Web.Api;

/// <summary>An open incident.</summary>
public sealed record IncidentRow
{
    internal IncidentRow(IncidentSummary incident)
    {
        (Instance, Incident, Fingerprint, Definition) = (incident.Instance.Value, incident.Incident, incident.Fingerprint, incident.Definition);
        (Version, Title, Reference, Step) = (incident.Version.ToString(), incident.Title, incident.Reference, incident.Step?.Value);
        (Code, Message, OpenedAt) = (incident.Code, incident.Message, incident.OpenedAt);
    }

    /// <summary>The instance that stands still.</summary>
    public Guid Instance { get; }

    /// <summary>The incident's number in it.</summary>
    public int Incident { get; }

    /// <summary>What it has in common with others of its cause.</summary>
    public string Fingerprint { get; }

    /// <summary>The workflow's key.</summary>
    public string Definition { get; }

    /// <summary>The workflow's version.</summary>
    public string Version { get; }

    /// <summary>The instance's title.</summary>
    public string Title { get; }

    /// <summary>The instance's reference.</summary>
    public string? Reference { get; }

    /// <summary>The step that stands still.</summary>
    public string? Step { get; }

    /// <summary>What went wrong, as a stable code.</summary>
    public string Code { get; }

    /// <summary>What went wrong, where and why.</summary>
    public string Message { get; }

    /// <summary>Since when.</summary>
    public DateTimeOffset OpenedAt { get; }
}

/// <summary>The open incidents of one cause.</summary>
public sealed record IncidentGroupResource
{
    internal IncidentGroupResource(IncidentGroup group) =>
        (Fingerprint, Count, FirstAt, Latest) = (group.Fingerprint, group.Count, group.FirstAt, new IncidentRow(group.Latest));

    /// <summary>What they have in common.</summary>
    public string Fingerprint { get; }

    /// <summary>How many there are; counted to 10,000.</summary>
    public int Count { get; }

    /// <summary>When the oldest of them was opened.</summary>
    public DateTimeOffset FirstAt { get; }

    /// <summary>The one that was opened last.</summary>
    public IncidentRow Latest { get; }
}

/// <summary>A retry of all incidents of one cause, as far as it is.</summary>
public sealed record IncidentRetryResource
{
    internal IncidentRetryResource(IncidentRetry retry)
    {
        (Id, Fingerprint, By, StartedAt, EndedAt) = (retry.Id, retry.Fingerprint, retry.By, retry.StartedAt, retry.EndedAt);
        (Total, Retried, Refused, Error) = (retry.Total, retry.Retried, retry.Refused, retry.Error);
        Refusals = [.. retry.Refusals.Select(refusal => new IncidentRefusalResource(refusal))];
    }

    /// <summary>The id.</summary>
    public Guid Id { get; }

    /// <summary>What the incidents have in common.</summary>
    public string Fingerprint { get; }

    /// <summary>Who asked for it.</summary>
    public string By { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>When it ended; left out while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; }

    /// <summary>How many there were when it began; counted to 10,000.</summary>
    public int Total { get; }

    /// <summary>How many were asked to try again.</summary>
    public int Retried { get; }

    /// <summary>How many could not be asked.</summary>
    public int Refused { get; }

    /// <summary>Why not, of the first 200.</summary>
    public ImmutableArray<IncidentRefusalResource> Refusals { get; }

    /// <summary>Why it stopped before its end.</summary>
    public string? Error { get; }
}

/// <summary>An incident that could not be retried.</summary>
public sealed record IncidentRefusalResource
{
    internal IncidentRefusalResource(RefusedRetry refusal) => (Instance, Incident, Why) = (refusal.Instance.Value, refusal.Incident, refusal.Why);

    /// <summary>The instance.</summary>
    public Guid Instance { get; }

    /// <summary>The incident's number in it.</summary>
    public int Incident { get; }

    /// <summary>Why not.</summary>
    public string Why { get; }
}
