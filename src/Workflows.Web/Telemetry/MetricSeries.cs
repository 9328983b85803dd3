using System.Diagnostics.Metrics;

namespace Workflows.Web.Telemetry;

/// <summary>The numbers of one instrument with one set of tags: a sum, a last value, or a distribution. Safe from any thread.</summary>
/// <param name="buckets">The upper bounds of a distribution; null for a single number.</param>
internal sealed class MetricSeries(IReadOnlyList<double>? buckets)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[(buckets?.Count ?? 0) + 1];
    private double _sum;
    private long _count;

    /// <summary>One more measurement.</summary>
    /// <param name="value">The number.</param>
    /// <param name="isLast">Whether it stands for itself, not for a change of what was.</param>
    public void Add(double value, bool isLast)
    {
        lock (_lock)
        {
            _count++;
            _sum = isLast ? value : _sum + value;
            if (buckets is not null)
            {
                var bucket = 0;
                while (bucket < buckets.Count && value > buckets[bucket])
                {
                    bucket++;
                }

                _counts[bucket]++;
            }
        }
    }

    /// <summary>The numbers at one moment: how many measurements lie in each bucket, how many there were, and their sum, or the last.</summary>
    public (long[] Buckets, long Count, double Sum) Read()
    {
        lock (_lock)
        {
            return ([.. _counts], _count, _sum);
        }
    }
}

/// <summary>An instrument with its series.</summary>
/// <param name="instrument">The instrument.</param>
/// <param name="kind">How it is told.</param>
/// <param name="buckets">The upper bounds of a distribution.</param>
internal sealed class MetricFamily(Instrument instrument, MetricKind kind, IReadOnlyList<double>? buckets)
{
    /// <summary>How many combinations of tags are kept: a tag that never repeats must not fill the memory.</summary>
    public const int MaxSeries = 2000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public Instrument Instrument { get; } = instrument;

    public MetricKind Kind { get; } = kind;

    public IReadOnlyList<double>? Buckets { get; } = buckets;

    /// <summary>Whether a measurement stands for itself, not for a change of what was.</summary>
    public bool IsLast { get; init; }

    /// <summary>The series of a set of tags, as they are written; null when there are too many.</summary>
    public MetricSeries? Of(string labels)
    {
        lock (_lock)
        {
            if (!_series.TryGetValue(labels, out var series) && _series.Count < MaxSeries)
            {
                _series.Add(labels, series = new MetricSeries(Buckets));
            }

            return series;
        }
    }

    /// <summary>All series, by their tags.</summary>
    public KeyValuePair<string, MetricSeries>[] All()
    {
        lock (_lock)
        {
            return [.. _series.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>What is observed is told anew each time.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _series.Clear();
        }
    }
}

/// <summary>How an instrument is told.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
