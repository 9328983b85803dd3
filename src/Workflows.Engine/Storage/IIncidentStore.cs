using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>What stands still, over all instances. Rows come and go with the commits of the instances.</summary>
internal interface IIncidentStore
{
    /// <summary>The open incidents that match, the latest first.</summary>
    Task<Page<IncidentSummary>> ListIncidentsAsync(TenantId tenant, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>The open incidents by their cause, the largest group first; at most <see cref="IncidentGroup.MostGroups"/>.</summary>
    Task<IReadOnlyList<IncidentGroup>> ListIncidentGroupsAsync(TenantId tenant, string? fingerprint, CancellationToken cancellationToken);
}

/// <summary>Which incidents are listed.</summary>
public sealed record IncidentFilter
{
    /// <summary>Those of one cause.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Those of a workflow.</summary>
    public string? Definition { get; init; }
}

/// <summary>An open incident in a list.</summary>
/// <param name="Instance">The instance that stands still.</param>
/// <param name="Incident">The incident's number in it.</param>
/// <param name="Fingerprint">What it has in common with others of its cause.</param>
/// <param name="Definition">The definition's key.</param>
/// <param name="Version">The definition's version.</param>
/// <param name="Title">The instance's title.</param>
/// <param name="Reference">The instance's reference.</param>
/// <param name="Step">The step that stands still.</param>
/// <param name="Code">What went wrong: one of <see cref="IncidentCodes"/>.</param>
/// <param name="Message">What went wrong, where and why; cut after 1000 characters.</param>
/// <param name="OpenedAt">Since when.</param>
public sealed record IncidentSummary(
    InstanceId Instance, int Incident, string Fingerprint, string Definition, SemanticVersion Version, string Title, string? Reference, StepId? Step, string Code, string Message,
    DateTimeOffset OpenedAt);

/// <summary>The open incidents of one cause.</summary>
/// <param name="Fingerprint">What they have in common.</param>
/// <param name="Count">How many there are; counted to <see cref="Cap"/>.</param>
/// <param name="FirstAt">When the oldest of them was opened.</param>
/// <param name="Latest">The one that was opened last.</param>
public sealed record IncidentGroup(string Fingerprint, int Count, DateTimeOffset FirstAt, IncidentSummary Latest)
{
    /// <summary>Where counting stops.</summary>
    public const int Cap = 10_000;

    /// <summary>The most groups that are listed.</summary>
    public const int MostGroups = 500;
}
