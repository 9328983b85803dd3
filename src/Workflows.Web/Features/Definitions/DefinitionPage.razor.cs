using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Features.Definitions;

public sealed partial class DefinitionPage
{
    private const string OverviewTab = "overview";
    private const string StepsTab = "steps";
    private const string VersionsTab = "versions";
    private const string DocumentTab = "document";

    private string _tab = OverviewTab;
    private bool _asYaml;

    /// <summary>The definition's key.</summary>
    [Parameter]
    public required string Key { get; set; }

    [SupplyParameterFromQuery(Name = "version")]
    private string? Version { get; set; }

    [SupplyParameterFromQuery(Name = "step")]
    private string? Step { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [Inject]
    private DefinitionState State { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    private protected override Task LoadAsync()
    {
        _tab = Tab is StepsTab or VersionsTab or DocumentTab ? Tab : OverviewTab;
        return State.LoadAsync(Person, Key, Version, Stopping);
    }

    private List<PageTab> TabsOf(DefinitionView view) =>
    [
        new(OverviewTab, "Overview", At(OverviewTab)),
        new(StepsTab, "Steps", At(StepsTab), view.Definition.Steps.Length),
        new(VersionsTab, "Versions", At(VersionsTab), view.Versions.Length),
        new(DocumentTab, "Document", At(DocumentTab)),
    ];

    private string At(string tab, string? step = null) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["tab"] = tab is OverviewTab ? null : tab, ["step"] = step });

    private void Select(string? step) => Navigation.NavigateTo(At(OverviewTab, step));

    private void OnKey(KeyboardEventArgs key)
    {
        if (key.Key == "Escape" && Step is not null)
        {
            Select(null);
        }
    }
}
