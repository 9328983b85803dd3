using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Engine.HumanTasks;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Features.Tasks;

public sealed partial class TaskPage
{
    private HumanTaskId? _id;
    private bool _movedOn;

    /// <summary>The task's id, from the address.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    protected override void OnParametersSet()
    {
        _id = Guid.TryParse(Id, out var id) ? new HumanTaskId(id) : null;
    }

    private void OnDecided(Decided decided)
    {
        Snackbar.Say(Navigation, decided.Text, Urls.Instance(decided.Instance.ToString()));
        _movedOn = true;
        Navigation.NavigateTo(decided.Next is { } next ? Urls.Task(next.ToString()) : Urls.Inbox);
    }
}
