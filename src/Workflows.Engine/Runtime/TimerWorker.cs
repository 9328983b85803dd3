using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Fires timers whose moment has come: in batches, so that a backlog after downtime never floods the machine, and sleeps until the next one is due.</summary>
internal sealed partial class TimerWorker(
    IInstanceStore store, InstanceRunner runner, TimerSignal signal, EngineMetrics metrics, TimeProvider time, IOptions<EngineOptions> options, ILogger<TimerWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            DateTimeOffset again;
            try
            {
                again = await FireDueAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store does not answer. Timers fire late, none is lost.
                LogPollFailed(e);
                again = time.GetUtcNow() + s_pauseAfterFailure;
            }

            await signal.WaitAsync(again, time, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Fires one batch and says when to look again.</summary>
    private async Task<DateTimeOffset> FireDueAsync(CancellationToken cancellationToken)
    {
        var due = await store.ListDueTimersAsync(time.GetUtcNow(), options.Value.BatchSize, cancellationToken).ConfigureAwait(false);
        var failures = 0;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (timer, token) =>
        {
            try
            {
                var command = new InstanceCommand.FireTimer(timer.Token, timer.Kind);
                var result = await runner.HandleAsync(timer.Tenant, timer.Instance, command, TimeSpan.Zero, token).ConfigureAwait(false);
                if (result.Rejection is { } stale)
                {
                    // Somebody else fired it, or it was withdrawn. A row that is still there would be due for ever.
                    LogTimerStale(timer.Instance, timer.Token, stale.Message);
                    await store.ForgetTimerAsync(timer, token).ConfigureAwait(false);
                }
                else
                {
                    metrics.Fired("timer", timer.DueAt);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // This instance could not be advanced; the timer stays due and is tried again.
                LogFiringFailed(e, timer.Instance, timer.Token);
                Interlocked.Increment(ref failures);
            }
        }).ConfigureAwait(false);

        if (failures > 0)
        {
            return time.GetUtcNow() + s_pauseAfterFailure;
        }

        if (due.Count > 0)
        {
            LogTimersFired(due.Count);
            return DateTimeOffset.MinValue;
        }

        var next = await store.NextTimerAsync(cancellationToken).ConfigureAwait(false);
        var latest = time.GetUtcNow() + options.Value.MaxTimerSleep;
        return next < latest ? next.Value : latest;
    }
}
