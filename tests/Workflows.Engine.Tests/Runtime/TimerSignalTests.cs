using Workflows.Engine.Runtime;

namespace Workflows.Engine.Tests.Runtime;

public sealed class TimerSignalTests
{
    private static readonly DateTimeOffset s_moment = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Wait_ClockPassesTheMomentBeforeTheTimeoutIsSet_IsOverAtOnce()
    {
        using var signal = new TimerSignal();

        var wait = signal.WaitAsync(s_moment, new TimeThatJumps(s_moment.AddHours(-1), s_moment), TestContext.Current.CancellationToken);

        Assert.True(wait.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Wait_BeforeTheMoment_IsOverWhenWoken()
    {
        using var signal = new TimerSignal();
        var wait = signal.WaitAsync(s_moment, new TimeThatJumps(s_moment.AddHours(-1), s_moment.AddMinutes(-1)), TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);

        signal.Wake();

        await wait.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>A clock that is read once, then moves; the timers set on it never ring.</summary>
    private sealed class TimeThatJumps(DateTimeOffset first, DateTimeOffset then) : TimeProvider
    {
        private bool _wasRead;

        public override DateTimeOffset GetUtcNow()
        {
            var now = _wasRead ? then : first;
            _wasRead = true;
            return now;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silent();

        private sealed class Silent : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
