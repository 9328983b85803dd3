using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Runs the schedules that are due, in batches, and sleeps until the next one is, or somebody changes one.</summary>
internal sealed partial class ScheduleWorker(
    IScheduleStore store, ScheduleRunner runner, ScheduleDesk desk, TimeProvider time, IOptions<EngineOptions> options, ILogger<ScheduleWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            DateTimeOffset again;
            try
            {
                again = await RunDueAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store does not answer. Runs start late, none is lost.
                LogPollFailed(e);
                again = time.GetUtcNow() + s_pauseAfterFailure;
            }

            await desk.Changed.WaitAsync(again, time, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs one batch and says when to look again.</summary>
    private async Task<DateTimeOffset> RunDueAsync(CancellationToken cancellationToken)
    {
        var due = await store.ListDueSchedulesAsync(time.GetUtcNow(), options.Value.BatchSize, cancellationToken).ConfigureAwait(false);
        var failures = 0;
        await Parallel.ForEachAsync(due.Concat(runner.TakeReady()).Distinct(), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (schedule, token) =>
        {
            try
            {
                await runner.RunAsync(schedule.Tenant, schedule.Schedule, token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What it planned stays planned, and is tried again; the others go on.
                LogRunFailed(e, schedule.Schedule);
                Interlocked.Increment(ref failures);
            }
        }).ConfigureAwait(false);

        if (failures > 0)
        {
            return time.GetUtcNow() + s_pauseAfterFailure;
        }

        var next = await store.NextScheduleAsync(cancellationToken).ConfigureAwait(false);
        var latest = time.GetUtcNow() + options.Value.MaxTimerSleep;
        return next < latest ? next.Value : latest;
    }
}
