using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Events;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Tells subscribers of events. Each has a lane of its own, so that one that is slow or down holds up no other; one that is down is asked now and then, not once for every event.
/// Events of one instance are told one after the other.
/// </summary>
internal sealed partial class EventWorker(
    EventSubscribers subscribers, EventTeller teller, IEventStore store, INodeStore nodes, TimeProvider time, IOptions<EngineOptions> options, ILogger<EventWorker> logger) : BackgroundService
{
    private const int PageSize = 50;
    private const int ForgetAtOnce = 500;
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_firstTidy = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_tidy = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Guid, Lane> _lanes = new();
    private DateTimeOffset _tidyAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _tidyAt = time.GetUtcNow() + s_firstTidy;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                DateTimeOffset again;
                try
                {
                    again = await LookAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The store does not answer. Subscribers are told late, nothing is lost.
                    LogLookFailed(e);
                    again = time.GetUtcNow() + s_pauseAfterFailure;
                }

                await subscribers.Changed.WaitAsync(again, time, stoppingToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(_lanes.Values.Select(lane => lane.Running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Begins to tell those for whom something is due, and says when to look again.</summary>
    private async Task<DateTimeOffset> LookAsync(CancellationToken cancellationToken)
    {
        if (nodes.IsShared)
        {
            await subscribers.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        var now = time.GetUtcNow();
        if (now >= _tidyAt)
        {
            await TidyAsync(now, cancellationToken).ConfigureAwait(false);
        }

        var again = now + (nodes.IsShared ? s_refresh : options.Value.MaxTimerSleep);
        foreach (var subscriber in subscribers.Current.Where(IsTold))
        {
            var lane = _lanes.GetOrAdd(subscriber.Id, _ => new Lane());
            if (!lane.Running.IsCompleted || await store.NextDeliveryAsync(subscriber.Id, cancellationToken).ConfigureAwait(false) is not { } due)
            {
                continue;
            }

            due = due > lane.RestsUntil ? due : lane.RestsUntil;
            if (due <= now)
            {
                lane.Running = Task.Run(() => RunAsync(subscriber, lane, cancellationToken), CancellationToken.None);
            }
            else if (due < again)
            {
                again = due;
            }
        }

        return again;
    }

    /// <summary>Tells a subscriber what is due for it, until nothing is, or it takes nothing.</summary>
    private async Task RunAsync(EventSubscriber subscriber, Lane lane, CancellationToken cancellationToken)
    {
        try
        {
            while (IsTold(subscriber) && lane.RestsUntil <= time.GetUtcNow()
                && await store.ListDueDeliveriesAsync(subscriber.Id, time.GetUtcNow(), PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } due)
            {
                await Parallel.ForEachAsync(
                    due.GroupBy(d => d.Instance),
                    new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken },
                    (deliveries, token) => TellAllAsync(subscriber, lane, deliveries, token)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The store does not answer: what was taken is due again when its lease ends.
            LogLaneFailed(e, subscriber.Id);
            lane.RestsUntil = time.GetUtcNow() + s_pauseAfterFailure;
        }
        finally
        {
            subscribers.Changed.Wake();
        }
    }

    private async ValueTask TellAllAsync(EventSubscriber subscriber, Lane lane, IEnumerable<DueDelivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var delivery in deliveries)
        {
            if (!IsTold(subscriber) || lane.RestsUntil > time.GetUtcNow())
            {
                return;
            }

            if (await teller.TellAsync(subscriber, delivery, cancellationToken).ConfigureAwait(false) is { } result)
            {
                lane.Note(result, time.GetUtcNow());
            }
        }
    }

    /// <summary>Whether it is still there, and not paused.</summary>
    private bool IsTold(EventSubscriber subscriber) =>
        subscribers.Current.Any(s => s.Id == subscriber.Id) && subscribers.Webhooks.FirstOrDefault(w => w.Id.Value == subscriber.Id)?.Pause is null;

    private async Task TidyAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await store.ForgetDeliveredAsync(now - DeliveryRules.KeptFor, ForgetAtOnce, cancellationToken).ConfigureAwait(false) == ForgetAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        _tidyAt = now + s_tidy;
    }

    /// <summary>What goes to one subscriber.</summary>
    private sealed class Lane
    {
        private readonly Lock _lock = new();
        private int _failures;

        public Task Running { get; set; } = Task.CompletedTask;

        public DateTimeOffset RestsUntil
        {
            get
            {
                lock (_lock)
                {
                    return field;
                }
            }

            set
            {
                lock (_lock)
                {
                    field = value;
                }
            }
        }

        public void Note(DeliveryResult result, DateTimeOffset now)
        {
            lock (_lock)
            {
                _failures = result.IsDown ? _failures + 1 : 0;
                if (result.IsDown)
                {
                    RestsUntil = now + DeliveryRules.RestAfter(_failures);
                }
            }
        }
    }
}
