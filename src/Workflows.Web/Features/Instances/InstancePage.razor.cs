using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using Workflows.Engine.Instances;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Components.Shared;
using Workflows.Web.Live;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Instances;

public sealed partial class InstancePage
{
    private const string OverviewTab = "overview";
    private const string DataTab = "data";
    private const string TasksTab = "tasks";
    private const string HistoryTab = "history";

    private string _tab = OverviewTab;
    private bool _newestFirst = true;
    private bool _withDetails;
    private long _freshAfter;
    private int? _retrying;

    /// <summary>The instance's id, as the address names it.</summary>
    [Parameter]
    public required string Id { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "step")]
    private string? Step { get; set; }

    [Inject]
    private InstanceState State { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private PageAddress Address { get; init; } = null!;

    [Inject]
    private Viewer Viewer { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    private protected override async Task LoadAsync()
    {
        var loading = State.LoadAsync(Person, Id, Stopping);
        if (!loading.IsCompleted)
        {
            StateHasChanged();
        }

        await loading;
        if (State.View.Value is not { } view)
        {
            return;
        }

        _tab = Tab switch
        {
            DataTab or TasksTab => Tab,
            HistoryTab when view.IsOperator => Tab,
            _ => OverviewTab,
        };
        _freshAfter = _freshAfter == 0 ? view.History.Last : _freshAfter;
        Follow(new ChangeFilter(Person.TenantId()) { Instance = view.Instance.Id });
    }

    private protected override Task RefreshAsync() => State.RefreshAsync(Stopping);

    private Task ReloadAsync() => State.ReloadAsync(Stopping);

    private Task LoadEarlierAsync() => State.LoadEarlierAsync(Stopping);

    private EventText Say(InstanceView view) => new(view.Definition, Viewer.Zone, Names.Of);

    private List<PageTab> TabsOf(InstanceView view)
    {
        PageTab Tab(string name, string title, int? count = null) =>
            new(name, title, Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["tab"] = name is OverviewTab ? null : name, ["step"] = null }), count);

        List<PageTab> tabs = [Tab(OverviewTab, "Overview"), Tab(DataTab, "Data"), Tab(TasksTab, "Tasks", view.Tasks.Length)];
        if (view.IsOperator)
        {
            tabs.Add(Tab(HistoryTab, "History", (int)view.Instance.Position));
        }

        return tabs;
    }

    private string StepUrl(string? step) => Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["step"] = step, ["tab"] = null });

    private Task SelectAsync(string? step) => Address.PushAsync(StepUrl(step));

    private Task OnKeyAsync(KeyboardEventArgs key) => key.Key == "Escape" && Step is not null ? SelectAsync(null) : Task.CompletedTask;

    private async Task CancelAsync()
    {
        if (State.View.Value is not { } view)
        {
            return;
        }

        var reason = await ConfirmDialog.AskAsync(
            Dialogs,
            $"Cancel “{view.Instance.Title}”?",
            "It ends here and cannot be resumed. Everybody who sees it reads your reason.",
            "Cancel it",
            ReasonNeed.Required,
            isDestructive: true,
            new Consequences("What is still open is withdrawn:", InstanceState.WithdrawnByCancel(view.Instance, view.Definition, Names.Of)));
        if (reason is not null && await State.CancelAsync(reason, Stopping))
        {
            Snackbar.Add("Canceled.", Severity.Success);
        }
    }

    private async Task PauseAsync()
    {
        if (State.View.Value is not { } view)
        {
            return;
        }

        var isPaused = view.Instance.Pause is not null;
        var reason = await ConfirmDialog.AskAsync(
            Dialogs,
            isPaused ? $"Resume “{view.Instance.Title}”?" : $"Pause “{view.Instance.Title}”?",
            isPaused
                ? "It goes on where it is. Moments that passed meanwhile fire now, and signals that came are received."
                : "Machine steps under way finish. Nothing else begins, and nobody can decide its tasks, until it is resumed.",
            isPaused ? "Resume it" : "Pause it",
            ReasonNeed.Required);
        if (reason is not null && await State.PauseAsync(!isPaused, reason, Stopping))
        {
            Snackbar.Add(isPaused ? "Resumed." : "Paused.", Severity.Success);
        }
    }

    private async Task RepairAsync(int? token)
    {
        if (State.View.Value is { } view && await RepairDialog.AskAsync(Dialogs, Person, view.Instance, view.Definition, Say(view).Of, token) is { } done)
        {
            await RefreshAsync();
            Snackbar.Add($"Repaired: it is {Statuses.Of(InstancesQuery.Name(done.Instance.Status)).Text.ToLowerInvariant()}.", done.Instance.Incidents.IsEmpty ? Severity.Success : Severity.Warning);
        }
    }

    private async Task RetryAsync(int incident)
    {
        _retrying = incident;
        try
        {
            if (await State.RetryAsync(incident, Stopping))
            {
                Snackbar.Add(StandsStill() ? "Retried, but something stands still again." : "Retried: it goes on.", StandsStill() ? Severity.Warning : Severity.Success);
            }
        }
        finally
        {
            _retrying = null;
        }
    }

    private bool StandsStill() => State.View.Value is { Instance: { Incidents.IsEmpty: false } or { Status: InstanceStatus.Failed } };
}
