using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>The numbers of one host. While nobody listens they cost next to nothing. docs/observability.md says what each means.</summary>
internal sealed class EngineMetrics : IDisposable
{
    private static readonly double[] s_seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private static readonly double[] s_commitSeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
    private static readonly int[] s_units = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    private readonly TimeProvider _time;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<int> _commitUnits;
    private readonly Histogram<double> _stepDuration;
    private readonly Counter<long> _stepFailures;
    private readonly Histogram<double> _dueLag;
    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _incidents;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _removed;
    private readonly ObservableGauge<int> _open;
    private readonly ConcurrentDictionary<object, Func<(int Depth, int Limit)>> _queues = new(ReferenceEqualityComparer.Instance);

    public EngineMetrics(TimeProvider time)
    {
        _time = time;
        Meter = new Meter(new MeterOptions(WorkflowTelemetry.Meter) { Scope = this });
        _commitDuration = Meter.CreateHistogram(
            "workflows.commit.duration", "s", "How long a write takes, from the queue until it is durable.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_commitSeconds });
        _commitUnits = Meter.CreateHistogram(
            "workflows.commit.batch_size", "{unit}", "How many writes share a transaction.", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = s_units });
        Meter.CreateObservableGauge("workflows.commit.queue_depth", () => Queue.Depth, "{unit}", "How many writes wait.");
        _stepDuration = Meter.CreateHistogram(
            "workflows.step.duration", "s", "How long an attempt of a machine step takes.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_seconds });
        _stepFailures = Meter.CreateCounter<long>("workflows.step.failures", "{attempt}", "How many attempts of machine steps failed.");
        _dueLag = Meter.CreateHistogram(
            "workflows.due.lag", "s", "How late timers and schedules are when they fire.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_seconds });
        _started = Meter.CreateCounter<long>("workflows.instances.started", "{instance}", "How many instances were started.");
        _ended = Meter.CreateCounter<long>("workflows.instances.ended", "{instance}", "How many instances were completed or canceled.");
        _incidents = Meter.CreateCounter<long>("workflows.incidents.opened", "{incident}", "How many incidents were opened.");
        _deliveries = Meter.CreateCounter<long>("workflows.events.deliveries", "{attempt}", "How often a subscriber was told of an event, by how that went.");
        _removed = Meter.CreateCounter<long>("workflows.retention.removed", "{instance}", "How many instances were removed because they are no longer kept.");
        _open = Meter.CreateObservableGauge(
            "workflows.instances.open", () => Of(f => f.OpenInstances), "{instance}", "How many instances have not ended; counted to 10,000.");
        Meter.CreateObservableGauge(
            "workflows.instances.with_incident", () => Of(f => f.InstancesWithIncidents), "{instance}", "How many instances have an open incident; counted to 10,000.");
        Meter.CreateObservableGauge(
            "workflows.tasks.oldest_open", () => Of(f => Age(f.OldestOpenTaskAt)), "s", "How long the oldest open task has been open.");
        Meter.CreateObservableGauge("workflows.due.overdue", () => Of(f => Age(f.EarliestDueAt)), "s", "For how long the first timer or schedule has been due.");
    }

    /// <summary>The meter; its scope is this object, so that the numbers of several hosts in a process stay apart.</summary>
    public Meter Meter { get; }

    /// <summary>The last figures of the store; null until somebody read them.</summary>
    public StoreFigures? Figures { get; set; }

    /// <summary>Whether somebody listens to what must be read from the store.</summary>
    public bool WantsFigures => _open.Enabled;

    /// <summary>How many writes wait, and how many may, over all queues.</summary>
    public (int Depth, int Limit) Queue => _queues.Values.Select(queue => queue()).Aggregate((Depth: 0, Limit: 0), (all, one) => (all.Depth + one.Depth, all.Limit + one.Limit));

    /// <summary>Adds a queue of writes.</summary>
    public void AddQueue(object owner, Func<(int Depth, int Limit)> queue) => _queues[owner] = queue;

    /// <summary>The queue is no more.</summary>
    public void RemoveQueue(object owner) => _queues.TryRemove(owner, out _);

    /// <summary>A transaction was written.</summary>
    public void Committed(int units) => _commitUnits.Record(units);

    /// <summary>A write is durable.</summary>
    /// <param name="queuedAt">The <see cref="Stopwatch"/>'s timestamp when it was queued.</param>
    public void Written(long queuedAt)
    {
        if (_commitDuration.Enabled)
        {
            _commitDuration.Record(Stopwatch.GetElapsedTime(queuedAt).TotalSeconds);
        }
    }

    /// <summary>An attempt of a machine step is over.</summary>
    public void StepEnded(string definition, string step, InstanceCommand result, TimeSpan took)
    {
        if (_stepDuration.Enabled)
        {
            var outcome = result switch
            {
                InstanceCommand.FailStep => "failed",
                InstanceCommand.SkipStep => "skipped",
                _ => "succeeded",
            };
            _stepDuration.Record(took.TotalSeconds, new("definition", definition), new("step", step), new("outcome", outcome));
        }

        if (result is InstanceCommand.FailStep failure && _stepFailures.Enabled)
        {
            _stepFailures.Add(1, new("definition", definition), new("step", step), new("code", failure.Code ?? "unknown"));
        }
    }

    /// <summary>Something that was due fires.</summary>
    /// <param name="kind"><c>timer</c> or <c>schedule</c>.</param>
    /// <param name="dueAt">When it was due.</param>
    public void Fired(string kind, DateTimeOffset dueAt)
    {
        if (_dueLag.Enabled)
        {
            _dueLag.Record(Age(dueAt), new KeyValuePair<string, object?>("kind", kind));
        }
    }

    /// <summary>A subscriber was told of an event, or not.</summary>
    /// <param name="status">How the delivery stands now.</param>
    /// <param name="isDelivered">Whether the attempt succeeded.</param>
    public void Told(DeliveryStatus status, bool isDelivered) =>
        _deliveries.Add(1, new KeyValuePair<string, object?>("result", isDelivered ? "delivered" : status is DeliveryStatus.Dead ? "dead" : "retried"));

    /// <summary>Instances were removed.</summary>
    public void Removed(string definition, InstanceStatus status, int count)
    {
        if (count > 0 && _removed.Enabled)
        {
            _removed.Add(count, new("definition", definition), new("status", status.ToString().ToLowerInvariant()));
        }
    }

    /// <summary>Events of an instance are durable.</summary>
    public void Happened(string definition, IReadOnlyList<InstanceEvent> events)
    {
        if (!_started.Enabled)
        {
            return;
        }

        foreach (var happened in events)
        {
            switch (happened)
            {
                case InstanceStarted:
                    _started.Add(1, new KeyValuePair<string, object?>("definition", definition));
                    break;
                case InstanceCompleted:
                    _ended.Add(1, new("definition", definition), new("status", "completed"));
                    break;
                case InstanceCanceled:
                    _ended.Add(1, new("definition", definition), new("status", "canceled"));
                    break;
                case IncidentOpened opened:
                    _incidents.Add(1, new("definition", definition), new("code", opened.Incident.Code));
                    break;
            }
        }
    }

    public void Dispose() => Meter.Dispose();

    private double Age(DateTimeOffset? since) => since is { } at ? Math.Max(0, (_time.GetUtcNow() - at).TotalSeconds) : 0;

    private IEnumerable<Measurement<T>> Of<T>(Func<StoreFigures, T> value)
        where T : struct => Figures is { } figures ? [new Measurement<T>(value(figures))] : [];
}
