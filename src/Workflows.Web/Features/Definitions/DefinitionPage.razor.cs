using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using Workflows.Engine.Storage;
using Workflows.Web.Components.Shared;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

public sealed partial class DefinitionPage
{
    private const string OverviewTab = "overview";
    private const string StepsTab = "steps";
    private const string ApprovalsTab = "approvals";
    private const string TryTab = "try";
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

    [Inject]
    private PageAddress Address { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    private protected override async Task LoadAsync()
    {
        await State.LoadAsync(Person, Key, Version, Stopping);
        ChooseTab();
    }

    private void ChooseTab()
    {
        _tab = Tab is StepsTab or ApprovalsTab or TryTab or VersionsTab or DocumentTab ? Tab : OverviewTab;
        if (_tab is OverviewTab or StepsTab or ApprovalsTab or TryTab && State.View.Value is { ErrorCount: > 0 })
        {
            // What has errors can neither be drawn nor told as steps.
            _tab = DocumentTab;
        }
    }

    private List<PageTab> TabsOf(DefinitionView view)
    {
        List<PageTab> tabs = [new(VersionsTab, "Versions", At(VersionsTab), view.Versions.Length), new(DocumentTab, "Document", At(DocumentTab))];
        return view.ErrorCount > 0
            ? tabs
            :
            [
                new(OverviewTab, "Overview", At(OverviewTab)),
                new(StepsTab, "Steps", At(StepsTab), view.Definition.Steps.Length),
                new(ApprovalsTab, "Who approves what", At(ApprovalsTab)),
                new(TryTab, "Try it", At(TryTab)),
                .. tabs,
            ];
    }

    private static string? NotYet(DefinitionView view) => view.ErrorCount > 0 ? $"There {(view.ErrorCount is 1 ? "is an error" : $"are {view.ErrorCount} errors")} to mend first." : null;

    private async Task ActAsync((VersionAct Act, DefinitionSummary Version) chosen)
    {
        var (act, version) = chosen;
        if (act is VersionAct.Edit)
        {
            await EditAsync(version);
            return;
        }

        // What runs may have changed since the page was read. What the person looked at stays what they decide about: its revision goes along.
        await State.ReloadAsync(Person, Stopping);
        if (State.View.Value is not { } view || view.Versions.FirstOrDefault(v => v.Version == version.Version) is not { } now)
        {
            return;
        }

        var question = VersionWords.Before(act, now, view.Versions)!;
        var answer = await ConfirmDialog.AskAsync(
            Dialogs, question.Title, question.What, question.Action, isDestructive: question.IsDestructive, consequences: question.Consequences);
        if (answer is null || !await State.ActAsync(Person, act, version, Stopping))
        {
            ChooseTab();
            return;
        }

        Snackbar.Say(VersionWords.After(act, version));
        if (act is VersionAct.Discard)
        {
            Navigation.NavigateTo(view.Versions.Length > 1 ? Urls.Definition(Key) : Urls.Definitions);
        }
    }

    /// <summary>Opens a draft to be changed, and shows what became of it.</summary>
    private async Task EditAsync(DefinitionSummary version)
    {
        await ImportDialog.ShowAsync(Dialogs, $"Edit the draft {version.Version}", await State.OpenDraftAsync(Person, version, Stopping));
        await State.ReloadAsync(Person, Stopping);
        ChooseTab();
    }

    private string At(string tab, string? step = null) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["tab"] = tab is OverviewTab ? null : tab, ["step"] = step });

    private Task SelectAsync(string? step) => Address.PushAsync(At(OverviewTab, step));

    private Task OnKeyAsync(KeyboardEventArgs key) => key.Key == "Escape" && Step is not null ? SelectAsync(null) : Task.CompletedTask;
}
