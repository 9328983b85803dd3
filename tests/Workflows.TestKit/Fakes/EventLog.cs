using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Events;
using Workflows.Engine.Runtime;

namespace Workflows.TestKit.Fakes;

/// <summary>What subscribers of a test were told, and how they are to take it: a handler in the process, and the other side of every webhook.</summary>
internal sealed class EventLog : HttpMessageHandler
{
    private readonly ConcurrentQueue<WorkflowEvent> _handled = new();
    private readonly ConcurrentQueue<SentEvent> _sent = new();

    /// <summary>What the handler does with an event, once it is noted.</summary>
    public Func<WorkflowEvent, Task> OnHandled { get; set; } = _ => Task.CompletedTask;

    /// <summary>What the other side answers to a host.</summary>
    public Func<string, HttpStatusCode> OnSent { get; set; } = _ => HttpStatusCode.NoContent;

    public IReadOnlyList<WorkflowEvent> Handled => [.. _handled];

    public IReadOnlyList<SentEvent> Sent => [.. _sent];

    public void AddTo(IServiceCollection services) => services
        .AddSingleton(this)
        .AddSingleton(provider => new WebhookSender(new HttpMessageInvoker(this, disposeHandler: false), provider.GetRequiredService<TimeProvider>()));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        _sent.Enqueue(new SentEvent(
            request.RequestUri!, Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), request.Content.Headers.ContentType!.MediaType!, body));
        var status = OnSent(request.RequestUri!.Host);
        return status == default ? throw new HttpRequestException("Connection refused.") : new HttpResponseMessage(status) { Content = new StringContent($"answer {(int)status}") };

        string Header(string name) => string.Join(',', request.Headers.GetValues(name));
    }

    internal sealed class Handler(EventLog log) : IWorkflowEventHandler
    {
        public Task HandleAsync(WorkflowEvent happened, CancellationToken cancellationToken)
        {
            log._handled.Enqueue(happened);
            return log.OnHandled(happened);
        }
    }
}

/// <summary>What was sent to a webhook.</summary>
internal sealed record SentEvent(Uri Url, string Id, string Timestamp, string Signature, string MediaType, byte[] Body);

/// <summary>Tells when attempts to tell subscribers are over, however they went.</summary>
internal sealed class DeliveryWatch : IDisposable
{
    private readonly SemaphoreSlim _told = new(0);
    private readonly MeterListener _listener = new();

    public DeliveryWatch(EngineHost host)
    {
        var meter = host.Services.GetRequiredService<EngineMetrics>().Meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter && instrument.Name == "workflows.events.deliveries")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => _told.Release());
        _listener.Start();
    }

    /// <summary>Waits for a number of attempts.</summary>
    public async Task WaitAsync(int attempts)
    {
        for (var i = 0; i < attempts; i++)
        {
            if (!await _told.WaitAsync(TimeSpan.FromSeconds(30)))
            {
                throw new TimeoutException($"Only {i} of {attempts} attempts were made.");
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _told.Dispose();
    }
}
