using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Workflows.Engine.Runtime;

/// <summary>Looks for what is stuck from time to time, and when somebody asks for it, and keeps what was found last.</summary>
internal sealed partial class AttentionWorker(AttentionSweeper sweeper, EngineMetrics metrics, TimeProvider time, IOptions<EngineOptions> options, ILogger<AttentionWorker> logger) : BackgroundService
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>What was found last; null until the first look.</summary>
    public AttentionReport? Latest { get; private set; }

    /// <summary>Looks now; whoever asks meanwhile waits for a look of their own.</summary>
    public async Task<AttentionReport> SweepAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Latest = await sweeper.SweepAsync(cancellationToken).ConfigureAwait(false);
            if (!Latest.Items.IsEmpty)
            {
                LogStuck(Latest.Items.Length, string.Join(", ", Latest.Items.CountBy(item => item.Kind).Select(kind => $"{kind.Key} {kind.Value}")));
            }

            return Latest;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Something was repaired: it is not told any more.</summary>
    public void Forget(string id) => Latest = Latest?.Without(id);

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Meter.CreateObservableGauge("workflows.stuck", () => Latest?.Items.Length ?? 0, "{item}", "How many things were stuck without an incident when it was last looked.");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(options.Value.StuckInterval, time);
        while (await ticks.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store does not answer. What was found last stays; the page says when that was.
                LogSweepFailed(e);
            }
        }
    }

    [LoggerMessage(EventId = 215, Level = LogLevel.Warning, Message = "{Count} things are stuck without an incident: {Kinds}")]
    private partial void LogStuck(int count, string kinds);

    [LoggerMessage(EventId = 216, Level = LogLevel.Warning, Message = "Looking for what is stuck failed; trying again later")]
    private partial void LogSweepFailed(Exception exception);
}
