using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>The figures of the store, read at most every few seconds, however many ask.</summary>
internal sealed class StoreFiguresCache(IStoreDiagnostics store, EngineMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <summary>The figures, not older than asked for.</summary>
    public async Task<StoreFigures> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (metrics.Figures is null || time.GetUtcNow() - _readAt >= maxAge)
            {
                metrics.Figures = await store.ReadFiguresAsync(StoreFigures.Cap, cancellationToken).ConfigureAwait(false);
                _readAt = time.GetUtcNow();
            }

            return metrics.Figures;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();
}
