using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Engine.Retention;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Features.Retention;

public sealed partial class RetentionPage
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private Task _watching = Task.CompletedTask;

    [Inject]
    private RetentionState State { get; init; } = null!;

    [Inject]
    private TimeProvider Time { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    /// <summary>Why no run can begin; null when one can.</summary>
    private string? WhyNot => State.View.Value switch
    {
        null => "The rules are not loaded yet.",
        { Policy.Rules.IsEmpty: true } => "There are no rules.",
        { UnderWay: not null } => "A run is under way.",
        _ => null,
    };

    private protected override Task LoadAsync() => ReloadAsync();

    private async Task ReloadAsync()
    {
        await State.LoadAsync(Person, Stopping);
        WatchIfNeeded();
    }

    private async Task RunAsync()
    {
        var goes = State.View.Value?.Policy.ArchiveFolder is null ? "There is no archive: it is gone then." : "It is archived before.";
        if (await ConfirmDialog.AskAsync(
                Dialogs, "Remove what is no longer kept?", $"What the rules no longer keep is removed for good, with its history and tasks. {goes} A dry run says how much that is.", "Remove", isDestructive: true) is not null)
        {
            await StartAsync(isDryRun: false);
        }
    }

    private async Task StartAsync(bool isDryRun)
    {
        Tell(await State.StartAsync(Person, isDryRun, Stopping));
        WatchIfNeeded();
    }

    private async Task StopAsync(RetentionRun run) => Tell(await State.StopAsync(Person, run.Id, Stopping));

    private void Tell(string? refused)
    {
        if (refused is not null)
        {
            Snackbar.Add(refused, Severity.Error);
        }
    }

    private void WatchIfNeeded()
    {
        if (_watching.IsCompleted)
        {
            _watching = WatchAsync();
        }
    }

    /// <summary>Looks again every second, for as long as a run is under way. What goes wrong is on the page.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (State.View.Value?.UnderWay is not null)
            {
                await Task.Delay(s_look, Time, Stopping);
                await State.LoadAsync(Person, Stopping);
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
    }
}
