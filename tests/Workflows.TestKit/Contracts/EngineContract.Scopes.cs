using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>Signals, elements and called workflows.</content>
public abstract partial class EngineContract
{
    private static WorkflowDefinition Paid() => WorkflowDefinition.Create("paid", "1.0.0", d => d
        .Human("check").Signal("money", "payment", key: "data.invoice").Machine<ProbeStep>("ship").Path("check", "money", "ship"));

    private static WorkflowDefinition Votes() => WorkflowDefinition.Create("votes", "1.0.0", d => d
        .Human("vote", configure: h => h.AssignFrom("data.item").Outcome("yes").Outcome("no").Multi("data.board", need: 2, grows: true))
        .Machine<ProbeStep>("count").Path("vote", "count"));

    private static WorkflowDefinition Caller() => WorkflowDefinition.Create("caller", "1.0.0", d => d
        .Call("check", "approval", output: [("by", "data.approve.by")]).Machine<ProbeStep>("after").End("no")
        .Edge("check", "no", outcome: "refused").Edge("check", "after", otherwise: true));

    private static SignalRequest Payment(InstanceSnapshot instance, string key, string? id = null) =>
        new(instance.Id, "payment", JsonSerializer.SerializeToElement(new { sum = 5 }), "bank") { Key = key, Id = id };

    [Fact]
    public async Task Signal_BeforeItIsWaitedFor_IsKeptAcrossARestartAndCountsOnce()
    {
        var host = await RunAsync(Paid());
        var instance = await host.Engine.StartAsync("paid", new { invoice = "R-7" }, "rita");
        await host.Engine.SignalAsync(Payment(instance, "R-8"));
        await host.Engine.SignalAsync(Payment(instance, "R-7", id: "m1"));
        var again = await host.Engine.SignalAsync(Payment(instance, "R-7", id: "m1"));
        Assert.Equal([new StepId("check")], again.CurrentSteps);

        await StopAsync();
        host = await RunAsync(Paid());
        var done = await host.Engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { }, "ann");

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Equal(5, done.Data.GetProperty("money").GetProperty("sum").GetInt32());
        Assert.Equal(1, _probe.RunsOf("ship"));
        Assert.Equal(2, (await host.HistoryAsync(instance.Id)).OfType<SignalReceived>().Count());
        Assert.Single((await host.HistoryAsync(instance.Id)).OfType<SignalConsumed>());
    }

    [Fact]
    public async Task Signal_ToAnInstanceThatIsOver_IsRefused()
    {
        var host = await RunAsync(Paid());
        var instance = await host.Engine.StartAsync("paid", new { invoice = "R-7" }, "rita");
        await host.Engine.CancelAsync(instance.Id, "No.", "rita");

        Assert.IsType<Rejection.InvalidState>(await TryAsync(() => host.Engine.SignalAsync(Payment(instance, "R-7"))));
    }

    [Fact]
    public async Task Elements_TwoOfThree_GoOnAndWithdrawTheThird()
    {
        var host = await RunAsync(Votes());
        var instance = await host.Engine.StartAsync("votes", new { board = new[] { "ann", "bob" } }, "rita");
        instance = await host.Engine.AddElementAsync(instance.Id, "vote", JsonSerializer.SerializeToElement("cay"), "rita");
        Assert.Equal(["ann", "bob", "cay"], instance.OpenTasks.Select(t => t.Assignee));

        await host.Engine.CompleteTaskAsync(instance.OpenTasks[2].Id, new { }, "cay", "yes");
        var done = await host.Engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { }, "ann", "no");

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Equal(["ann", "cay"], done.Data.GetProperty("vote").EnumerateArray().Select(v => v.GetProperty("by").GetString()));
        Assert.IsType<Rejection.TaskWithdrawn>(await TryAsync(() => host.Engine.CompleteTaskAsync(instance.OpenTasks[1].Id, new { }, "bob", "yes")));
        Assert.IsType<Rejection.Stale>(await TryAsync(() => host.Engine.AddElementAsync(instance.Id, "vote", JsonSerializer.SerializeToElement("dan"), "rita")));
    }

    [Theory]
    [InlineData("yes", "after")]
    [InlineData("no", "no")]
    public async Task Call_AcrossARestart_GoesOnByItsEnd(string outcome, string reached)
    {
        await (await RunAsync(Approval())).Engine.PublishAsync(Caller(), "ada");
        var instance = await _host!.Engine.StartAsync("caller", new { requestId = "R" }, "rita");
        Assert.Equal("approval", instance.OpenTasks[0].Called?.Key);

        await StopAsync();
        var host = await RunAsync(Approval());
        var done = await host.Engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { }, Manager("max"), outcome);

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Equal("max", done.Data.GetProperty("by").GetString());
        Assert.False(done.Data.TryGetProperty("approve", out _));
        Assert.True(done.Steps.ContainsKey(reached));
        Assert.Equal(["check", reached], done.Steps.Keys.Select(k => k.Value).Order().OrderBy(k => k == reached));
    }
}
