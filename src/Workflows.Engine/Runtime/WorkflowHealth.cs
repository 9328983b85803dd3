using System.Collections.Immutable;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Whether the engine can do its work, and why not. What is looked at is kept for some seconds, so that asking often costs nothing.</summary>
public sealed class WorkflowHealth : IDisposable
{
    /// <summary>How late timers and schedules may be before somebody should look.</summary>
    private static readonly TimeSpan s_lateness = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_maxAge = TimeSpan.FromSeconds(5);

    private readonly IStoreDiagnostics _store;
    private readonly StoreFiguresCache _figures;
    private readonly EngineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _looking = new(1, 1);
    private ImmutableArray<HealthFinding> _last;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;

    internal WorkflowHealth(IStoreDiagnostics store, StoreFiguresCache figures, EngineMetrics metrics, TimeProvider time) =>
        (_store, _figures, _metrics, _time) = (store, figures, metrics, time);

    /// <summary>What there is to say of the database, the queue of its writer, and what is due. Never throws, except when it is canceled.</summary>
    public async Task<ImmutableArray<HealthFinding>> CheckAsync(CancellationToken cancellationToken = default)
    {
        await _looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_last.IsDefault || _time.GetUtcNow() - _lookedAt >= s_maxAge)
            {
                _last = [await DatabaseAsync(cancellationToken).ConfigureAwait(false), Writer(), await DueAsync(cancellationToken).ConfigureAwait(false)];
                _lookedAt = _time.GetUtcNow();
            }

            return _last;
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _looking.Dispose();

    private async Task<HealthFinding> DatabaseAsync(CancellationToken cancellationToken)
    {
        const string Name = "database";
        try
        {
            await _store.ProbeWriteAsync(cancellationToken).WaitAsync(s_patience, _time, cancellationToken).ConfigureAwait(false);
            return new HealthFinding(Name, HealthLevel.Healthy, "It can be read and written.");
        }
        catch (TimeoutException)
        {
            return new HealthFinding(Name, HealthLevel.Unhealthy, $"A write was not done within {s_patience.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthFinding(Name, HealthLevel.Unhealthy, $"It cannot be written: {Why(e)}");
        }
    }

    /// <summary>What everybody may know: what the store says itself, else only what kind of fault it is.</summary>
    private static string Why(Exception failure) => failure is StoreBusyException or StoreUnavailableException ? failure.Message : failure.GetType().Name;

    private HealthFinding Writer()
    {
        var (depth, limit) = _metrics.Queue;
        return new HealthFinding(
            "writer",
            limit > 0 && depth >= limit * 0.8 ? HealthLevel.Degraded : HealthLevel.Healthy,
            limit == 0 ? "It has no queue." : FormattableString.Invariant($"{depth} of at most {limit} writes wait."));
    }

    private async Task<HealthFinding> DueAsync(CancellationToken cancellationToken)
    {
        const string Name = "due";
        try
        {
            var figures = await _figures.ReadAsync(s_maxAge, cancellationToken).WaitAsync(s_patience, _time, cancellationToken).ConfigureAwait(false);
            var late = _time.GetUtcNow() - figures.EarliestDueAt;

            // A backlog after downtime is worked off while new work is taken: no reason to take none.
            return late > s_lateness
                ? new HealthFinding(Name, HealthLevel.Degraded, FormattableString.Invariant($"Timers or schedules are due since {figures.EarliestDueAt:u}, {late.Value.TotalSeconds:0} seconds ago."))
                : new HealthFinding(Name, HealthLevel.Healthy, "Nothing that is due waits.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthFinding(Name, HealthLevel.Unhealthy, $"It cannot be read from the database: {Why(e)}");
        }
    }
}

/// <summary>What was found of a part.</summary>
/// <param name="Part">The part: <c>database</c>, <c>writer</c> or <c>due</c>.</param>
/// <param name="Level">How it is.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record HealthFinding(string Part, HealthLevel Level, string Reason);

/// <summary>How a part is.</summary>
public enum HealthLevel
{
    /// <summary>It does its work.</summary>
    Healthy,

    /// <summary>It does, but somebody should look.</summary>
    Degraded,

    /// <summary>It does not: nothing new should be sent here.</summary>
    Unhealthy,
}
