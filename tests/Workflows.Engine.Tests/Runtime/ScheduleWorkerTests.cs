using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Schedules;
using Workflows.Engine.Storage;
using Workflows.Engine.Storage.InMemory;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Runtime;

/// <summary>Schedules in a running engine, with a clock of the test.</summary>
public sealed class ScheduleWorkerTests
{
    private static readonly WorkflowDefinition s_quick = WorkflowDefinition.Create("quick", "1.0.0", d => d.Set("note", ("seen", "true")));
    private static readonly WorkflowDefinition s_slow = WorkflowDefinition.Create("slow", "1.0.0", d => d.Human("look", "Look at it"));
    private static readonly WorkflowDefinition s_form = WorkflowDefinition.Create("form", "1.0.0", d => d
        .StartForm("""{ "type": "object", "required": ["amount"], "properties": { "amount": { "type": "number" } } }""").Human("look", "Look at it"));

    private static readonly Actor s_olga = new("olga");

    private readonly InMemoryStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 0, 30, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AtItsTime_AnInstanceIsStartedInTheNameOfWhoeverSavedIt()
    {
        await using var host = await StartAsync();
        var schedule = await Schedules(host).CreateAsync(
            Hourly("quick") with { Data = JsonElement.Parse("""{"a":1}"""), Reference = "R-1", Title = "Hourly look" }, s_olga, Token);

        await PassAsync(host, TimeSpan.FromMinutes(30), schedule.Id, s => s.Runs.Length == 1);

        var run = Assert.Single((await Schedules(host).GetAsync(TenantId.Default, schedule.Id, Token)).Runs);
        Assert.Equal((RunResult.Started, RunCause.Time, At("01:00")), (run.Result, run.Cause, run.DueAt));
        var instance = (await host.Queries.FindInstanceAsync(TenantId.Default, run.Instance!.Value, Token))!;
        Assert.Equal(("quick", "olga", "R-1", "Hourly look"), (instance.Definition, instance.StartedBy, instance.Reference, instance.Title));
        Assert.Equal(1, instance.Data.GetProperty("a").GetInt32());
    }

    [Fact]
    public async Task WorkersThatRace_StartEachRunOnce()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await using var third = await StartAsync();
        var schedule = await Schedules(first).CreateAsync(Hourly("quick") with { Cron = "*/10 * * * *", Overlap = OverlapPolicy.Allow }, s_olga, Token);

        for (var runs = 1; runs <= 12; runs++)
        {
            var wanted = runs;
            _time.Advance(TimeSpan.FromMinutes(10));
            await Task.WhenAll(new[] { first, second, third }.Select(h => h.Services.GetRequiredService<ScheduleRunner>().RunAsync(TenantId.Default, schedule.Id, Token)));
            await UntilAsync(first, schedule.Id, s => s.Runs.Length == wanted);
        }

