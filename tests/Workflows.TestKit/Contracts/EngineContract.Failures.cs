using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What becomes of machine steps that fail, take too long or say how far they are.</content>
public abstract partial class EngineContract
{
    private static WorkflowDefinition Paying(Action<StepBuilder> configure) => WorkflowDefinition.Create("paying", "1.0.0", d => d
        .Machine<ProbeStep>("pay", configure: configure).Machine<ProbeStep>("after").Machine<ProbeStep>("otherwise")
        .Path("pay", "after").Edge("pay", "otherwise", outcome: "failed"));

    [Fact]
    public async Task FailedStep_WithARetryPolicy_IsTriedAgainWhenItsTimeHasComeWithTheSameKey()
    {
        var host = await RunAsync(Paying(s => s.Retry(3, TimeSpan.FromMinutes(10), jitter: 0).OnError(null, "failed")));
        _probe.Fail("pay", new InvalidOperationException("no line"));
        var waiting = await host.Engine.StartAsync("paying", new { });
        Assert.Equal(InstanceStatus.Waiting, waiting.Status);
        Assert.Equal((TimerKind.Retry, _time.GetUtcNow().AddMinutes(10)), (waiting.Timers.Single().Kind, waiting.Timers.Single().DueAt));

        _time.Advance(TimeSpan.FromMinutes(10));
        var again = await host.WaitForAsync(waiting.Id, i => i.Timers.Any(t => t.DueAt == _time.GetUtcNow().AddMinutes(20)));
        Assert.Equal(2, again.Tokens.Single().Attempt);
        await StopAsync();
        _probe.Mend("pay");
        _time.Advance(TimeSpan.FromMinutes(20));
        host = await RunAsync(Paying(s => s.Retry(3, TimeSpan.FromMinutes(10), jitter: 0).OnError(null, "failed")));

        await host.WaitForAsync(waiting.Id, InstanceStatus.Completed);
        Assert.Equal((3, 1, 0), (_probe.RunsOf("pay"), _probe.RunsOf("after"), _probe.RunsOf("otherwise")));
        Assert.Single(_probe.Runs.Where(r => r.StartsWith("pay", StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public async Task FailedStep_WithAFinalError_TakesItsWayAtOnce()
    {
        var host = await RunAsync(Paying(s => s.Retry(3).OnError("declined", "failed")));
        _probe.Fail("pay", new StepException("declined", "The card was declined.") { IsRetryable = false });

        var done = await host.Engine.StartAsync("paying", new { });

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Equal((1, 0, 1), (_probe.RunsOf("pay"), _probe.RunsOf("after"), _probe.RunsOf("otherwise")));
        var error = done.Data.GetProperty("pay").GetProperty("error");
        Assert.Equal(("declined", "The card was declined."), (error.GetProperty("code").GetString(), error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task HangingStep_WithAnAttemptTimeout_IsStoppedAndFails()
    {
        var host = await RunAsync(Paying(s => s.AttemptTimeout(TimeSpan.FromSeconds(30)).OnError(StepException.Timeout, "failed")));
        _probe.Block("pay");
        var running = await host.Engine.StartAsync(Start("paying"));
        await _probe.WhenRunAsync("pay");

        _time.Advance(TimeSpan.FromSeconds(30));

        await host.WaitForAsync(running.Id, InstanceStatus.Completed);
        Assert.Equal((0, 1), (_probe.RunsOf("after"), _probe.RunsOf("otherwise")));
    }

    [Fact]
    public async Task HangingStep_ThatDoesNotStop_IsLeftToItselfAndItsResultDoesNotCount()
    {
        var host = await RunAsync(Paying(s => s.AttemptTimeout(TimeSpan.FromSeconds(30)).OnError(StepException.Timeout, "failed")));
        _probe.Block("pay", isDeaf: true);
        var running = await host.Engine.StartAsync(Start("paying"));
        await _probe.WhenRunAsync("pay");

        _time.Advance(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(5));
        await host.WaitForAsync(running.Id, InstanceStatus.Completed);
        _probe.Unblock("pay");
        await StopAsync();

        host = await RunAsync(Paying(s => s.AttemptTimeout(TimeSpan.FromSeconds(30)).OnError(StepException.Timeout, "failed")));
        Assert.Equal(["pay", "otherwise"], (await host.HistoryAsync(running.Id)).OfType<StepCompleted>().Select(e => e.Step.Value));
    }

    [Fact]
    public async Task StepWithAHeartbeat_LivesWhileItReports_AndShowsHowFarItIs()
    {
        var host = await RunAsync(Paying(s => s.Heartbeat(TimeSpan.FromMinutes(1)).OnError(StepException.Heartbeat, "failed")));
        _probe.Block("pay");
        var running = await host.Engine.StartAsync(Start("paying"));
        var context = await _probe.WhenRunAsync("pay");

        await context.ReportProgressAsync(0.25, "a quarter");
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(59));
            await context.ReportProgressAsync();
        }

        var quarter = await host.WaitForAsync(running.Id, i => i.Tokens.Single().Progress is not null);
        Assert.Equal((0.25, "a quarter", InstanceStatus.Running), (quarter.Tokens.Single().Progress!.Fraction, quarter.Tokens.Single().Progress!.Message, quarter.Status));

        _time.Advance(TimeSpan.FromMinutes(1));

        await host.WaitForAsync(running.Id, InstanceStatus.Completed);
        Assert.Equal((0, 1), (_probe.RunsOf("after"), _probe.RunsOf("otherwise")));
    }

    [Fact]
    public async Task SlowStep_PastTheStepsTimeLimit_IsStoppedAndTheInstanceGoesOn()
    {
        var definition = WorkflowDefinition.Create("slow", "1.0.0", d => d
            .Machine<ProbeStep>("pay", configure: s => s.Timeout("PT1H")).Machine<ProbeStep>("after").Machine<ProbeStep>("late")
            .Path("pay", "after").Edge("pay", "late", outcome: "timeout"));
        var host = await RunAsync(definition);
        _probe.Block("pay");
        var running = await host.Engine.StartAsync(Start("slow"));
        await _probe.WhenRunAsync("pay");

        _time.Advance(TimeSpan.FromHours(1));

        await host.WaitForAsync(running.Id, InstanceStatus.Completed);
        Assert.Equal((0, 1), (_probe.RunsOf("after"), _probe.RunsOf("late")));
    }

    private static StartRequest Start(string definition) => new(definition, JsonSerializer.SerializeToElement(new { }), "rita") { Wait = TimeSpan.Zero };
}
