using Microsoft.AspNetCore.Components;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Forms;
using Workflows.Web.Live;

namespace Workflows.Web.Features.Tasks;

public sealed partial class TaskPanel
{
    private SchemaForm? _form;
    private TaskHeader? _header;
    private HumanTaskId? _focused;
    private string _said = "";

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public required HumanTaskId Id { get; set; }

    /// <summary>Whether the panel is a page of its own, with the h1.</summary>
    [Parameter]
    public bool IsPage { get; set; }

    /// <summary>Whether the heading takes the focus when another task is shown: after a decision, so that the keyboard goes on where the eyes do.</summary>
    [Parameter]
    public bool TakesFocus { get; set; }

    /// <summary>The person decided the task.</summary>
    [Parameter]
    public EventCallback<Decided> OnDecided { get; set; }

    /// <summary>The person took the task or gave it back.</summary>
    [Parameter]
    public EventCallback OnMoved { get; set; }

    [Inject]
    private TaskState State { get; init; } = null!;

    /// <summary>Moves the focus into the panel.</summary>
    internal async Task FocusAsync()
    {
        if (_header is not null)
        {
            await _header.FocusAsync();
        }
    }

    /// <summary>Takes the task, as its button does.</summary>
    internal async Task ClaimAsync()
    {
        if (State.View.Value is { } view && view.Action(AllowedAction.Claim).Allowed && await State.ClaimAsync(Stopping))
        {
            _said = "The task is yours now.";
            await OnMoved.InvokeAsync();
        }

        StateHasChanged();
    }

    /// <summary>Gives the task back, as its button does.</summary>
    internal async Task ReleaseAsync()
    {
        if (State.View.Value is { } view && view.Action(AllowedAction.Release).Allowed && await State.ReleaseAsync(Stopping))
        {
            _said = "The task is given back.";
            await OnMoved.InvokeAsync();
        }

        StateHasChanged();
    }

    private protected override async Task LoadAsync()
    {
        _said = "";
        await State.LoadAsync(Person, Id, Stopping);
        if (State.View.Value is { } view)
        {
            Follow(new ChangeFilter(Person.TenantId()) { Instance = view.Task.Instance });
        }
    }

    private protected override async Task RefreshAsync()
    {
        await State.RefreshAsync(Stopping);
        if (State.IsOvertaken && _said.Length == 0)
        {
            _said = "Somebody else closed this task.";
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (TakesFocus && _focused != Id && _header is not null)
        {
            _focused = Id;
            await FocusAsync();
        }
    }

    private Task RetryAsync()
    {
        return State.ReloadAsync(Stopping);
    }

    private async Task PressAsync(Outcome? outcome)
    {
        if (_form is null || State.IsBusy)
        {
            return;
        }

        if (_form.ValidateAndGet() is not { } answers)
        {
            State.StopAsking();
            return;
        }

        if (await State.DecideAsync(outcome, answers, Stopping) is { } decided)
        {
            await OnDecided.InvokeAsync(IsPage ? decided with { Next = await State.FindNextAsync(Stopping) } : decided);
        }
        else if (!State.Errors.IsEmpty)
        {
            State.StopAsking();
            _form.ShowErrors(State.Errors.Select(error => new FieldError(error.InstancePath, error.Message)));
        }
    }
}
