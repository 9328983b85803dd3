using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>What became of incidents. Only open ones are rows; the history keeps the others.</summary>
/// <param name="Resolved">The numbers of those that are over.</param>
/// <param name="Opened">Those that are new and still open.</param>
internal readonly record struct IncidentChange(ImmutableArray<int> Resolved, ImmutableArray<IncidentRow> Opened)
{
    private const int MaxMessage = 1000;

    /// <summary>Nothing became of them.</summary>
    public static IncidentChange None { get; } = new([], []);

    /// <summary>Derives it from a commit. Pure.</summary>
    public static IncidentChange Of(InstanceCommit commit)
    {
        List<Incident>? opened = null;
        List<int>? resolved = null;
        foreach (var happened in commit.Events)
        {
            switch (happened)
            {
                case IncidentOpened e:
                    (opened ??= []).Add(e.Incident);
                    break;
                case IncidentResolved e when opened?.RemoveAll(i => i.Id == e.Incident) is not > 0:
                    (resolved ??= []).Add(e.Incident);
                    break;
            }
        }

        var next = commit.Next;
        if (next.IsEnded && next.Incidents.Count > 0)
        {
            // Nobody can do anything about them any more.
            opened = null;
            (resolved ??= []).AddRange(next.Incidents.Select(i => i.Id));
        }

        return opened is null && resolved is null ? None : new IncidentChange([.. resolved ?? []], [.. (opened ?? []).Select(i => RowOf(next, i))]);
    }

    private static IncidentRow RowOf(WorkflowInstance next, Incident incident) => new(
        next.Id, incident.Id, next.Tenant, IncidentFingerprint.Of(next.Definition, incident), next.Definition, next.Version, next.Title, next.Reference, incident.Step, incident.Code,
        incident.Message.Length > MaxMessage ? incident.Message[..MaxMessage] : incident.Message, incident.At);
}

/// <summary>An open incident, with what lists show of its instance.</summary>
internal sealed record IncidentRow(
    InstanceId Instance, int Incident, TenantId Tenant, string Fingerprint, string Definition, SemanticVersion Version, string Title, string? Reference, StepId? Step, string Code,
    string Message, DateTimeOffset OpenedAt);
