using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Workflows.Engine.Events;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>A class that is told of events in this process.</summary>
/// <param name="Name">What its deliveries are kept under.</param>
/// <param name="Type">The class.</param>
/// <param name="Filter">Which events.</param>
internal sealed record EventHandlerEntry(string Name, Type Type, EventFilter Filter)
{
    /// <summary>Who is told.</summary>
    public EventSubscriber ToSubscriber() => new(EventSubscriber.IdOf(Name), null, Filter);
}

/// <summary>
/// Who is told of events at the moment: the handlers of this process, and the webhooks as they were read last. Every commit asks, so it is kept in memory: webhooks that another
/// process made are known here a few seconds later.
/// </summary>
internal sealed class EventSubscribers(IEnumerable<EventHandlerEntry> handlers, IEventStore store) : IHostedService, IDisposable
{
    private readonly ImmutableArray<EventHandlerEntry> _handlers = [.. handlers];
    private ImmutableArray<EventSubscriber> _current = [.. handlers.Select(h => h.ToSubscriber())];
    private ImmutableArray<Webhook> _webhooks = [];

    /// <summary>Wakes those who deliver: there is something to deliver, or somebody else to deliver it to.</summary>
    public TimerSignal Changed { get; } = new();

    /// <summary>Everybody who is told.</summary>
    public ImmutableArray<EventSubscriber> Current => _current;

    /// <summary>The classes of this process.</summary>
    public ImmutableArray<EventHandlerEntry> Handlers => _handlers;

    /// <summary>The webhooks of every tenant.</summary>
    public ImmutableArray<Webhook> Webhooks => _webhooks;

    /// <summary>Reads the webhooks anew.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        _webhooks = [.. await store.ListWebhooksAsync(null, cancellationToken).ConfigureAwait(false)];
        _current = [.. _handlers.Select(h => h.ToSubscriber()), .. _webhooks.Select(w => w.ToSubscriber())];
    }

    public Task StartAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => Changed.Dispose();
}
