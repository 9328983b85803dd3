using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>After a start, takes up the instances whose machine steps were running when the process ended: page by page, beside the usual work.</summary>
internal sealed partial class RecoveryWorker(
    IInstanceStore store, InstanceRunner runner, TimeProvider time, IOptions<EngineOptions> options, ILogger<RecoveryWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        InstanceId? after = null;
        var resumed = 0;
        while (true)
        {
            try
            {
                var page = await store.ListRunningAsync(after, options.Value.BatchSize, stoppingToken).ConfigureAwait(false);
                foreach (var (tenant, instance) in page)
                {
                    after = instance;
                    resumed += await TryResumeAsync(tenant, instance, stoppingToken).ConfigureAwait(false) ? 1 : 0;
                }

                if (page.Count < options.Value.BatchSize)
                {
                    LogRecovered(resumed);
                    return;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store does not answer. What is running stays so in the store; the rest is taken up after a pause.
                LogRecoveryFailed(e, after);
                await Task.Delay(s_pauseAfterFailure, time, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes up one instance. One that cannot be read must not hold up the others: it stays running in the store, and the log names it.</summary>
    private async Task<bool> TryResumeAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken)
    {
        try
        {
            await runner.ResumeAsync(tenant, instance, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogRecoveryFailed(e, instance);
            return false;
        }
    }
}
