using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Workflows.Engine;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Telemetry;

/// <summary>Gathers the numbers of this host, of its web server and of the runtime, and writes them as Prometheus reads them (text format 0.0.4).</summary>
internal sealed class MetricsCollector : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly FrozenSet<string> s_meters =
        new[] { WorkflowTelemetry.Meter, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly double[] s_buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly WorkflowFigures _figures;
    private readonly MeterListener _listener;

    public MetricsCollector(WorkflowFigures figures)
    {
        _figures = figures;
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (s_meters.Contains(instrument.Meter.Name) && (instrument.Meter.Name != WorkflowTelemetry.Meter || figures.IsOfThisHost(instrument.Meter)))
                {
                    listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, FamilyOf));
                }
            },
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(state, value, tags));
        _listener.Start();
    }

    /// <summary>Everything as it is now.</summary>
    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        await _figures.RefreshAsync(cancellationToken);
        foreach (var family in _families.Values.Where(family => family.Instrument.IsObservable))
        {
            family.Clear();
        }

        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in _families.Values.OrderBy(family => family.Instrument.Name, StringComparer.Ordinal))
        {
            PrometheusText.Write(text, family);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var family = (MetricFamily)state!;

        family.Of(PrometheusText.Labels(tags))?.Add(value, family.IsLast);
    }

    private static MetricFamily FamilyOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var kind = type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;

        // What is observed is a sum already.
        return new MetricFamily(instrument, kind, kind is MetricKind.Histogram ? BucketsOf(instrument) : null) { IsLast = instrument.IsObservable || type == typeof(Gauge<>) };
    }

    private static double[] BucketsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => Convert.ToDouble(bound, CultureInfo.InvariantCulture))],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => Convert.ToDouble(bound, CultureInfo.InvariantCulture))],
        _ => s_buckets,
    };
}
