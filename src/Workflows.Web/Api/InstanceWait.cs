using System.Threading.Channels;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Api;

/// <summary>Waits until an instance has moved on and rests, without asking the store in between.</summary>
internal sealed class InstanceWait(ChangeFeed feed, TimeProvider time)
{
    /// <summary>
    /// Reads the instance until its history is longer than <paramref name="after"/> and it no longer runs by itself, but not longer than
    /// <paramref name="wait"/>; then gives it as it stands.
    /// </summary>
    public async Task<InstanceSnapshot> ReadAsync(
        InstanceId id, long after, TimeSpan wait, Func<CancellationToken, Task<InstanceSnapshot>> read, CancellationToken cancellationToken)
    {
        // Room for one: that something changed is all there is to know.
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = feed.Subscribe(change =>
        {
            if (change.Instance == id)
            {
                changes.Writer.TryWrite(true);
            }
        });
        using var timeout = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (true)
        {
            // Subscribed before reading, so that no change falls between the two.
            var instance = await read(cancellationToken);
            if (timeout.IsCancellationRequested || (instance.Position > after && instance.Status is not (InstanceStatus.Pending or InstanceStatus.Running)))
            {
                return instance;
            }

            try
            {
                await changes.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // The next reading is the answer, whatever it shows.
            }
        }
    }
}
