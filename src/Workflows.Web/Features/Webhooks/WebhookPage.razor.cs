using Microsoft.AspNetCore.Components;
using MudBlazor;
using Workflows.Engine.Events;
using Workflows.Engine.Storage;
using Workflows.Web.Components.Shared;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Webhooks;

public sealed partial class WebhookPage
{
    private static readonly (string? Name, string Title)[] s_statuses = [(null, "All"), ("pending", "On the way"), ("delivered", "Delivered"), ("dead", "Given up")];

    private DeliveriesTable? _deliveries;

    /// <summary>The webhook's id, from the address.</summary>
    [Parameter]
    public required string Id { get; set; }

    /// <summary>Which deliveries are shown, by their status; null for all.</summary>
    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [Inject]
    private WebhookState State { get; init; } = null!;

    [Inject]
    private NavigationManager Navigation { get; init; } = null!;

    [Inject]
    private PageAddress Address { get; init; } = null!;

    [Inject]
    private IDialogService Dialogs { get; init; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; init; } = null!;

    private Webhook Shown => State.Webhook.Value!;

    private protected override Task LoadAsync() => State.LoadAsync(Person, Id, Stopping);

    private DeliveryFilter Filter(Webhook webhook) => new() { Webhook = webhook.Id, Status = Enum.TryParse<DeliveryStatus>(Status, ignoreCase: true, out var status) ? status : null };

    private Task NarrowAsync(string? status) => Address.SetAsync("status", status);

    private async Task EditAsync()
    {
        if (await WebhookDialog.ShowAsync(Dialogs, Shown) is not null)
        {
            Snackbar.Say("The webhook is saved.");
        }

        await LoadAsync();
    }

    private async Task TestAsync()
    {
        var sent = await State.ActAsync(
            Person,
            async (webhooks, id) =>
            {
                await webhooks.TestAsync(Person, id, Stopping);
                return Shown;
            },
            Stopping);
        if (sent is null)
        {
            return;
        }

        Snackbar.Say(Shown.Pause is null ? "A test is on its way; the list shows what comes of it." : "A test is kept with the rest, and sent when the webhook is resumed.");
        if (_deliveries is not null)
        {
            await _deliveries.SettleAsync();
        }
    }

    private async Task RotateAsync()
    {
        var answer = await ConfirmDialog.AskAsync(
            Dialogs, $"Make a new secret for “{Shown.Spec.Name}”?", "For a day, events are signed with the new secret and the last one. After that, whoever still checks with the last one refuses them.", "New secret");
        if (answer is not null && await State.ActAsync(Person, (webhooks, id) => webhooks.RotateSecretAsync(Person, id, Stopping), Stopping) is { } rotated)
        {
            await SecretDialog.ShowAsync(Dialogs, rotated);
        }
    }

    private async Task PauseOrResumeAsync()
    {
        var (name, isPaused) = (Shown.Spec.Name, Shown.Pause is not null);
        var answer = isPaused
            ? await ConfirmDialog.AskAsync(Dialogs, $"Resume “{name}”?", "What happened meanwhile is sent first.", "Resume")
            : await ConfirmDialog.AskAsync(Dialogs, $"Pause “{name}”?", "Nothing is sent until it is resumed. What happens is kept.", "Pause", ReasonNeed.Optional);
        if (answer is not null
            && await State.ActAsync(Person, (webhooks, id) => isPaused ? webhooks.ResumeAsync(Person, id, Stopping) : webhooks.PauseAsync(Person, id, answer, Stopping), Stopping) is not null)
        {
            Snackbar.Say(isPaused ? "The webhook goes on." : "The webhook is paused.");
        }
    }

    private async Task DeleteAsync()
    {
        var current = Shown;
        var answer = await ConfirmDialog.AskAsync(
            Dialogs, $"Delete “{current.Spec.Name}”?", "It is told nothing any more. What was still to be sent is thrown away, and the record of what was sent.", "Delete", isDestructive: true);
        if (answer is null)
        {
            return;
        }

        var deleted = await State.ActAsync(
            Person,
            async (webhooks, id) =>
            {
                await webhooks.DeleteAsync(Person, id, current.Revision, Stopping);
                return current;
            },
            Stopping);
        if (deleted is not null)
        {
            Snackbar.Say("The webhook is deleted.");
            Navigation.NavigateTo(Urls.Webhooks);
        }
    }
}
