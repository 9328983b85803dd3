using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Simulation;

/// <summary>What would happen if a person chose this: told in steps and people, from the instance as it stands.</summary>
public sealed class OutcomePreviewTests
{
    private static readonly WorkflowDefinition s_approval = WorkflowDefinition.Create("approval", "1.0.0", d => d
        .Human("manager", "Manager approval", form: """{ "type": "object", "required": ["amount"], "properties": { "amount": { "type": "number" } } }""",
            configure: h => h.SaveAs("").Outcome("approve").Outcome("reject", requiresComment: true).Outcome("ask"))
        .Exclusive("how_much").Machine("look_up", "LookUp", name: "Look it up")
        .Human("director", "Director approval", configure: h => h.AssignToGroup("directors").Title("Decide {data.secret}")).End("paid").End("rejected", "Rejected")
        .Edge("manager", "how_much", outcome: "approve").Edge("manager", "rejected", outcome: "reject").Edge("manager", "look_up", outcome: "ask")
        .Edge("look_up", "director", when: "data.risk > 1").Edge("look_up", "manager", otherwise: true)
        .Edge("how_much", "director", when: "data.amount > 10000").Edge("how_much", "paid", otherwise: true).Path("director", "paid"));

    [Fact]
    public void Preview_EachOutcome_SaysWhatComesNext()
    {
        var previews = PreviewOf(KernelRun.Start(s_approval, new { secret = "x" }), "manager", new { amount = 20000 });

        Assert.Equal(["approve", "reject", "ask"], previews.Select(p => p.Outcome));
        Assert.Equal([new SimulatedWait("director", "Director approval", WaitKind.Task) { Groups = ["directors"] }], previews[0].Next);
        Assert.False(previews[0].IsEnded);
        Assert.Empty(previews[0].Assumed);
        Assert.Equal((true, "Rejected"), (previews[1].IsEnded, previews[1].EndName));
        Assert.Empty(previews[1].Next);
    }

    [Fact]
    public void Preview_UnfinishedForm_SaysWhatItNeeds_AndAnswersWhatItCan()
    {
        var previews = PreviewOf(KernelRun.Start(s_approval), "manager", new { });

        Assert.Equal(["data.amount"], previews[0].Needs);
        Assert.Equal("How much", previews[0].StopsAt);
        Assert.True(previews[1].IsEnded);
    }

    [Fact]
    public void Preview_AfterAMachineStep_SaysThatItsResultIsOnlyAssumed()
    {
        var previews = PreviewOf(KernelRun.Start(s_approval, new { risk = 0 }), "manager", new { });

        Assert.Equal(["Look it up"], previews[2].Assumed);
        Assert.True(previews[2].DependsOnMachines);
        Assert.Equal("manager", Assert.Single(previews[2].Next).Step.Value);
        Assert.False(previews[1].DependsOnMachines);
    }

    [Fact]
    public void Preview_BesideOtherBranches_TellsThemApart()
    {
        var definition = WorkflowDefinition.Create("both", "1.0.0", d => d
            .Parallel("split").Human("legal").Human("finance").Parallel("join").Human("last").Path("split", "legal", "join").Path("split", "finance", "join", "last"));
        var run = KernelRun.Start(definition);

        var first = Assert.Single(PreviewOf(run, "legal", new { }));
        run.Answer("finance");
        var second = Assert.Single(PreviewOf(run, "legal", new { }));

        Assert.Empty(first.Next);
        Assert.Equal("finance", Assert.Single(first.Still).Step.Value);
        Assert.Equal("last", Assert.Single(second.Next).Step.Value);
        Assert.Empty(second.Still);
    }

    [Fact]
    public void Preview_ChangesNothing()
    {
        var run = KernelRun.Start(s_approval);
        var before = InstanceJson.Write(run.State);

        PreviewOf(run, "manager", new { amount = 1 });

        Assert.Equal(before, InstanceJson.Write(run.State));
    }

    [Fact]
    public void Preview_SomebodyElsesTask_IsRefused()
    {
        var definition = WorkflowDefinition.Create("theirs", "1.0.0", d => d.Human("a", configure: h => h.AssignTo("ann")));
        var run = KernelRun.Start(definition);

        var refused = Simulator.TryPreview(definition, run.State, run.TaskOf("a").Id, new Actor("bob"), Json(new { }), run.Now, out var previews);

        Assert.IsType<Rejection.NotEligible>(refused);
        Assert.Empty(previews);
        Assert.IsType<Rejection.AlreadyDecided>(Simulator.TryPreview(definition, run.State, new HumanTaskId(Guid.NewGuid()), new Actor("ann"), Json(new { }), run.Now, out _));
    }

    private static ImmutableArray<OutcomePreview> PreviewOf(KernelRun run, string step, object answers)
    {
        Assert.Null(Simulator.TryPreview(run.Definition, run.State, run.TaskOf(step).Id, new Actor("ann"), Json(answers), run.Now, out var previews));
        return previews;
    }

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
}
