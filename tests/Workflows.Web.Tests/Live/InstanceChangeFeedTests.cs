using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.TestKit;
using Workflows.Web.Live;

namespace Workflows.Web.Tests.Live;

public sealed class InstanceChangeFeedTests : IDisposable
{
    private static readonly TenantId s_other = new("other");
    private static readonly InstanceId s_instance = new(Guid.Parse("00000000-0000-7000-8000-000000000001"));

    private readonly FakeTimeProvider _time = new();
    private readonly ChangeFeed _source = new();
    private readonly InstanceChangeFeed _feed;

    public InstanceChangeFeedTests()
    {
        _feed = new InstanceChangeFeed(_source, _time, NullLogger<InstanceChangeFeed>.Instance, new InlineTaskScheduler());
    }

    [Fact]
    public void Subscribe_FirstChangeAfterAQuietTime_IsToldAtOnce()
    {
        var calls = Count(new ChangeFilter(TenantId.Default));

        Publish();

        Assert.Equal(1, calls.Value);
    }

    [Fact]
    public void Subscribe_ThousandChangesInASecond_AreToldAtOnceAndThenFourTimes()
    {
        var calls = Count(new ChangeFilter(TenantId.Default));

        for (var i = 0; i < 1000; i++)
        {
            Publish();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(5, calls.Value);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(5, calls.Value);
    }

    [Fact]
    public void Subscribe_NothingChanged_IsNotCalled()
    {
        var calls = Count(new ChangeFilter(TenantId.Default));

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(0, calls.Value);
    }

    [Fact]
    public void Subscribe_OtherTenant_IsNeverTold()
    {
        var ours = Count(new ChangeFilter(TenantId.Default));
        var theirs = Count(new ChangeFilter(s_other));
        var sameInstance = Count(new ChangeFilter(s_other) { Instance = s_instance });

        Publish();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((1, 0, 0), (ours.Value, theirs.Value, sameInstance.Value));
    }

    [Fact]
    public void Subscribe_OneInstance_IsToldOfThatOneOnly()
    {
        var mine = Count(new ChangeFilter(TenantId.Default) { Instance = s_instance });
        var another = Count(new ChangeFilter(TenantId.Default) { Instance = new InstanceId(Guid.Empty) });

        Publish();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((1, 0), (mine.Value, another.Value));
    }

    [Fact]
    public void Subscribe_TasksOnly_HearsOfTasksEvenWhenALaterChangeOfTheInstanceHasNone()
    {
        var calls = Count(new ChangeFilter(TenantId.Default) { TasksOnly = true });

        Publish(tasks: false);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, calls.Value);

        Publish(tasks: true);
        Publish(tasks: false);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, calls.Value);
    }

    [Fact]
    public void Subscribe_Disposed_IsNotToldAnyMore()
    {
        var calls = 0;
        var subscription = _feed.Subscribe(new ChangeFilter(TenantId.Default), () =>
        {
            calls++;
            return Task.CompletedTask;
        });

        Publish();
        Publish();
        subscription.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, calls);
    }

    [Fact]
    public void Subscribe_ChangesWhileTheSubscriberIsAtWork_LeadToOneCallAfterIt()
    {
        var calls = 0;
        var work = new TaskCompletionSource();
        using var subscription = _feed.Subscribe(new ChangeFilter(TenantId.Default), () =>
        {
            calls++;
            return work.Task;
        });

        for (var i = 0; i < 10; i++)
        {
            Publish();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, calls);
        work.SetResult();
        Assert.Equal(2, calls);
    }

    [Fact]
    public void Subscribe_AnotherSubscriberFails_IsToldAllTheSame()
    {
        using var broken = _feed.Subscribe(new ChangeFilter(TenantId.Default), () => throw new InvalidOperationException("broken page"));
        var calls = Count(new ChangeFilter(TenantId.Default));

        Publish();
        _time.Advance(TimeSpan.FromSeconds(1));
        Publish();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, calls.Value);
    }

    [Fact]
    public void Subscribe_InSomeCulture_IsCalledInIt()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo? seen = null;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-CH");
        using var subscription = _feed.Subscribe(new ChangeFilter(TenantId.Default), () =>
        {
            seen = CultureInfo.CurrentCulture;
            return Task.CompletedTask;
        });
        CultureInfo.CurrentCulture = before;

        Publish();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("de-CH", before), (seen?.Name, CultureInfo.CurrentCulture));
    }

    [Fact]
    public void Dispose_StopsListeningToTheEngine()
    {
        var calls = Count(new ChangeFilter(TenantId.Default));

        _feed.Dispose();
        Publish();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, calls.Value);
    }

    public void Dispose()
    {
        _feed.Dispose();
    }

    private void Publish(bool tasks = true)
    {
        _source.Publish(new InstanceChanged(TenantId.Default, s_instance, "expense", 1, InstanceStatus.Waiting, tasks));
    }

    private Counter Count(ChangeFilter filter)
    {
        var counter = new Counter();
        _feed.Subscribe(filter, () =>
        {
            counter.Value++;
            return Task.CompletedTask;
        });
        return counter;
    }

    private sealed class Counter
    {
        public int Value { get; set; }
    }
}