        await AssertInstancesAsync(first, "quick", 12);
        var done = await Schedules(first).GetAsync(TenantId.Default, schedule.Id, Token);
        Assert.Equal(12, done.Runs.Select(r => r.Instance).Distinct().Count());
        Assert.Equal(12, done.Runs.Select(r => r.DueAt).Distinct().Count());
    }

    /// <summary>The first write of a run is its plan, the second its result; the instance is started in between.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task KilledAtAWrite_TheNextStartGoesOnAndStartsNothingTwice(int write, bool isDone)
    {
        var dying = new DyingScheduleStore(_store);
        ScheduleId id;
        await using (var host = await StartAsync(services => services.AddSingleton<IScheduleStore>(dying)))
        {
            id = (await Schedules(host).CreateAsync(Hourly("quick"), s_olga, Token)).Id;
            dying.DieAt(write, isDone);
            _time.Advance(TimeSpan.FromMinutes(30));
            host.Services.GetRequiredService<ScheduleDesk>().Changed.Wake();
            await dying.Died.WaitAsync(TimeSpan.FromSeconds(30), Token);
        }

        await using var next = await StartAsync();
        var recorded = await UntilAsync(next, id, s => s.Runs.Length == 1 && s.Waiting.IsEmpty);

        var instances = await next.Queries.ListInstancesAsync(TenantId.Default, new InstanceFilter { Definition = "quick" }, new PageRequest(200), Token);
        Assert.Equal(Assert.Single(instances.Items).Id, recorded.Runs[0].Instance);
    }

    [Theory]
    [InlineData(CatchUpPolicy.None, 0)]
    [InlineData(CatchUpPolicy.Last, 1)]
    [InlineData(CatchUpPolicy.All, 4)]
    public async Task AfterDowntime_MissedRunsAreMadeUpAsAsked(CatchUpPolicy policy, int expected)
    {
        ScheduleId id;
        await using (var host = await StartAsync())
        {
            id = (await Schedules(host).CreateAsync(Hourly("quick") with { CatchUp = policy, CatchUpLimit = 4 }, s_olga, Token)).Id;
        }

        _time.Advance(TimeSpan.FromHours(7));
        await using var next = await StartAsync();
        var done = await UntilAsync(next, id, s => s.DoneThrough == _time.GetUtcNow() && s.Waiting.IsEmpty);

        await AssertInstancesAsync(next, "quick", expected);
        Assert.Equal(7 - expected, done.Runs.Where(r => r.Result is RunResult.Missed).Sum(r => r.Count));
    }

    [Fact]
    public async Task TheLastInstanceIsOpen_ARunThatWaitsStartsAsSoonAsItEnds()
    {
        await using var host = await StartAsync();
        var schedule = await Schedules(host).CreateAsync(Hourly("slow") with { Overlap = OverlapPolicy.Queue }, s_olga, Token);
        var first = await PassAsync(host, TimeSpan.FromMinutes(30), schedule.Id, s => s.Runs.Length == 1);
        await PassAsync(host, TimeSpan.FromHours(1), schedule.Id, s => s.Waiting.Length == 1 && s.LookAt == At("02:00:30"));
        await PassAsync(host, TimeSpan.FromHours(1), schedule.Id, s => s.Runs is [{ Result: RunResult.Skipped }, ..]);

        await host.Engine.CancelAsync(first.LastInstance!.Value, "Seen", s_olga, Token);

        // No time passes: the end of the instance is what wakes it.
        var done = await UntilAsync(host, schedule.Id, s => s.Waiting.IsEmpty);
        Assert.Equal((RunResult.Started, At("02:00")), (done.Runs[0].Result, done.Runs[0].DueAt));
        await AssertInstancesAsync(host, "slow", 2);
    }

    [Fact]
    public async Task RunThatCannotStart_IsNotedWithItsReason_AndTheOthersGoOn()
    {
        await using var host = await StartAsync();
        var schedules = Schedules(host);
        var broken = await schedules.CreateAsync(Hourly("form") with { Data = JsonElement.Parse("""{"amount":1}""") }, s_olga, Token);
        var good = await schedules.CreateAsync(Hourly("quick"), s_olga, Token);
        await host.Engine.RetireAsync("form", s_form.Version, s_olga, Token);

        await PassAsync(host, TimeSpan.FromMinutes(30), good.Id, s => s.Runs.Length == 1);

        var refused = await UntilAsync(host, broken.Id, s => s.Runs.Length == 1);
        Assert.Equal(
            (RunResult.Refused, "Every published version of 'form' is retired: nothing new can be started until one is restored or a new one is published."),
            (refused.Runs[0].Result, refused.Runs[0].Reason));
        Assert.Equal(At("02:00"), refused.LookAt);
    }

    [Fact]
    public async Task Create_WorkflowOrDataAreWrong_SaysItAtItsPlace()
    {
        await using var host = await StartAsync();
        var schedules = Schedules(host);

        Assert.Equal(["/definition"], await ErrorsAsync(() => schedules.CreateAsync(Hourly("none"), s_olga, Token)));
        Assert.Equal(["/version"], await ErrorsAsync(() => schedules.CreateAsync(Hourly("quick") with { Version = new(9, 9, 9) }, s_olga, Token)));
        Assert.Equal(["/data/amount"], await ErrorsAsync(() => schedules.CreateAsync(Hourly("form"), s_olga, Token)));
        Assert.Equal(["/cron", "/data/amount"], await ErrorsAsync(() => schedules.CreateAsync(Hourly("form") with { Cron = "x" }, s_olga, Token)));
        Assert.Empty(await schedules.ListAsync(TenantId.Default, Token));
    }

    [Fact]
    public async Task Save_AtAnOlderRevisionOrForAnotherWorkflow_IsRefused()
    {
        await using var host = await StartAsync();
        var schedules = Schedules(host);
        var made = await schedules.CreateAsync(Hourly("quick"), s_olga, Token);
        var saved = await schedules.SaveAsync(made.Id, made.Spec with { Name = "Other" }, made.Revision, "max", Token);
        Assert.Equal((2L, "Other", "max"), (saved.Revision, saved.Spec.Name, saved.SavedBy));

        var stale = await Assert.ThrowsAsync<WorkflowException>(() => schedules.SaveAsync(made.Id, made.Spec, made.Revision, s_olga, Token));
        Assert.IsType<Rejection.StaleRevision>(stale.Rejection);
        Assert.Equal(["/definition"], await ErrorsAsync(() => schedules.SaveAsync(made.Id, made.Spec with { Definition = "slow" }, null, s_olga, Token)));
    }

    [Fact]
    public async Task Trigger_WhilePausedAndNotOverlapping_StartsOneInTheNameOfWhoeverAsks()
    {
        await using var host = await StartAsync();
        var schedules = Schedules(host);
        var made = await schedules.CreateAsync(Hourly("slow"), s_olga, Token);
        await schedules.PauseAsync(made.Id, "maintenance", s_olga, Token);

        var run = Assert.Single((await schedules.TriggerAsync(made.Id, "max", Token)).Runs);

        Assert.Equal("max", (await host.Queries.FindInstanceAsync(TenantId.Default, run.Instance!.Value, Token))!.StartedBy);
        var refused = await Assert.ThrowsAsync<WorkflowException>(() => schedules.TriggerAsync(made.Id, "max", Token));
        Assert.IsType<Rejection.ScheduleState>(refused.Rejection);
    }

    [Fact]
    public async Task Backfill_DryRunThenForReal_StartsEachMomentOnce()
    {
        await using var host = await StartAsync();
        var schedules = Schedules(host);
        var made = await schedules.CreateAsync(Hourly("quick") with { Overlap = OverlapPolicy.Allow }, s_olga, Token);
        await PassAsync(host, TimeSpan.FromMinutes(30), made.Id, s => s.Runs.Length == 1);

        var dry = await schedules.BackfillAsync(made.Id, At("00:00").AddHours(-2), At("01:00"), dryRun: true, "max", Token);
        Assert.Equal([false, false, false, true], dry.Runs.Select(r => r.Instance is not null));
        await AssertInstancesAsync(host, "quick", 1);

        await schedules.BackfillAsync(made.Id, At("00:00").AddHours(-2), At("01:00"), dryRun: false, "max", Token);
        await UntilAsync(host, made.Id, s => s.Waiting.IsEmpty && s.Runs.Length == 4);
        var again = await schedules.BackfillAsync(made.Id, At("00:00").AddHours(-2), At("01:00"), dryRun: false, "max", Token);

        Assert.All(again.Runs, r => Assert.NotNull(r.Instance));
        await AssertInstancesAsync(host, "quick", 4);
    }

    [Fact]
    public async Task AnotherTenant_SeesNothing()
    {
        await using var host = await StartAsync();
        var made = await Schedules(host).CreateAsync(Hourly("quick"), s_olga, Token);
        var stranger = new Actor("eve", [], new TenantId("other"));

        Assert.Empty(await Schedules(host).ListAsync(stranger.Tenant, Token));
        await Assert.ThrowsAsync<WorkflowException>(() => Schedules(host).GetAsync(stranger.Tenant, made.Id, Token));
        await Assert.ThrowsAsync<WorkflowException>(() => Schedules(host).DeleteAsync(made.Id, null, stranger, Token));
        await Schedules(host).DeleteAsync(made.Id, made.Revision, s_olga, Token);
        Assert.Empty(await Schedules(host).ListAsync(TenantId.Default, Token));
    }

    private static WorkflowSchedules Schedules(EngineHost host) => host.Services.GetRequiredService<WorkflowSchedules>();

    private static ScheduleSpec Hourly(string definition) => new() { Name = "Hourly", Definition = definition, Cron = "0 * * * *" };

    private static async Task<string[]> ErrorsAsync(Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<WorkflowException>(act);
        return [.. Assert.IsType<Rejection.InvalidSchedule>(refused.Rejection).Errors.Select(e => e.InstancePath)];
    }

    private static async Task AssertInstancesAsync(EngineHost host, string definition, int count) => Assert.Equal(
        count, (await host.Queries.ListInstancesAsync(TenantId.Default, new InstanceFilter { Definition = definition }, new PageRequest(200), Token)).Items.Length);

    private Task<EngineHost> StartAsync(Action<IServiceCollection>? services = null) => EngineHost.StartAsync(
        workflows =>
        {
            workflows.Services.AddSingleton(_store);
            workflows.UseInMemory().AddDefinition(s_quick).AddDefinition(s_slow).AddDefinition(s_form);
        },
        _time,
        services);

    private async Task<Schedule> PassAsync(EngineHost host, TimeSpan time, ScheduleId id, Func<Schedule, bool> condition)
    {
        _time.Advance(time);
        return await UntilAsync(host, id, condition);
    }

    /// <summary>Lets the worker work until the schedule is as asked.</summary>
    private async Task<Schedule> UntilAsync(EngineHost host, ScheduleId id, Func<Schedule, bool> condition)
    {
        for (var turn = 0; turn < 3000; turn++)
        {
            if (await _store.FindScheduleAsync(TenantId.Default, id, Token) is { } schedule && condition(schedule))
            {
                return schedule;
            }

            host.Services.GetRequiredService<ScheduleDesk>().Changed.Wake(); // the clock may have moved between the worker's look at it and its sleep
            await Task.Delay(10, Token);
        }

        throw new TimeoutException($"The schedule did not become as asked: {ScheduleJson.Write((await _store.FindScheduleAsync(TenantId.Default, id, Token))!)}");
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-01-02T{time}Z", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>From one write on it does nothing any more, as a process that was killed there.</summary>
    private sealed class DyingScheduleStore(IScheduleStore inner) : IScheduleStore
    {
        private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = int.MaxValue;
        private bool _isDone;

        public Task Died => _died.Task;

        public void DieAt(int write, bool isDone) => (_isDone, _left) = (isDone, write);

        public async Task<bool> WriteScheduleAsync(Schedule schedule, AuditRow? act, CancellationToken cancellationToken)
        {
            if (--_left <= 0)
            {
                var written = _left == 0 && _isDone && await inner.WriteScheduleAsync(schedule, act, cancellationToken);
                _died.TrySetResult();
                throw new IOException($"Killed; written: {written}.");
            }

            return await inner.WriteScheduleAsync(schedule, act, cancellationToken);
        }

        public Task<bool> RemoveScheduleAsync(TenantId tenant, ScheduleId id, long writes, AuditRow? act, CancellationToken cancellationToken) => inner.RemoveScheduleAsync(tenant, id, writes, act, cancellationToken);

        public Task<Schedule?> FindScheduleAsync(TenantId tenant, ScheduleId id, CancellationToken cancellationToken) => inner.FindScheduleAsync(tenant, id, cancellationToken);

        public Task<IReadOnlyList<Schedule>> ListSchedulesAsync(TenantId tenant, CancellationToken cancellationToken) => inner.ListSchedulesAsync(tenant, cancellationToken);

        public Task<IReadOnlyList<(TenantId Tenant, ScheduleId Schedule)>> ListDueSchedulesAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
            inner.ListDueSchedulesAsync(now, limit, cancellationToken);

        public Task<DateTimeOffset?> NextScheduleAsync(CancellationToken cancellationToken) => inner.NextScheduleAsync(cancellationToken);
    }
}
