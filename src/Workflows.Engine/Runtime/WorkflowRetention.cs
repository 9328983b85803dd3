using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Removes what is no longer kept. What somebody asks for is done in their tenant; what time begins is done in every tenant. What cannot be done throws
/// <see cref="WorkflowException"/>, and nothing has changed.
/// </summary>
public sealed class WorkflowRetention
{
    private readonly RetentionRunner _runner;
    private readonly RetentionWorker _worker;
    private readonly IRetentionStore _store;
    private readonly TimeProvider _time;

    internal WorkflowRetention(RetentionRunner runner, RetentionWorker worker, IRetentionStore store, TimeProvider time) =>
        (_runner, _worker, _store, _time) = (runner, worker, store, time);

    /// <summary>What is removed when; it comes from the host's options.</summary>
    public RetentionPolicy Policy => _runner.Policy;

    /// <summary>Begins to apply the rules, and returns while it is done in the background.</summary>
    /// <param name="isDryRun">Whether it only counts.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Stops it before it has begun.</param>
    /// <exception cref="WorkflowException">A run is under way.</exception>
    public async Task<RetentionRun> StartAsync(bool isDryRun, Actor by, CancellationToken cancellationToken = default) =>
        await _worker.AskAsync(by, isDryRun, cancellationToken).ConfigureAwait(false)
            ?? throw new WorkflowException(new Rejection.RetentionState("A run is under way. Wait until it has ended, or stop it."));

    /// <summary>The runs of the tenant and of the whole host, the latest first; a run's id says where to go on.</summary>
    public async Task<IReadOnlyList<RetentionRun>> ListRunsAsync(TenantId tenant, RetentionRunId? before = null, int limit = 25, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var now = _time.GetUtcNow();
        return [.. (await _store.ListRunsAsync(tenant, before, limit, cancellationToken).ConfigureAwait(false)).Select(run => run.At(now))];
    }

    /// <summary>A run, as far as it is.</summary>
    /// <exception cref="WorkflowException">There is none.</exception>
    public async Task<RetentionRun> GetRunAsync(TenantId tenant, RetentionRunId id, CancellationToken cancellationToken = default) =>
        (await _store.FindRunAsync(tenant, id, cancellationToken).ConfigureAwait(false))?.At(_time.GetUtcNow())
            ?? throw new WorkflowException(new Rejection.RetentionRunNotFound(id.Value));

    /// <summary>Stops a run after the batch that it is at, whichever process it runs in. One that has ended stays as it is.</summary>
    /// <exception cref="WorkflowException">There is none.</exception>
    public async Task<RetentionRun> StopAsync(RetentionRunId id, Actor by, CancellationToken cancellationToken = default)
    {
        var run = await GetRunAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        if (run.EndedAt is null)
        {
            var now = _time.GetUtcNow();
            run = run with { Status = RetentionRunStatus.Stopped, EndedAt = now, BeatAt = now, Error = $"{by.Id} stopped it." };
            await _store.SaveRunAsync(run, cancellationToken).ConfigureAwait(false);
        }

        return await GetRunAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes one instance that has ended, for good, after it was archived where there is an archive. The report says who did it and why.</summary>
    /// <exception cref="WorkflowException">There is no such instance, it is open (cancel it first), no reason was given, or the archive cannot be written.</exception>
    public Task<RetentionRun> RemoveAsync(InstanceId id, string? reason, Actor by, CancellationToken cancellationToken = default) =>
        string.IsNullOrWhiteSpace(reason)
            ? throw new WorkflowException(new Rejection.ReasonRequired())
            : _runner.RemoveAsync(id, reason.Trim(), by, cancellationToken);
}
