using System.Globalization;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Live;

/// <summary>
/// Tells pages that something they show has changed, so that they read again: the engine's feed, collected for all circuits by one subscription and
/// handed out at most once per <see cref="Interval"/>, however busy the engine is. A page calls <c>feed.Subscribe(filter, () => InvokeAsync(RefreshAsync))</c>
/// and disposes the result with itself.
/// </summary>
internal sealed partial class InstanceChangeFeed : IDisposable
{
    /// <summary>The shortest time between two calls of one subscriber: four a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ILogger<InstanceChangeFeed> _logger;
    private readonly TaskScheduler _scheduler;
    private readonly ITimer _timer;
    private readonly IDisposable _source;
    private readonly HashSet<Subscription> _subscriptions = [];
    private Dictionary<(TenantId Tenant, InstanceId Instance), bool> _changed = [];
    private DateTimeOffset _next;
    private bool _isArmed;

    /// <param name="source">The engine's feed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where a subscriber's failure goes.</param>
    /// <param name="scheduler">Where subscribers run. The default is the thread pool, so that one that reads slowly does not hold up the others.</param>
    public InstanceChangeFeed(ChangeFeed source, TimeProvider time, ILogger<InstanceChangeFeed> logger, TaskScheduler? scheduler = null)
    {
        (_time, _logger, _scheduler) = (time, logger, scheduler ?? TaskScheduler.Default);

        // The timer outlives the circuit that happened to ask first: nothing of that circuit may flow into it.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _source = source.Subscribe(OnChanged);
    }

    /// <summary>
    /// Calls <paramref name="changed"/> after changes that match, until the result is disposed. It is called from any thread with the culture of the
    /// subscriber, never twice at a time: changes during a call lead to one more call after it.
    /// </summary>
    public IDisposable Subscribe(ChangeFilter filter, Func<Task> changed)
    {
        var subscription = new Subscription(this, filter, changed);
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    public void Dispose()
    {
        _source.Dispose();
        _timer.Dispose();
    }

    /// <summary>On the thread that committed: it may only take a note.</summary>
    private void OnChanged(InstanceChanged change)
    {
        TimeSpan wait;
        lock (_lock)
        {
            if (_subscriptions.Count == 0)
            {
                return;
            }

            var key = (change.Tenant, change.Instance);
            _changed[key] = change.TasksChanged || _changed.GetValueOrDefault(key);
            if (_isArmed)
            {
                return;
            }

            _isArmed = true;
            wait = _next - _time.GetUtcNow();
        }

        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Flush()
    {
        Changes changes;
        Subscription[] subscriptions;
        lock (_lock)
        {
            changes = new Changes(_changed);
            subscriptions = [.. _subscriptions];
            _changed = [];
            _isArmed = false;
            _next = _time.GetUtcNow() + Interval;
        }

        foreach (var subscription in subscriptions)
        {
            if (changes.Match(subscription.Filter))
            {
                subscription.Notify();
            }
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }

    [LoggerMessage(EventId = 611, Level = LogLevel.Error, Message = "A page could not follow a change")]
    private partial void LogSubscriberFailed(Exception exception);

    /// <summary>What changed since the last time, with whether tasks did.</summary>
    private sealed class Changes(Dictionary<(TenantId Tenant, InstanceId Instance), bool> instances)
    {
        private readonly HashSet<TenantId> _tenants = [.. instances.Keys.Select(key => key.Tenant)];
        private readonly HashSet<TenantId> _tenantsWithTasks = [.. instances.Where(change => change.Value).Select(change => change.Key.Tenant)];

        public bool Match(ChangeFilter filter)
        {
            return filter.Instance is { } instance
                ? instances.TryGetValue((filter.Tenant, instance), out var tasks) && (tasks || !filter.TasksOnly)
                : (filter.TasksOnly ? _tenantsWithTasks : _tenants).Contains(filter.Tenant);
        }
    }

    private sealed class Subscription(InstanceChangeFeed feed, ChangeFilter filter, Func<Task> changed) : IDisposable
    {
        private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
        private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;
        private int _wanted;
        private volatile bool _isDisposed;

        public ChangeFilter Filter => filter;

        public void Notify()
        {
            if (Interlocked.Increment(ref _wanted) == 1)
            {
                _ = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, feed._scheduler);
            }
        }

        public void Dispose()
        {
            _isDisposed = true;
            feed.Remove(this);
        }

        private async Task RunAsync()
        {
            CultureInfo.CurrentCulture = _culture;
            CultureInfo.CurrentUICulture = _uiCulture;
            int served;
            do
            {
                served = Volatile.Read(ref _wanted);
                try
                {
                    if (!_isDisposed)
                    {
                        await changed();
                    }
                }
                catch (Exception) when (_isDisposed)
                {
                    // The page went away while it was reading.
                }
                catch (Exception failure)
                {
                    // One broken page must not stop the others.
                    feed.LogSubscriberFailed(failure);
                }
            }
            while (Interlocked.Add(ref _wanted, -served) > 0);
        }
    }
}
