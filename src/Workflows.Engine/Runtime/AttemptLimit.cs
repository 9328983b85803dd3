using Workflows.Engine.Definitions;
using Workflows.Engine.Steps;

namespace Workflows.Engine.Runtime;

/// <summary>
/// The time that one attempt of a machine step has. When it is over the step is asked to stop; one that does not within a grace period is left to itself, and its
/// result no longer counts.
/// </summary>
internal sealed class AttemptLimit : IDisposable
{
    /// <summary>How long a step has to stop once it was asked to.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan? _heartbeat;
    private readonly ITimer? _attemptTimer;
    private readonly ITimer? _heartbeatTimer;
    private readonly ITimer _graceTimer;
    private string? _exceeded;

    public AttemptLimit(Step step, TimeProvider time, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _heartbeat = step.Heartbeat;
        _graceTimer = time.CreateTimer(_ => _abandoned.TrySetResult(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _attemptTimer = TimerOf(step.AttemptTimeout, StepException.Timeout, time);
        _heartbeatTimer = TimerOf(step.Heartbeat, StepException.Heartbeat, time);
    }

    /// <summary>Asks the step to stop: its time is over, or its work was withdrawn.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The code of the limit that was exceeded; null while none is.</summary>
    public string? Exceeded => Volatile.Read(ref _exceeded);

    /// <summary>Completes when the step was asked to stop and has not.</summary>
    public Task Abandoned => _abandoned.Task;

    /// <summary>The step gives a sign of life.</summary>
    public void Beat()
    {
        if (_heartbeat is { } limit && Exceeded is null)
        {
            _heartbeatTimer!.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _attemptTimer?.Dispose();
        _heartbeatTimer?.Dispose();
        _graceTimer.Dispose();
        _stop.Dispose();
    }

    private ITimer? TimerOf(TimeSpan? limit, string code, TimeProvider time) =>
        limit is { } after ? time.CreateTimer(_ => Exceed(code), null, after, Timeout.InfiniteTimeSpan) : null;

    private void Exceed(string code)
    {
        if (Interlocked.CompareExchange(ref _exceeded, code, null) is null)
        {
            _graceTimer.Change(Grace, Timeout.InfiniteTimeSpan);
            _stop.Cancel();
        }
    }
}
