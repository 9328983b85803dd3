using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Takes up the machine steps of processes that have ended: after a start, and, where several processes share a store, whenever one of them gives no sign of life
/// any more. Page by page, beside the usual work.
/// </summary>
internal sealed partial class RecoveryWorker(
    IInstanceStore store, INodeStore nodes, NodeIdentity self, NodeWatch watch, InstanceRunner runner, TimeProvider time, IOptions<EngineOptions> options, ILogger<RecoveryWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_memory = TimeSpan.FromDays(1);

    private readonly HashSet<string> _recovered = [];

    /// <summary>Makes this process known before it runs anything: what it leaves running can be told from what a crash left.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await nodes.BeatAsync(self.Id, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await nodes.EndAsync(self.Id, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next start takes this end for a crash of what still runs.
            LogEndFailed(e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFirst = true;
        while (true)
        {
            TimeSpan pause;
            try
            {
                await RecoverAsync(isFirst, stoppingToken).ConfigureAwait(false);
                if (!nodes.IsShared)
                {
                    return;
                }

                (isFirst, pause) = (false, options.Value.NodeLease / 3);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store does not answer. What is running stays so in the store, and is taken up after a pause.
                LogRecoveryFailed(e, null);
                pause = s_pauseAfterFailure;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that this node is alive, and takes up what nodes have left running that are not.</summary>
    private async Task RecoverAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!isFirst)
        {
            await nodes.BeatAsync(self.Id, now, cancellationToken).ConfigureAwait(false);
        }

        var seen = await watch.LookAsync(cancellationToken).ConfigureAwait(false);
        _recovered.ExceptWith(seen.Alive);
        var gone = seen.Known.Where(n => !seen.Alive.Contains(n.Id) && !_recovered.Contains(n.Id)).Select(n => n.Id).ToList();
        if (!isFirst && gone.Count == 0)
        {
            return;
        }

        if (await TakeUpAsync(seen.ToRecover(options.Value.MaxStepCrashes), cancellationToken).ConfigureAwait(false) && gone.Count > 0)
        {
            _recovered.UnionWith(gone);
            await nodes.ForgetNodesAsync(now - s_memory, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes through everything that runs. False when some of it could not be read: the log names it, and it must not hold up the others.</summary>
    private async Task<bool> TakeUpAsync(InstanceCommand.Recover command, CancellationToken cancellationToken)
    {
        InstanceId? after = null;
        var (taken, failed) = (0, 0);
        while (true)
        {
            var page = await store.ListRunningAsync(after, options.Value.BatchSize, cancellationToken).ConfigureAwait(false);
            foreach (var (tenant, instance) in page)
            {
                after = instance;
                try
                {
                    taken += (await runner.HandleAsync(tenant, instance, command, TimeSpan.Zero, cancellationToken).ConfigureAwait(false)).Events.IsEmpty ? 0 : 1;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogRecoveryFailed(e, instance);
                    failed++;
                }
            }

            if (page.Count < options.Value.BatchSize)
            {
                LogRecovered(taken);
                return failed == 0;
            }
        }
    }
}
