using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Components.Shared;
using Workflows.Web.Live;

namespace Workflows.Web.Features.Incidents;

public sealed partial class IncidentPage
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    /// <summary>What the incidents have in common.</summary>
    [Parameter]
    public required string Fingerprint { get; set; }

    [Inject]
    private IncidentState State { get; init; } = null!;

    [Inject]
    private TimeProvider Time { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    private string? WhyNot => State switch
    {
        { IsRetrying: true } => "A retry is under way.",
        { Affected.Rows.Value.Rows.IsEmpty: true } => "Nothing stands still for this.",
        _ => null,
    };

    private protected override Task LoadAsync()
    {
        Follow(new ChangeFilter(Person.TenantId()));
        return State.LoadAsync(Person, Fingerprint, Stopping);
    }

    private protected override Task RefreshAsync() => State.Affected.RefreshAsync(Stopping);

    private Task ReloadAsync() => State.ReloadAsync(Person, Stopping);

    private async Task RetryAsync(IncidentLine line)
    {
        if (await ConfirmDialog.AskAsync(
                Dialogs,
                "Retry all?",
                $"{(line.Group.Count == 1 ? "One instance tries" : $"{line.Group.Count} instances try")} again where {(line.Group.Count == 1 ? "it stands" : "they stand")} still. Mend the cause first: what fails again comes back here.",
                "Retry all") is null)
        {
            return;
        }

        if (await State.RetryAllAsync(Person, Stopping) is { } refused)
        {
            Snackbar.Add(refused, Severity.Error);
            return;
        }

        try
        {
            while (State.IsRetrying)
            {
                StateHasChanged();
                await Task.Delay(s_look, Time, Stopping);
                State.LookAtRetry(Person);
            }

            await ReloadAsync();
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more; the retry goes on.
        }
    }
}
