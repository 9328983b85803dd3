using Workflows.Engine.Events;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Webhooks;

/// <summary>A list of deliveries, and what is done to them.</summary>
internal sealed class DeliveriesState(GuardedWebhooks webhooks, TimeProvider time, ILogger<DeliveriesState> logger)
{
    /// <summary>How often, and how fast, the list is read again while something that was just asked for is on its way.</summary>
    private const int MaxLooks = 12;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private DeliveryFilter? _filter;

    /// <summary>The deliveries, the latest first.</summary>
    public LiveList<DeliverySummary, long> Deliveries { get; } = new(delivery => delivery.Id, logger);

    /// <summary>Why the last act was refused; null when it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Reads those that match, unless they are the ones that are shown.</summary>
    public Task LoadAsync(Person person, DeliveryFilter filter, CancellationToken cancellationToken)
    {
        if (_filter == filter)
        {
            return Task.CompletedTask;
        }

        _filter = filter;
        return Deliveries.LoadAsync((page, stop) => webhooks.ListDeliveriesAsync(person, filter, page, stop), cancellationToken);
    }

    /// <summary>A delivery with its event.</summary>
    public Task<Loaded<DeliveryCase>> OpenAsync(Person person, long id, CancellationToken cancellationToken) => Loading.TryAsync(logger, async () =>
    {
        var (delivery, happened) = await webhooks.GetDeliveryAsync(person, id, cancellationToken);
        return new DeliveryCase(delivery, happened);
    });

    /// <summary>Sends one again, and waits a little for what comes of it.</summary>
    public async Task<bool> RedeliverAsync(Person person, long id, CancellationToken cancellationToken) =>
        await TryAsync(() => webhooks.RedeliverAsync(person, id, cancellationToken)) && await SettleAsync(cancellationToken);

    /// <summary>Throws one away.</summary>
    public async Task<bool> DiscardAsync(Person person, long id, CancellationToken cancellationToken)
    {
        var isDone = await TryAsync(() => webhooks.DiscardAsync(person, id, cancellationToken));
        await Deliveries.ReloadAsync(cancellationToken);
        return isDone;
    }

    /// <summary>Reads the list again until nothing in it is about to be sent, for three seconds at the most.</summary>
    public async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        for (var look = 0; look < MaxLooks; look++)
        {
            await Deliveries.ReloadAsync(cancellationToken);
            if (Deliveries.Rows.Value?.Rows.Any(row => row.Item is { Status: DeliveryStatus.Pending, Attempts: 0 }) is not true)
            {
                break;
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }

        return true;
    }

    private async Task<bool> TryAsync(Func<Task> act)
    {
        Refusal = null;
        try
        {
            await act();
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Refusal = Loading.Explain(logger, failure);
            return false;
        }
    }
}

/// <summary>A delivery with its event.</summary>
public sealed record DeliveryCase(DeliverySummary Delivery, WorkflowEvent Event);
