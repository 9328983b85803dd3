using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Incidents;

/// <summary>A cause in the list.</summary>
/// <param name="Group">The cause.</param>
/// <param name="Workflow">What its workflow is called.</param>
/// <param name="Step">What its step is called; null when the whole instance stands still.</param>
internal sealed record IncidentLine(IncidentGroup Group, string Workflow, string? Step)
{
    /// <summary>A cause with the names of where it is.</summary>
    public static async Task<IncidentLine> OfAsync(IncidentGroup group, Person person, GuardedEngine engine, CancellationToken cancellationToken)
    {
        var latest = group.Latest;
        var definition = await engine.FindDefinitionAsync(person, latest.Definition, latest.Version, cancellationToken);
        return new IncidentLine(group, definition?.Name ?? latest.Definition, latest.Step is { } step ? definition?.FindStep(step)?.Name ?? step.Value : null);
    }
}

/// <summary>The causes of what stands still.</summary>
internal sealed class IncidentsState(GuardedIncidents incidents, GuardedEngine engine, ILogger<IncidentsState> logger)
{
    /// <summary>The causes, the largest first.</summary>
    public Loaded<IReadOnlyList<IncidentLine>> Groups { get; private set; } = Loaded<IReadOnlyList<IncidentLine>>.Pending;

    /// <summary>Reads them again. What is shown stays until the answer is there.</summary>
    public async Task LoadAsync(Person person, CancellationToken cancellationToken) => Groups = await Loading.TryAsync(logger, () => ReadAsync(person, cancellationToken));

    private async Task<IReadOnlyList<IncidentLine>> ReadAsync(Person person, CancellationToken cancellationToken)
    {
        List<IncidentLine> lines = [];
        foreach (var group in await incidents.ListGroupsAsync(person, cancellationToken))
        {
            lines.Add(await IncidentLine.OfAsync(group, person, engine, cancellationToken));
        }

        return lines;
    }
}
