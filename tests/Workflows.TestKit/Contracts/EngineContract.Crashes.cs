using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>Processes that end while machine steps run.</content>
public abstract partial class EngineContract
{
    [Fact]
    public async Task Restart_AfterAProperEnd_DoesNotBlameTheStep()
    {
        _probe.Block("submit");
        var running = await (await RunAsync(Approval())).Engine.StartAsync(Start("approval"));
        for (var i = 0; i < 4; i++)
        {
            await StopAsync();
            var host = await RunAsync(Approval());
            await host.WaitForAsync(running.Id, instance => instance.Revision == i + 2);
        }

        _probe.Unblock("submit");

        var waiting = await _host!.WaitForAsync(running.Id, InstanceStatus.Waiting);
        Assert.Empty(waiting.Incidents);
        Assert.All((await _host.HistoryAsync(running.Id)).OfType<StepInterrupted>(), e => Assert.Equal(0, e.Crashes));
        Assert.Single(_probe.Runs.Distinct());
    }

    [Fact]
    public async Task Restart_AfterThreeCrashesInTheSameStep_StopsItAtAnIncidentAndRetryRunsItAgain()
    {
        _probe.Block("submit");
        var running = await (await RunAsync(Approval())).Engine.StartAsync(Start("approval"));
        for (var i = 0; i < 3; i++)
        {
            await CrashAsync();
            var host = await RunAsync(Approval());
            await host.WaitForAsync(running.Id, instance => instance.Revision == i + 2);
        }

        var stopped = await _host!.WaitForAsync(running.Id, InstanceStatus.Failed);
        Assert.Equal((IncidentCodes.StepCrashed, "submit"), (stopped.Incidents.Single().Code, stopped.Incidents.Single().Step!.Value.Value));
        Assert.Equal([1, 2, 3], (await _host.HistoryAsync(running.Id)).OfType<StepInterrupted>().Select(e => e.Crashes));
        var runs = _probe.RunsOf("submit");
        _probe.Unblock("submit");

        var retried = await _host.Engine.RetryAsync(running.Id, stopped.Incidents[0].Id, "ada");

        Assert.Equal((InstanceStatus.Waiting, 0), (retried.Status, retried.Tokens.Single().Crashes));
        Assert.Equal(runs + 1, _probe.RunsOf("submit"));
    }

    [Fact]
    public async Task Timer_ThatTheInstanceKnowsNothingOf_IsForgottenAndHoldsUpNothing()
    {
        // One at a time: the one that is due first is dealt with before the instance goes on.
        _configure = options => options.BatchSize = 1;
        var host = await RunAsync(Waiting());
        var waiting = await host.Engine.StartAsync("waiting", new { });
        var store = host.Services.GetRequiredService<IInstanceStore>();
        var state = (await store.LoadAsync(waiting.Tenant, waiting.Id, CancellationToken.None))!;
        var stray = new ArmedTimer(99, TimerKind.Step, _time.GetUtcNow().AddMinutes(1));
        state.Timers.Add(stray);
        (state.Revision, state.Position) = (state.Revision + 1, state.Position + 1);
        await store.CommitAsync(new InstanceCommit(state, waiting.Revision, [new TimerSet(99, "pause", TimerKind.Step, stray.DueAt, _time.GetUtcNow())], state.Position) { StoredTimers = [] }, CancellationToken.None);
        state.Timers.Remove(stray);
        state.Revision++;
        await store.CommitAsync(new InstanceCommit(state, waiting.Revision + 1, [], state.Position) { StoredTimers = [] }, CancellationToken.None);

        _time.Advance(TimeSpan.FromHours(1));

        await host.WaitForAsync(waiting.Id, InstanceStatus.Completed);
        Assert.Null(await store.NextTimerAsync(CancellationToken.None));
    }

    /// <summary>Ends the host as a crash does: nothing is said to the store any more. Others notice once its lease is over.</summary>
    private async Task CrashAsync()
    {
        _endings.IsCrash = true;
        await StopAsync();
        _endings.IsCrash = false;
        _time.Advance(TimeSpan.FromMinutes(1));
    }
}
