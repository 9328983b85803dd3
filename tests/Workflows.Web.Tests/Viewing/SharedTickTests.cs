using System.Globalization;
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

    [Fact]
    public void Subscribe_UntilDisposed_IsToldTwiceAMinute()
    {
        var calls = 0;
        var subscription = _tick.Subscribe(() => calls++);

        _time.Advance(TimeSpan.FromMinutes(1));
        subscription.Dispose();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, calls);
    }

    [Fact]
    public void Subscribe_InSomeCulture_IsToldInIt()
    {
        var before = CultureInfo.CurrentCulture;
        List<string> seen = [];
        foreach (var name in (string[])["de-CH", "en-GB"])
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
            _tick.Subscribe(() => seen.Add(CultureInfo.CurrentCulture.Name));
        }

        CultureInfo.CurrentCulture = before;
        _time.Advance(SharedTick.Period);

        Assert.Equal(["de-CH", "en-GB"], seen);
        Assert.Equal(before, CultureInfo.CurrentCulture);
    }

    [Fact]
    public void Subscribe_AnotherSubscriberFails_IsToldAllTheSame()
    {
        var calls = 0;
        _tick.Subscribe(() => throw new InvalidOperationException("broken page"));
        _tick.Subscribe(() => calls++);

        _time.Advance(SharedTick.Period);

        Assert.Equal(1, calls);
    }

    public void Dispose()
    {
        _tick.Dispose();
    }
}
