using System.Globalization;
using Microsoft.AspNetCore.Components;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Live;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Instances;

public sealed partial class InstancesPage
{
    private InstancesQuery _query = new();

    [SupplyParameterFromQuery(Name = "definition")]
    private string? Definition { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "startedBy")]
    private string? StartedBy { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "incident")]
    private bool? Incident { get; set; }

    [Inject]
    private InstancesState State { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private PageAddress Address { get; init; } = null!;

    [Inject]
    private Viewer Viewer { get; init; } = null!;

    private string Subtitle => State.SeesAll.Allowed || !IsReady
        ? "Everything that runs or has run."
        : $"The instances you started. {State.SeesAll.Reason}";

    private protected override Task LoadAsync()
    {
        _query = InstancesQuery.Parse(Definition, Status, Search, StartedBy, From, To, Incident);
        Follow(new ChangeFilter(Person.TenantId()));
        return State.LoadAsync(Person, _query, Viewer.Zone, Stopping);
    }

    private protected override Task RefreshAsync() => State.Instances.RefreshAsync(Stopping);

    private Task ReloadAsync() => State.Instances.ReloadAsync(Stopping);

    private Task LoadMoreAsync() => State.Instances.LoadMoreAsync(Stopping);

    private Task NarrowAsync(InstancesQuery query) => Address.ReplaceAsync(Navigation.GetUriWithQueryParameters(query.ToParameters()));

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // One stopped branch among others that go on: the incident is what an operator must see.
    private static string StatusOf(InstanceSummary instance) =>
        instance.Incidents > 0 && instance.Status is not InstanceStatus.Failed ? "incident" : InstancesQuery.Name(instance.Status);
}
