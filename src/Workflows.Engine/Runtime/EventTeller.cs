using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Events;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Tells one subscriber of one event, and writes down how that went.</summary>
internal sealed partial class EventTeller(
    EventSubscribers subscribers, IEventStore store, WebhookSender sender, IServiceScopeFactory scopes, EngineMetrics metrics, TimeProvider time, ILogger<EventTeller> logger)
{
    /// <summary>The longest that a subscriber may ask to be left alone.</summary>
    private static readonly TimeSpan s_longestRest = TimeSpan.FromDays(1);

    /// <summary>Tells it; null when another process is at it, or when nobody is to be told any more.</summary>
    public async Task<DeliveryResult?> TellAsync(EventSubscriber subscriber, DueDelivery delivery, CancellationToken cancellationToken)
    {
        var webhook = subscribers.Webhooks.FirstOrDefault(w => w.Id.Value == subscriber.Id);
        var handler = subscribers.Handlers.FirstOrDefault(h => EventSubscriber.IdOf(h.Name) == subscriber.Id);
        if (webhook is null && handler is null)
        {
            return null;
        }

        var mine = delivery with { DueAt = time.GetUtcNow() + DeliveryRules.Lease };
        if (!await store.ChangeDeliveryAsync(delivery, new DeliveryChange(DeliveryStatus.Pending, delivery.Attempts, mine.DueAt), cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var happened = EventJson.ReadEvent(delivery.Body);
        var result = webhook is not null
            ? await sender.SendAsync(webhook, happened, cancellationToken).ConfigureAwait(false)
            : await HandleAsync(handler!, happened, cancellationToken).ConfigureAwait(false);

        var next = Next(delivery, result);
        await store.ChangeDeliveryAsync(mine, next, cancellationToken).ConfigureAwait(false);
        if (next.Status is DeliveryStatus.Dead)
        {
            LogDead(happened.Id, happened.Type, webhook?.Spec.Name ?? "a handler", result.Answer ?? "");
        }

        if (result.IsGone && webhook is not null)
        {
            await PauseAsync(webhook, cancellationToken).ConfigureAwait(false);
        }

        metrics.Told(next.Status, result.IsDelivered);
        return result;
    }

    private DeliveryChange Next(DueDelivery delivery, DeliveryResult result)
    {
        var now = time.GetUtcNow();
        var attempts = delivery.Attempts + 1;
        if (result.IsDelivered)
        {
            return new DeliveryChange(DeliveryStatus.Delivered, attempts, null, now, result.Code, result.Answer);
        }

        if (result.IsGone || DeliveryRules.DelayAfter(attempts) is not { } delay)
        {
            return new DeliveryChange(DeliveryStatus.Dead, attempts, null, now, result.Code, result.Answer);
        }

        var asked = result.RetryAfter is { } rest && rest < s_longestRest ? rest : TimeSpan.Zero;
        return new DeliveryChange(DeliveryStatus.Pending, attempts, now + (asked > delay ? asked : delay), now, result.Code, result.Answer);
    }

    private async Task<DeliveryResult> HandleAsync(EventHandlerEntry handler, WorkflowEvent happened, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(DeliveryRules.AttemptLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            try
            {
                var instance = (IWorkflowEventHandler)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, handler.Type);
                await instance.HandleAsync(happened, stop.Token).ConfigureAwait(false);
                return new DeliveryResult(true, null, null);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The operator reads it beside the delivery, which is tried again.
                LogHandlerFailed(e, handler.Name, happened.Id, happened.Type);
                return new DeliveryResult(false, null, $"{e.GetType().Name}: {e.Message}");
            }
        }
    }

    /// <summary>Sends nothing more to an address that said it is gone, until somebody resumes the webhook.</summary>
    private async Task PauseAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var paused = webhook with { Pause = new WebhookPause(null, now, "The address answered 410 Gone."), ChangedAt = now, Revision = webhook.Revision + 1 };
        await store.WriteWebhookAsync(paused, null, cancellationToken).ConfigureAwait(false);
        await subscribers.RefreshAsync(cancellationToken).ConfigureAwait(false);
        LogGone(webhook.Spec.Name, webhook.Id);
    }
}
