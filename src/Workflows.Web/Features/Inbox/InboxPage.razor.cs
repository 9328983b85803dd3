using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Storage;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Components.Shared;
using Workflows.Web.Features.Tasks;
using Workflows.Web.Live;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Inbox;

public sealed partial class InboxPage : IAsyncDisposable
{
    private TaskPanel? _panel;
    private DotNetObjectReference<InboxPage>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _keys;
    private HumanTaskId? _revealed;
    private bool _movedOn;

    [SupplyParameterFromQuery(Name = "scope")]
    private string? ScopeName { get; set; }

    [SupplyParameterFromQuery(Name = "definition")]
    private string? DefinitionKey { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "task")]
    private string? SelectedTask { get; set; }

    [Inject]
    private InboxState State { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private PageAddress Address { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private IJSRuntime Js { get; init; } = null!;

    /// <summary>Called by the browser: a key was pressed outside of any field.</summary>
    [JSInvokable]
    public async Task KeyAsync(string key)
    {
        switch (key)
        {
            case "j":
                await SelectAsync(State.Neighbor(1));
                break;
            case "k":
                await SelectAsync(State.Neighbor(-1));
                break;
            case "Enter" when State.Query.Task is null:
                await SelectAsync(State.Neighbor(0));
                break;
            case "Enter" when _panel is not null:
                await _panel.FocusAsync();
                break;
            case "c" when _panel is not null:
                await _panel.ClaimAsync();
                break;
            case "r" when _panel is not null:
                await _panel.ReleaseAsync();
                break;
            case "?":
                await ShowKeysAsync();
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("dispose");
                await _keys.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the listeners with it.
        }
        finally
        {
            _self?.Dispose();
        }
    }

    private protected override async Task LoadAsync()
    {
        Follow(new ChangeFilter(Person.TenantId()) { TasksOnly = true });
        await State.LoadAsync(Person, InboxQuery.Parse(ScopeName, DefinitionKey, Search, SelectedTask), Stopping);
    }

    private protected override async Task RefreshAsync()
    {
        await State.Tasks.RefreshAsync(Stopping);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Features/Inbox/InboxPage.razor.js");
            _keys = await _module.InvokeAsync<IJSObjectReference>("listen", _self);
        }

        if (_keys is not null && _revealed != State.Query.Task && State.Tasks.Rows.Value is not null)
        {
            _revealed = State.Query.Task;
            if (_revealed is { } task)
            {
                await _keys.InvokeVoidAsync("reveal", task.ToString());
            }
        }
    }

    private static string NameOf(TaskScope scope)
    {
        return scope switch
        {
            TaskScope.Mine => "Mine",
            TaskScope.Available => "Available",
            _ => "Done",
        };
    }

    private static string IconOf(TaskScope scope)
    {
        return scope switch
        {
            TaskScope.Mine => Icons.Material.Rounded.PersonOutline,
            TaskScope.Available => Icons.Material.Rounded.Inbox,
            _ => Icons.Material.Rounded.TaskAlt,
        };
    }

    private bool IsShown(TaskScope scope)
    {
        return State.Scope == scope && (State.Query.Scope is not null || State.Tasks.Rows.Value is not null);
    }

    private string CountOf(TaskScope scope)
    {
        var count = scope switch
        {
            TaskScope.Mine => State.Counts?.Mine ?? 0,
            TaskScope.Available => State.Counts?.Available ?? 0,
            _ => 0,
        };
        return count switch
        {
            0 => "",
            >= TaskCounts.Cap => $"{TaskCounts.Cap}+",
            _ => $"{count}",
        };
    }

    /// <summary>Another list: the selection does not belong to it.</summary>
    private Task ShowAsync(InboxQuery query) => Address.ReplaceAsync((query with { Task = null }).Url);

    private async Task SelectAsync(HumanTaskId? task)
    {
        if (task is not null && task != State.Query.Task)
        {
            _movedOn = false;
            await Address.ReplaceAsync((State.Query with { Task = task }).Url);
        }
    }

    private Task ReloadAsync()
    {
        return State.Tasks.ReloadAsync(Stopping);
    }

    private Task LoadMoreAsync()
    {
        return State.Tasks.LoadMoreAsync(Stopping);
    }

    private async Task OnDecidedAsync(Decided decided)
    {
        Snackbar.Say(Navigation, decided.Text, Urls.Instance(decided.Instance.ToString()));
        var next = State.NextAfter(decided.Task);
        await ReloadAsync();
        _movedOn = true;
        await Address.ReplaceAsync((State.Query with { Task = next }).Url);
    }

    private async Task ShowKeysAsync()
    {
        await Dialogs.ShowAsync<InboxKeysDialog>("Keyboard", new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true });
    }
}
