namespace Workflows.Engine.Runtime;

/// <summary>Wakes the timer worker early: a timer was set that may be due before it would look again.</summary>
internal sealed class TimerSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>Wakes the worker; many calls wake it once.</summary>
    public void Wake()
    {
        lock (_signal)
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
    }

    /// <summary>Waits for a call of <see cref="Wake"/>, but not beyond a moment; not at all when it is past.</summary>
    public async Task WaitAsync(DateTimeOffset until, TimeProvider time, CancellationToken cancellationToken)
    {
        var atMost = until - time.GetUtcNow();
        using var timeout = new CancellationTokenSource(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, time);
        if (time.GetUtcNow() >= until)
        {
            return; // the clock went past it before the timeout was set
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _signal.WaitAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody called in time: look anyway.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();
}
