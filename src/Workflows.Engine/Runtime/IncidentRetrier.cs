using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Retries all incidents of one cause in the background: page by page, a few at a time, each by the same command as a single retry. How far each is lives in this process; after a
/// restart what was not retried is still open, and can be retried again.
/// </summary>
internal sealed partial class IncidentRetrier(IIncidentStore store, InstanceRunner runner, TimeProvider time, ILogger<IncidentRetrier> logger) : IAsyncDisposable
{
    private const int PageSize = 100;
    private const int AtOnce = 4;
    private const int Kept = 50;

    private readonly ConcurrentDictionary<Guid, IncidentRetry> _retries = new();
    private readonly ConcurrentDictionary<Guid, Task> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Begins; null when nothing has the fingerprint.</summary>
    public async Task<IncidentRetry?> StartAsync(string fingerprint, Actor by, CancellationToken cancellationToken)
    {
        if (await store.ListIncidentGroupsAsync(by.Tenant, fingerprint, cancellationToken).ConfigureAwait(false) is not [var group])
        {
            return null;
        }

        var now = time.GetUtcNow();
        var retry = new IncidentRetry { Id = Guid.CreateVersion7(now), Tenant = by.Tenant, Fingerprint = fingerprint, By = by.Id, StartedAt = now, Total = group.Count };
        Forget();
        _retries[retry.Id] = retry;
        _running[retry.Id] = Task.Run(() => RunAsync(retry, by, _stopping.Token), CancellationToken.None);
        return retry;
    }

    /// <summary>A retry as far as it is, or null.</summary>
    public IncidentRetry? Find(TenantId tenant, Guid id) => _retries.TryGetValue(id, out var retry) && retry.Tenant == tenant ? retry : null;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync(IncidentRetry begun, Actor by, CancellationToken cancellationToken)
    {
        string? error = null;
        try
        {
            string? cursor = null;
            do
            {
                // The list goes back in time: what is opened from now on is before its beginning.
                var page = await store.ListIncidentsAsync(
                    by.Tenant, new IncidentFilter { Fingerprint = begun.Fingerprint }, new PageRequest(PageSize, cursor), cancellationToken).ConfigureAwait(false);
                await Parallel.ForEachAsync(
                    page.Items.Where(i => i.OpenedAt <= begun.StartedAt),
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                    async (incident, token) => Note(begun.Id, incident, await RetryAsync(incident, by, token).ConfigureAwait(false))).ConfigureAwait(false);
                cursor = page.Next;
            }
            while (cursor is not null);
        }
        catch (OperationCanceledException)
        {
            error = "The process ended. What was not retried is still open.";
        }
        catch (Exception e)
        {
            LogRetryFailed(e, begun.Fingerprint);
            error = e.Message;
        }

        Change(begun.Id, retry => retry with { EndedAt = time.GetUtcNow(), Error = error });
    }

    /// <summary>Retries one; gives why it could not.</summary>
    private async Task<string?> RetryAsync(IncidentSummary incident, Actor by, CancellationToken cancellationToken) =>
        (await runner.HandleAsync(by.Tenant, incident.Instance, new InstanceCommand.Retry(incident.Incident, by), TimeSpan.Zero, cancellationToken).ConfigureAwait(false)).Rejection?.Message;

    private void Note(Guid id, IncidentSummary incident, string? refused) => Change(id, retry => refused is null
        ? retry with { Retried = retry.Retried + 1 }
        : retry with
        {
            Refused = retry.Refused + 1,
            Refusals = retry.Refusals.Length < IncidentRetry.MostRefusals ? retry.Refusals.Add(new RefusedRetry(incident.Instance, incident.Incident, refused)) : retry.Refusals,
        });

    private void Change(Guid id, Func<IncidentRetry, IncidentRetry> change)
    {
        while (_retries.TryGetValue(id, out var retry) && !_retries.TryUpdate(id, change(retry), retry))
        {
        }
    }

    private void Forget()
    {
        foreach (var old in _retries.Values.Where(r => r.EndedAt is not null).OrderByDescending(r => r.StartedAt).Skip(Kept - 1).ToImmutableArray())
        {
            _retries.TryRemove(old.Id, out _);
            _running.TryRemove(old.Id, out _);
        }
    }

    [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "Retrying the incidents with the fingerprint {Fingerprint} stopped before its end")]
    private partial void LogRetryFailed(Exception exception, string fingerprint);
}
