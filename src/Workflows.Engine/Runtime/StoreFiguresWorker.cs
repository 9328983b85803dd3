using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Workflows.Engine.Runtime;

/// <summary>Keeps the figures of the store fresh while somebody listens to them.</summary>
internal sealed partial class StoreFiguresWorker(StoreFiguresCache figures, EngineMetrics metrics, TimeProvider time, ILogger<StoreFiguresWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(s_interval, time);
        do
        {
            try
            {
                if (metrics.WantsFigures)
                {
                    await figures.ReadAsync(s_interval / 2, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogReadFailed(e);
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(EventId = 170, Level = LogLevel.Warning, Message = "The figures of the store could not be read")]
    private partial void LogReadFailed(Exception exception);
}
