using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Viewing;

public sealed class SharedTickTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SharedTick _tick;

    public SharedTickTests()
    {
        _tick = new SharedTick(_time, NullLogger<SharedTick>.Instance);
    }

    public void Dispose()
    {
        _tick.Dispose();
    }

    [Fact]
    public void Subscribe_UntilDisposed_IsCalledEachPeriod()
    {
        var calls = 0;
        var subscription = _tick.Subscribe(() => calls++);

        _time.Advance(SharedTick.Period * 2);
        subscription.Dispose();
        _time.Advance(SharedTick.Period);

        Assert.Equal(2, calls);
    }

    [Fact]
    public void Subscribe_OneThrows_TheOthersAreStillCalled()
    {
        var calls = 0;
        using var broken = _tick.Subscribe(() => throw new InvalidOperationException());
        using var whole = _tick.Subscribe(() => calls++);

        _time.Advance(SharedTick.Period);

        Assert.Equal(1, calls);
    }
}
