using System.Diagnostics.Metrics;

namespace Workflows.Engine.Runtime;

/// <summary>For whoever reads the meter itself: which one is of this host, and fresh figures before it is read.</summary>
public sealed class WorkflowFigures
{
    private static readonly TimeSpan s_maxAge = TimeSpan.FromSeconds(5);

    private readonly StoreFiguresCache _figures;
    private readonly EngineMetrics _metrics;

    internal WorkflowFigures(StoreFiguresCache figures, EngineMetrics metrics) => (_figures, _metrics) = (figures, metrics);

    /// <summary>Whether a meter is the engine's of this host; several may run in a process.</summary>
    public bool IsOfThisHost(Meter meter) => ReferenceEquals(meter, _metrics.Meter);

    /// <summary>Reads the figures of the store, unless they were read in the last five seconds. When the store does not answer, the meter goes on with the last ones.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _figures.ReadAsync(s_maxAge, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The health check says what is wrong with the store; numbers that are there are told all the same.
        }
    }
}
