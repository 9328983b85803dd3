using System.Collections.Immutable;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Instances;

/// <summary>An instance in the list, with the names of the steps it is at.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Where">The names of its current steps; empty when it is nowhere.</param>
internal sealed record InstanceItem(InstanceSummary Instance, string Where);

/// <summary>The list of instances without its looks.</summary>
internal sealed class InstancesState(GuardedEngine engine, ILogger<InstancesState> logger)
{
    private (Person Person, InstancesQuery Query, TimeZoneInfo Zone)? _shown;

    /// <summary>The instances, latest first.</summary>
    public LiveList<InstanceItem, InstanceId> Instances { get; } = new(item => item.Instance.Id, logger);

    /// <summary>The definitions to narrow by.</summary>
    public ImmutableArray<DefinitionSummary> Definitions { get; private set; } = [];

    /// <summary>Whether the person sees the instances of everyone, and why or why not.</summary>
    public GateAnswer SeesAll { get; private set; }

    /// <summary>Reads the instances that match, unless they are the ones that are shown.</summary>
    /// <param name="person">Who looks.</param>
    /// <param name="query">What the list is narrowed to.</param>
    /// <param name="zone">The zone in which days begin and end.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task LoadAsync(Person person, InstancesQuery query, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        SeesAll = GateRules.ListAllInstances(person);
        if (_shown == (person, query, zone))
        {
            return;
        }

        _shown = (person, query, zone);
        var filter = query.ToFilter(zone);
        await Instances.LoadAsync((page, stop) => ReadAsync(person, filter, page, stop), cancellationToken);
        if (Definitions.IsEmpty && await Loading.TryAsync(logger, () => engine.ListDefinitionsAsync(person, cancellationToken)) is { Value: { } definitions })
        {
            Definitions = [.. definitions];
        }
    }

    private async Task<Page<InstanceItem>> ReadAsync(Person person, InstanceFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var read = await engine.ListInstancesAsync(person, filter, page, cancellationToken);
        var items = ImmutableArray.CreateBuilder<InstanceItem>(read.Items.Length);
        foreach (var instance in read.Items)
        {
            items.Add(new InstanceItem(instance, await WhereAsync(person, instance, cancellationToken)));
        }

        return new Page<InstanceItem>(items.MoveToImmutable(), read.Next);
    }

    /// <summary>The list carries ids; the names are the definition's, which the store keeps at hand.</summary>
    private async Task<string> WhereAsync(Person person, InstanceSummary instance, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(instance.CurrentSteps))
        {
            return "";
        }

        var definition = await engine.FindDefinitionAsync(person, instance.Definition, instance.Version, cancellationToken);
        return string.Join(", ", instance.CurrentSteps.Split(", ").Select(step => definition?.FindStep(step)?.Name ?? step));
    }
}
