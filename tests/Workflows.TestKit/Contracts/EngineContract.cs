using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Hosting;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.TestKit.Fakes;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <summary>What every host of the engine must do, on every store.</summary>
public abstract partial class EngineContract : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly StepProbe _probe = new();
    private readonly UnsaidEndings _endings = new();
    private Action<EngineOptions> _configure = _ => { };
    private EngineHost? _host;

    private static WorkflowDefinition Approval() => WorkflowDefinition.Create("approval", "1.0.0", d => d
        .Machine<ProbeStep>("submit").Human("approve", "Approve", configure: h => h.AssignToGroup("managers").Outcome("yes", "Yes").Outcome("no", "No"))
        .Machine<ProbeStep>("process").End("refused")
        .Path("submit", "approve").Edge("approve", "process", outcome: "yes").Edge("approve", "refused", outcome: "no"));

    private static WorkflowDefinition TwoApprovals() => WorkflowDefinition.Create("both", "1.0.0", d => d
        .Parallel("fork").Human("left", "Left").Human("right", "Right").Machine<ProbeStep>("after", configure: s => s.Join(Join.All))
        .Path("fork", "left", "after").Path("fork", "right", "after"));

    private static WorkflowDefinition Waiting() => WorkflowDefinition.Create("waiting", "1.0.0", d => d
        .Timer("pause", "PT1H").Machine<ProbeStep>("after").Path("pause", "after"));

    private static WorkflowDefinition Chain(CommitPolicy commit) => WorkflowDefinition.Create("chain", "1.0.0", d =>
    {
        d.Machine<ProbeStep>("a").Machine<ProbeStep>("b").Machine<ProbeStep>("c").Path("a", "b", "c");
        if (commit is CommitPolicy.PerRun)
        {
            d.CommitPerRun();
        }
    });

    private static Actor Manager(string id) => new(id, ["managers"], TenantId.Default);

    /// <summary>Chooses the store; every host of one test gets the same one.</summary>
    protected abstract void UseStore(WorkflowsBuilder builder);

    public virtual async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Start_ToTheFirstWait_ReturnsWhereItStands()
    {
        var host = await RunAsync(Approval());

        var instance = await host.Engine.StartAsync("approval", new { requestId = "REQ-1" }, "rita");

        Assert.Equal(InstanceStatus.Waiting, instance.Status);
        Assert.Equal([new StepId("approve")], instance.CurrentSteps);
        Assert.True(instance.Data.GetProperty("submit_done").GetBoolean());
        Assert.Equal("rita", instance.StartedBy);
        Assert.Equal(1, _probe.RunsOf("submit"));
        Assert.Equal(0, _probe.RunsOf("process"));
        Assert.Equal(JsonSerializer.Serialize(instance), JsonSerializer.Serialize(await host.Queries.FindInstanceAsync(TenantId.Default, instance.Id, CancellationToken.None)));
    }

    [Fact]
    public async Task CompleteTask_LastOne_CompletesTheInstance()
    {
        var host = await RunAsync(Approval());
        var instance = await host.Engine.StartAsync("approval", new { }, "rita");

        var done = await host.Engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { note = "ok" }, Manager("max"), "yes");

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Equal("max", done.Data.GetProperty("approve").GetProperty("by").GetString());
        Assert.Equal(1, _probe.RunsOf("process"));
        Assert.Empty(done.Tokens);
        Assert.Equal(
            [
                "InstanceStarted", "StepStarted", "StepCompleted", "StepStarted", "HumanTaskCreated", "HumanTaskCompleted", "StepCompleted",
                "StepStarted", "StepCompleted", "InstanceCompleted",
            ],
            (await host.HistoryAsync(instance.Id)).Select(e => e.GetType().Name));
    }

    [Theory]
    [InlineData(CommitPolicy.PerStep, 4)]
    [InlineData(CommitPolicy.PerRun, 2)]
    public async Task Start_MachineChain_CommitsAsTheDefinitionSays(CommitPolicy policy, int commits)
    {
        var host = await RunAsync(Chain(policy));

        var instance = await host.Engine.StartAsync("chain", new { });

        Assert.Equal(InstanceStatus.Completed, instance.Status);
        Assert.Equal(commits, instance.Revision);
        Assert.Equal(8, instance.Position);
        Assert.Equal(8, (await host.HistoryAsync(instance.Id)).Count);
    }

    [Fact]
    public async Task CompleteTask_TwoPeopleAtOnce_OneDecidesAndTheOtherIsToldWho()
    {
        var host = await RunAsync(Approval());
        for (var round = 0; round < 100; round++)
        {
            var instance = await host.Engine.StartAsync("approval", new { }, "rita");
            var task = instance.OpenTasks[0].Id;
            var results = await Task.WhenAll(
                TryAsync(() => host.Engine.CompleteTaskAsync(task, new { }, Manager("max"), "yes")),
                TryAsync(() => host.Engine.CompleteTaskAsync(task, new { }, Manager("mona"), "no")));

            var winner = results[0] is null ? "max" : "mona";
            var lost = Assert.IsType<Rejection.AlreadyDecided>(Assert.Single(results, r => r is not null));
            Assert.Equal((winner, winner == "max" ? "yes" : "no"), (lost.By, lost.Outcome));
            var history = await host.HistoryAsync(instance.Id);
            Assert.Equal(winner, Assert.Single(history.OfType<HumanTaskCompleted>()).By);
        }

        Assert.Equal(100, _probe.RunsOf("submit"));
    }

    [Fact]
    public async Task CompleteTask_BothBranchesAtOnce_JoinFiresOnce()
    {
        var host = await RunAsync(TwoApprovals());
        for (var round = 0; round < 100; round++)
        {
            var instance = await host.Engine.StartAsync("both", new { });
            await Task.WhenAll(instance.OpenTasks.Select(t => Task.Run(() => host.Engine.CompleteTaskAsync(t.Id, new { }, "ann"))));

            var done = await host.WaitForAsync(instance.Id, InstanceStatus.Completed);
            Assert.Equal(1, done.Steps["after"].Visits);
        }

        Assert.Equal(100, _probe.RunsOf("after"));
    }

    [Fact]
    public async Task Timer_WhenItsMomentComes_GoesOnOnce()
    {
        var host = await RunAsync(Waiting());
        var instance = await host.Engine.StartAsync("waiting", new { });
        Assert.Equal(InstanceStatus.Waiting, instance.Status);

        _time.Advance(TimeSpan.FromHours(1));

        await host.WaitForAsync(instance.Id, InstanceStatus.Completed);
        Assert.Equal(1, _probe.RunsOf("after"));
    }

    [Fact]
    public async Task Timer_DueWhileTheHostWasDown_FiresAfterTheStart()
    {
        var host = await RunAsync(Waiting());
        var instance = await host.Engine.StartAsync("waiting", new { });
        await StopAsync();
        _time.Advance(TimeSpan.FromDays(2));

        host = await RunAsync(Waiting());

        await host.WaitForAsync(instance.Id, InstanceStatus.Completed);
        Assert.Equal(1, _probe.RunsOf("after"));
    }

    [Fact]
    public async Task Restart_StepWasRunning_RunsItAgainWithTheSameKeyAndCountsItOnce()
    {
        var host = await RunAsync(Approval());
        _probe.Block("submit");
        var instance = await host.Engine.StartAsync(new StartRequest("approval", JsonSerializer.SerializeToElement(new { }), "rita") { Wait = TimeSpan.Zero });
        Assert.Equal(InstanceStatus.Running, instance.Status);
        await StopAsync();
        _probe.Unblock("submit");

        host = await RunAsync(Approval());

        var waiting = await host.WaitForAsync(instance.Id, InstanceStatus.Waiting);
        Assert.Single(_probe.Runs.Distinct());
        Assert.Single((await host.HistoryAsync(instance.Id)).OfType<StepCompleted>());
        Assert.Single(waiting.OpenTasks);
    }

    [Fact]
    public async Task FailedStep_RetryAfterMending_GoesOn()
    {
        var host = await RunAsync(Chain(CommitPolicy.PerStep));
        _probe.Fail("b", new InvalidOperationException("no quota"));

        var failed = await host.Engine.StartAsync("chain", new { });
        Assert.Equal(InstanceStatus.Failed, failed.Status);
        Assert.Contains("no quota", Assert.Single(failed.Incidents).Message);

        _probe.Mend("b");
        var done = await host.Engine.RetryAsync(failed.Id, failed.Incidents[0].Id, "ada");

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Equal((1, 2, 1), (_probe.RunsOf("a"), _probe.RunsOf("b"), _probe.RunsOf("c")));
        Assert.Equal(3, _probe.Runs.Distinct().Count());
    }

    [Fact]
    public async Task Cancel_WhileAStepRuns_WinsAndTheStepsResultDoesNotCount()
    {
        var host = await RunAsync(Chain(CommitPolicy.PerStep));
        _probe.Block("a");
        var instance = await host.Engine.StartAsync(new StartRequest("chain", JsonSerializer.SerializeToElement(new { }), "rita") { Wait = TimeSpan.Zero });

        var canceled = await host.Engine.CancelAsync(instance.Id, "changed my mind", "rita");
        _probe.Unblock("a");
        await StopAsync();
        host = await RunAsync(Chain(CommitPolicy.PerStep));

        var after = await host.Queries.FindInstanceAsync(TenantId.Default, instance.Id, CancellationToken.None);
        Assert.Equal(InstanceStatus.Canceled, after!.Status);
        Assert.Equal(0, _probe.RunsOf("b"));
        Assert.DoesNotContain(await host.HistoryAsync(instance.Id), e => e is StepCompleted);
        Assert.Equal("changed my mind", after.Reason);
    }

    [Fact]
    public async Task StartKey_SameDataAndOtherData_IsOneInstanceOrAConflict()
    {
        var host = await RunAsync(Approval());
        StartRequest Request(int amount) => new("approval", JsonSerializer.SerializeToElement(new { amount }), "rita") { StartKey = "order-7" };

        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => host.Engine.StartAsync(Request(5)))));

        Assert.Single(many.Select(i => i.Id).Distinct());
        Assert.Equal(1, _probe.RunsOf("submit"));
        var conflict = await TryAsync(() => host.Engine.StartAsync(Request(6)));
        Assert.Equal(many[0].Id, Assert.IsType<Rejection.StartKeyConflict>(conflict).Existing);
    }

    [Fact]
    public async Task Tenants_AnotherOne_SeesAndDoesNothing()
    {
        var host = await RunAsync(Approval());
        var instance = await host.Engine.StartAsync("approval", new { }, "rita");
        var stranger = new Actor("max", ["managers"], new TenantId("other"));

        Assert.IsType<Rejection.TaskNotFound>(await TryAsync(() => host.Engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { }, stranger, "yes")));
        Assert.IsType<Rejection.InstanceNotFound>(await TryAsync(() => host.Engine.CancelAsync(instance.Id, "mine now", stranger)));
        Assert.IsType<Rejection.DefinitionNotFound>(await TryAsync(() => host.Engine.StartAsync("approval", new { }, stranger)));
        Assert.Null(await host.Queries.FindInstanceAsync(stranger.Tenant, instance.Id, CancellationToken.None));
        Assert.Equal(1, (await host.Queries.FindInstanceAsync(TenantId.Default, instance.Id, CancellationToken.None))!.OpenTasks.Length);
    }

    [Fact]
    public async Task Publish_SameVersionOtherContent_IsRefusedAndTheSameIsANoOp()
    {
        var host = await RunAsync(Approval());
        var other = WorkflowDefinition.Create("approval", "1.0.0", d => d.Machine<ProbeStep>("only"));

        await host.Engine.PublishAsync(Approval(), "ada");
        var refused = await TryAsync(() => host.Engine.PublishAsync(other, "ada"));

        Assert.IsType<Rejection.DefinitionConflict>(refused);
        Assert.Single(await host.Queries.ListVersionsAsync(TenantId.Default, "approval", CancellationToken.None));
    }

    [Fact]
    public async Task Publish_NewVersion_StartsTakeItAndRunningInstancesStay()
    {
        var host = await RunAsync(Approval());
        var old = await host.Engine.StartAsync("approval", new { }, "rita");
        await host.Engine.PublishAsync(WorkflowDefinition.Create("approval", "10.0.0", d => d.Set("only", ("x", "1"))), "ada");
        await host.Engine.PublishAsync(WorkflowDefinition.Create("approval", "2.0.0", d => d.Set("only", ("x", "2"))), "ada");

        var latest = await host.Engine.StartAsync("approval", new { }, "rita");
        var finished = await host.Engine.CompleteTaskAsync(old.OpenTasks[0].Id, new { }, Manager("max"), "yes");

        Assert.Equal(new SemanticVersion(10, 0, 0), latest.Version);
        Assert.Equal(1, latest.Data.GetProperty("x").GetInt32());
        Assert.Equal(new SemanticVersion(1, 0, 0), finished.Version);
        Assert.Equal(InstanceStatus.Completed, finished.Status);
    }

    private async Task<EngineHost> RunAsync(params WorkflowDefinition[] definitions) =>
        _host = await EngineHost.StartAsync(
            builder =>
            {
                UseStore(builder);
                _endings.Decorate(builder);
                foreach (var definition in definitions)
                {
                    builder.AddDefinition(definition);
                }
            },
            _time,
            services => services.AddSingleton(_probe).Configure(_configure));

    private async Task StopAsync()
    {
        await _host!.DisposeAsync();
        _host = null;
    }

    private static async Task<Rejection?> TryAsync(Func<Task> act)
    {
        await Task.Yield();
        try
        {
            await act();
            return null;
        }
        catch (WorkflowException e)
        {
            return e.Rejection;
        }
    }
}
