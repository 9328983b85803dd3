using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Engine.Steps;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>Looking ahead, and the calls of what is published.</content>
public abstract partial class EngineContract
{
    private static WorkflowDefinition Callee() => WorkflowDefinition.Create("callee", "1.0.0", d => d.Human("look", configure: h => h.AssignToGroup("experts")).End("fine").Path("look", "fine"));

    private static WorkflowDefinition CallsIt() => WorkflowDefinition.Create("calls_it", "1.0.0", d => d
        .Human("ask", configure: h => h.Outcome("yes").Outcome("no")).Machine<ProbeStep>("probe").Call("sub", "callee").End("done").End("refused")
        .Edge("ask", "probe", outcome: "yes").Edge("ask", "refused", outcome: "no").Path("probe", "sub", "done"));

    [Fact]
    public async Task Simulate_WalksThroughWhatIsCalled_AndStoresAndRunsNothing()
    {
        var host = await RunAsync(CallsIt(), Callee());

        var result = await host.Engine.SimulateAsync(
            CallsIt(), new SimulationScript(JsonSerializer.SerializeToElement(new { })) { Moves = [new SimulatedMove.Complete("ask", "yes"), new SimulatedMove.Complete("look")] }, "ann");

        Assert.Equal(InstanceStatus.Completed, result.Instance!.Status);
        Assert.Equal(["ask", "probe", "look", "fine", "sub", "done"], result.Path.Select(s => s.Step.Value));
        Assert.Equal(0, _probe.RunsOf("probe"));
    }

    [Fact]
    public async Task Simulate_ADefinitionWithErrors_IsRefused()
    {
        var host = await RunAsync(Callee());

        var refused = await Assert.ThrowsAsync<WorkflowException>(() => host.Engine.SimulateAsync(
            WorkflowDefinition.Create("broken", "1.0.0", d => d.Exclusive("a")), new SimulationScript(JsonSerializer.SerializeToElement(new { })), "ann"));

        Assert.IsType<Rejection.InvalidDefinition>(refused.Rejection);
    }

    [Fact]
    public async Task PreviewTask_SaysWhereEachOutcomeGoes_AndChangesNothing()
    {
        var host = await RunAsync(CallsIt(), Callee());
        var instance = await host.Engine.StartAsync("calls_it", new { }, "rita");

        var previews = await host.Engine.PreviewTaskAsync(instance.OpenTasks[0].Id, JsonSerializer.SerializeToElement(new { }), "ann");

        Assert.Equal(["yes", "no"], previews.Select(p => p.Outcome));
        Assert.Equal(["experts"], Assert.Single(previews[0].Next).Groups);
        Assert.Equal(["Probe"], previews[0].Assumed);
        Assert.Equal((true, "Refused"), (previews[1].IsEnded, previews[1].EndName));
        Assert.Equal(instance.Position, (await host.HistoryAsync(instance.Id)).Count);
    }

    [Fact]
    public async Task Publish_ACallToWhatIsNotThere_IsRefused_UnlessItComesWithIt()
    {
        var host = await RunAsync(Approval());

        var refused = await Assert.ThrowsAsync<WorkflowException>(() => host.Engine.PublishAsync(CallsIt(), "ann"));
        var both = await host.Engine.PublishAllAsync([CallsIt(), Callee()], dryRun: false, "ann");

        var problem = Assert.Single(Assert.IsType<Rejection.InvalidDefinition>(refused.Rejection).Problems);
        Assert.Equal(("call-unknown", "/steps/2/definition"), (problem.Code, problem.Place));
        Assert.Equal(2, both.Length);
    }
}
