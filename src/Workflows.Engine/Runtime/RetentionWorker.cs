using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Runs the retention rules when it is time, and when somebody asks for it, one run after the other.</summary>
internal sealed partial class RetentionWorker(RetentionRunner runner, IRetentionStore store, TimeProvider time, ILogger<RetentionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromMinutes(1);
    private readonly Channel<RetentionRun> _asked = Channel.CreateUnbounded<RetentionRun>();

    /// <summary>Begins a run that somebody asks for; null when another one is under way.</summary>
    public async Task<RetentionRun?> AskAsync(Actor by, bool isDryRun, CancellationToken cancellationToken)
    {
        var run = await runner.BeginAsync(by, isDryRun, cancellationToken).ConfigureAwait(false);
        if (run is not null)
        {
            _asked.Writer.TryWrite(run);
        }

        return run;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            DateTimeOffset again;
            try
            {
                while (_asked.Reader.TryRead(out var asked))
                {
                    await runner.RunAsync(asked, stoppingToken).ConfigureAwait(false);
                }

                again = await RunDueAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store does not answer: what is too old is removed later.
                LogLookFailed(e);
                again = time.GetUtcNow() + s_afterFailure;
            }

            await WaitAsync(again, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the rules if it is time, and says when to look again.</summary>
    private async Task<DateTimeOffset> RunDueAsync(CancellationToken cancellationToken)
    {
        var policy = runner.Policy;
        if (!policy.IsEnabled || policy.Rules.IsEmpty)
        {
            return DateTimeOffset.MaxValue;
        }

        var now = time.GetUtcNow();
        var last = (await store.LastScheduledRunAsync(cancellationToken).ConfigureAwait(false))?.At(now);
        var due = last is null || last.Status is RetentionRunStatus.Stopped ? now : last.StartedAt + policy.Interval;
        if (due > now)
        {
            return due;
        }

        if (await runner.BeginAsync(null, isDryRun: false, cancellationToken).ConfigureAwait(false) is not { } run)
        {
            // Another process is at it, or somebody's run is under way.
            return now + s_afterFailure;
        }

        await runner.RunAsync(run, cancellationToken).ConfigureAwait(false);
        return run.StartedAt + policy.Interval;
    }

    private async Task WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var rest = until - time.GetUtcNow();
        var longest = TimeSpan.FromHours(1);
        if (rest > TimeSpan.Zero)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_asked.Reader.WaitToReadAsync(over.Token).AsTask(), Task.Delay(rest < longest ? rest : longest, time, over.Token)).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
