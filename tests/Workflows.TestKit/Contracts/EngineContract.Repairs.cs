using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What operators do to instances.</content>
public abstract partial class EngineContract
{
    [Fact]
    public async Task Repair_DryRun_SaysWhatItWouldDoAndChangesNothing()
    {
        var host = await RunAsync(Approval());
        var waiting = await host.Engine.StartAsync("approval", new { });
        var repair = new Repair.Force(waiting.Tokens.Single().Id, "yes", DataChange.None);

        var would = await host.Engine.RepairAsync(new RepairRequest(waiting.Id, repair, "The board said so.", "ada") { DryRun = true });
        var after = await host.Queries.FindInstanceAsync(TenantId.Default, waiting.Id, CancellationToken.None);
        Assert.Equal((waiting.Revision, waiting.Position, 1), (after!.Revision, after.Position, after.OpenTasks.Length));
        Assert.Equal(["HumanTaskCanceled", "StepOverridden", "StepStarted"], would.Events.Select(e => e.GetType().Name));
        Assert.Equal("process", would.Instance.CurrentSteps.Single().Value);

        var did = await host.Engine.RepairAsync(new RepairRequest(waiting.Id, repair, "The board said so.", "ada") { ExpectedRevision = waiting.Revision });

        Assert.Equal(InstanceStatus.Completed, did.Instance.Status);
        Assert.Equal(would.Events.Select(e => e.GetType()), did.Events.Select(e => e.GetType()));
        Assert.Equal(1, _probe.RunsOf("process"));
        Assert.Empty((await host.Queries.ListInstanceTasksAsync(TenantId.Default, waiting.Id, CancellationToken.None)).Where(t => t.IsOpen));
    }

    [Fact]
    public async Task Repair_WithoutReasonOrOnAnOlderRevision_IsRefused()
    {
        var host = await RunAsync(Approval());
        var waiting = await host.Engine.StartAsync("approval", new { });

        Assert.IsType<Rejection.ReasonRequired>(await TryAsync(() => host.Engine.RepairAsync(new RepairRequest(waiting.Id, new Repair.Pause(), "  ", "ada"))));
        Assert.IsType<Rejection.StaleRevision>(await TryAsync(() =>
            host.Engine.RepairAsync(new RepairRequest(waiting.Id, new Repair.Pause(), "Stop.", "ada") { ExpectedRevision = waiting.Revision - 1 })));

        Assert.Equal(InstanceStatus.Waiting, (await host.Queries.FindInstanceAsync(TenantId.Default, waiting.Id, CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task Pause_WhileATimerComesDue_FiresItOnlyAfterTheResume()
    {
        var host = await RunAsync(Waiting());
        var waiting = await host.Engine.StartAsync("waiting", new { });
        await host.Engine.RepairAsync(new RepairRequest(waiting.Id, new Repair.Pause(), "Audit.", "ada"));
        _time.Advance(TimeSpan.FromHours(2));
        await StopAsync();
        host = await RunAsync(Waiting());
        Assert.Equal(InstanceStatus.Paused, (await host.Queries.FindInstanceAsync(TenantId.Default, waiting.Id, CancellationToken.None))!.Status);
        Assert.Equal(0, _probe.RunsOf("after"));

        await host.Engine.RepairAsync(new RepairRequest(waiting.Id, new Repair.Resume(), "Done.", "ada"));

        await host.WaitForAsync(waiting.Id, InstanceStatus.Completed);
        Assert.Equal(1, _probe.RunsOf("after"));
    }

    [Fact]
    public async Task Skip_AStepThatHangs_StopsItAndGoesOn()
    {
        var host = await RunAsync(Chain(Engine.Definitions.CommitPolicy.PerStep));
        _probe.Block("a");
        var running = await host.Engine.StartAsync(Start("chain"));
        await _probe.WhenRunAsync("a");

        var done = await host.Engine.RepairAsync(new RepairRequest(running.Id, new Repair.Skip(running.Tokens.Single().Id), "It hangs.", "ada"));

        Assert.Equal(InstanceStatus.Completed, done.Instance.Status);
        Assert.Equal(["b", "c"], (await host.HistoryAsync(running.Id)).OfType<StepCompleted>().Select(e => e.Step.Value));
        Assert.Equal(JsonValueKind.Undefined, done.Instance.Data.TryGetProperty("a_done", out var left) ? left.ValueKind : JsonValueKind.Undefined);
    }
}
