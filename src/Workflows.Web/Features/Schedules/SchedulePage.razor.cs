using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Components.Shared;
using Workflows.Web.Live;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Schedules;

public sealed partial class SchedulePage
{
    /// <summary>The schedule's id, from the address.</summary>
    [Parameter]
    public required string Id { get; set; }

    [Inject]
    private ScheduleState State { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    [Inject]
    private Viewer Viewer { get; init; } = null!;

    private ScheduleView View => State.View.Value!;

    private string Name => View.Schedule.Spec.Name;

    private protected override Task LoadAsync()
    {
        Follow(new ChangeFilter(Person.TenantId()));
        return State.LoadAsync(Person, Id, Stopping);
    }

    private protected override Task RefreshAsync() => State.ReloadAsync(Person, Stopping);

    private async Task EditAsync()
    {
        if (await ScheduleDialog.ShowAsync(Dialogs, View.Schedule) is not null)
        {
            Snackbar.Say("The schedule is saved.");
        }

        await RefreshAsync();
    }

    private async Task TriggerAsync()
    {
        var answer = await ConfirmDialog.AskAsync(
            Dialogs, $"Start “{View.Workflow}” now?", $"One instance is started at once, in your name, with the data of “{Name}”. What is due by time stays as it is.", "Start one now");
        if (answer is not null && await State.ActAsync(Person, (schedules, id) => schedules.TriggerAsync(Person, id, Stopping), Stopping))
        {
            if (View.Schedule.Runs is [{ Instance: { } instance, By: not null }, ..])
            {
                Snackbar.Say(Navigation, "An instance is started.", Urls.Instance(instance.ToString()), "Open instance");
            }
            else
            {
                Snackbar.Say("It starts as soon as the last instance has ended.");
            }
        }
    }

    private async Task PauseOrResumeAsync()
    {
        var isPaused = View.Schedule.Pause is not null;
        var answer = isPaused
            ? await ConfirmDialog.AskAsync(Dialogs, $"Resume “{Name}”?", "Time starts runs again, from now on. What was due while it was paused is left out; backfill it where it is needed.", "Resume")
            : await ConfirmDialog.AskAsync(Dialogs, $"Pause “{Name}”?", "Nothing starts by time until it is resumed. What runs goes on.", "Pause", ReasonNeed.Optional);
        if (answer is not null
            && await State.ActAsync(Person, (schedules, id) => isPaused ? schedules.ResumeAsync(Person, id, Stopping) : schedules.PauseAsync(Person, id, answer, Stopping), Stopping))
        {
            Snackbar.Say(isPaused ? "The schedule goes on." : "The schedule is paused.");
        }
    }

    private async Task BackfillAsync()
    {
        if (await BackfillDialog.ShowAsync(Dialogs, State, Person, ScheduleWords.ZoneOf(View.Schedule.Spec, Viewer.Zone)) is { } range
            && await State.ActAsync(Person, (schedules, id) => schedules.BackfillAsync(Person, id, range.From, range.To, dryRun: false, Stopping), Stopping))
        {
            Snackbar.Say("The runs are planned; each has its result here once it was started.");
        }
    }

    private async Task DeleteAsync()
    {
        var revision = View.Schedule.Revision;
        var answer = await ConfirmDialog.AskAsync(
            Dialogs, $"Delete “{Name}”?", "It starts nothing any more, and its results are gone. What it started goes on.", "Delete", isDestructive: true);
        if (answer is not null && await State.ActAsync(Person, (schedules, id) => schedules.DeleteAsync(Person, id, revision, Stopping), Stopping))
        {
            Snackbar.Say("The schedule is deleted.");
            Navigation.NavigateTo(Urls.Schedules);
        }
    }
}
