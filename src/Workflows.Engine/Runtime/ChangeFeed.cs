using Workflows.Engine.Instances;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Tells subscribers, after each commit, which instance changed. A hint, not a message: it carries no data, may arrive late or twice, and whoever
/// gets it reads again. Safe from any thread.
/// </summary>
public sealed class ChangeFeed
{
    private readonly Lock _lock = new();
    private Action<InstanceChanged>[] _subscribers = [];

    /// <summary>Calls <paramref name="subscriber"/> after every commit until the result is disposed. It must return quickly and not throw.</summary>
    public IDisposable Subscribe(Action<InstanceChanged> subscriber)
    {
        lock (_lock)
        {
            _subscribers = [.. _subscribers, subscriber];
        }

        return new Subscription(this, subscriber);
    }

    /// <summary>Tells every subscriber.</summary>
    public void Publish(InstanceChanged change)
    {
        foreach (var subscriber in Volatile.Read(ref _subscribers))
        {
            subscriber(change);
        }
    }

    private void Remove(Action<InstanceChanged> subscriber)
    {
        lock (_lock)
        {
            _subscribers = [.. _subscribers.Where(s => s != subscriber)];
        }
    }

    private sealed class Subscription(ChangeFeed feed, Action<InstanceChanged> subscriber) : IDisposable
    {
        public void Dispose() => feed.Remove(subscriber);
    }
}

/// <summary>An instance was committed.</summary>
/// <param name="Tenant">Its tenant.</param>
/// <param name="Instance">Its id.</param>
/// <param name="Definition">Its definition's key.</param>
/// <param name="Revision">The revision it has now.</param>
/// <param name="Status">How it is doing now.</param>
/// <param name="TasksChanged">Whether a human task was created, claimed, released, completed or withdrawn.</param>
public readonly record struct InstanceChanged(TenantId Tenant, InstanceId Instance, string Definition, long Revision, InstanceStatus Status, bool TasksChanged);
