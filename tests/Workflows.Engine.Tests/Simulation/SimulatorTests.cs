using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;

namespace Workflows.Engine.Tests.Simulation;

public sealed class SimulatorTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly WorkflowDefinition s_expense = WorkflowDefinition.Create("expense", "1.0.0", d => d
        .StartForm("""{ "type": "object", "required": ["amount"], "properties": { "amount": { "type": "number" } } }""")
        .Machine("check", "Check")
        .Exclusive("how_much")
        .Human("manager", "Manager approval", form: """{ "type": "object", "required": ["reason"], "properties": { "reason": { "type": "string" } } }""", configure: h => h.AssignToGroup("managers").Outcome("approve").Outcome("reject", requiresComment: true))
        .Human("director", "Director approval", configure: h => h.AssignTo("dora").Outcome("approve").Outcome("reject"))
        .Timer("pause", "P1D").End("paid").End("refused")
        .Edge("check", "how_much").Edge("how_much", "pause", when: "data.amount <= 1000").Edge("how_much", "manager", otherwise: true)
        .Edge("manager", "director", outcome: "approve", when: "data.amount > 10000").Edge("manager", "pause", outcome: "approve", when: "data.amount <= 10000")
        .Edge("manager", "refused", outcome: "reject").Edge("director", "pause", outcome: "approve").Edge("director", "refused", outcome: "reject").Edge("pause", "paid"));

    [Fact]
    public void Run_WithoutMoves_StopsWhereAPersonIsNeeded()
    {
        var result = Simulate(s_expense, new { amount = 20000 });

        Assert.Equal(["check assumed", "how_much"], Told(result));
        Assert.Equal([new SimulatedWait("manager", "Manager approval", WaitKind.Task) { Groups = ["managers"] }], result.Waits);
        Assert.Equal(InstanceStatus.Waiting, result.Instance!.Status);
        Assert.Null(result.Refusal);
        Assert.False(result.IsCut);
    }

    [Fact]
    public void Run_WithDecisions_GoesTheWholeWay_AndTimePasses()
    {
        var result = Simulate(
            s_expense,
            new { amount = 20000 },
            new SimulatedMove.Complete("manager", "approve") { Data = Json(new { reason = "needed" }), By = "mona" },
            new SimulatedMove.Complete("director", "approve"));

        Assert.Equal(["check assumed", "how_much", "manager:approve by mona", "director:approve by dora", "pause", "paid"], Told(result));
        Assert.Equal(InstanceStatus.Completed, result.Instance!.Status);
        Assert.Equal("paid", result.Instance.End?.Value);
        Assert.Equal(s_now.AddDays(1), result.Instance.EndedAt);
        Assert.Equal("needed", result.Instance.Data.GetProperty("manager").GetProperty("reason").GetString());
        Assert.Empty(result.Waits);
        Assert.Empty(result.UnusedMoves);
    }

    [Fact]
    public void Run_SmallAmount_AsksNobody_AndSaysWhichMovesWereNotNeeded()
    {
        var result = Simulate(s_expense, new { amount = 10 }, new SimulatedMove.Complete("manager", "approve"));

        Assert.Equal(["check assumed", "how_much", "pause", "paid"], Told(result));
        Assert.Equal([0], result.UnusedMoves);
    }

    [Fact]
    public void Run_DataThatIsNotAsTheFormAsks_IsRefused()
    {
        var result = Simulate(s_expense, new { });

        Assert.Null(result.Instance);
        Assert.IsType<Rejection.InvalidData>(result.Refusal);
        Assert.Null(result.RefusedMove);
        Assert.Empty(result.Path);
    }

    [Fact]
    public void Run_AnswersThatAreNotAsTheFormAsks_AreRefused_WhereTheyAre()
    {
        var result = Simulate(s_expense, new { amount = 20000 }, new SimulatedMove.Complete("manager", "approve"));

        Assert.IsType<Rejection.InvalidData>(result.Refusal);
        Assert.Equal(0, result.RefusedMove);
        Assert.Equal("manager", Assert.Single(result.Waits).Step.Value);
    }

    [Fact]
    public void Run_MachineMoves_SetDataAndFail()
    {
        var cheaper = Simulate(s_expense, new { amount = 20000 }, new SimulatedMove.Complete("check") { Data = Json(new { amount = 5 }) });
        var broken = Simulate(s_expense, new { amount = 20000 }, new SimulatedMove.Fail("check", "no line"));

        Assert.Equal(["check", "how_much", "pause", "paid"], Told(cheaper));
        Assert.Equal(["check failed"], Told(broken));
        Assert.Equal(IncidentCodes.StepFailed, Assert.Single(broken.Instance!.Incidents).Code);
    }

    [Fact]
    public void Run_TimeLimitsAndSignals_HappenWhenAMoveSaysSo()
    {
        var definition = WorkflowDefinition.Create("wait", "1.0.0", d => d
            .Human("ask", configure: h => h.Outcome("yes").Timeout("PT4H")).Signal("paid", "payment", key: "data.order").End("late").End("done")
            .Edge("ask", "paid", outcome: "yes").Edge("ask", "late", outcome: "timeout").Edge("paid", "done"));

        var late = Simulate(definition, new { order = "7" }, new SimulatedMove.Elapse("ask"));
        var paid = Simulate(definition, new { order = "7" }, new SimulatedMove.Complete("ask", "yes"), new SimulatedMove.Send("payment") { Payload = Json(new { euros = 3 }) });
        var unpaid = Simulate(definition, new { order = "7" }, new SimulatedMove.Complete("ask", "yes"), new SimulatedMove.Send("payment") { Key = "8" });

        Assert.Equal(["ask:timeout", "late"], Told(late)[^2..]);
        Assert.Equal(["ask:yes by somebody", "paid", "done"], Told(paid));
        Assert.Equal([new SimulatedWait("paid", "Paid", WaitKind.Signal) { Signal = "payment", Key = "7" }], unpaid.Waits);
        Assert.Equal([1], unpaid.UnusedMoves);
    }

    [Fact]
    public void Run_AStepThatIsVisitedAgain_TakesItsNextMove()
    {
        var definition = WorkflowDefinition.Create("again", "1.0.0", d => d
            .Human("write").Human("check", configure: h => h.Outcome("ok").Outcome("again")).End("done")
            .Path("write", "check").Edge("check", "write", outcome: "again").Edge("check", "done", outcome: "ok"));

        var result = Simulate(
            definition, new { },
            new SimulatedMove.Complete("write"), new SimulatedMove.Complete("check", "again"), new SimulatedMove.Complete("write") { By = "second" }, new SimulatedMove.Complete("check", "ok"));

        Assert.Equal(["write by somebody", "check:again by somebody", "write by second", "check:ok by somebody", "done"], Told(result));
    }

    [Fact]
    public void Run_ALoopOfMachines_IsCut()
    {
        var definition = WorkflowDefinition.Create("round", "1.0.0", d => d.Machine("a", "A").Machine("b", "B").Path("a", "b", "a"));

        var result = Simulate(definition, new { });

        Assert.True(result.IsCut);
        Assert.True(result.Path.Length <= SimulationRun.MaxCommands);
    }

    [Fact]
    public void Run_CalledWorkflow_IsWalkedThrough()
    {
        var inner = WorkflowDefinition.Create("inner", "2.0.0", d => d.Human("look", "Look at it").End("fine").Path("look", "fine"));
        var outer = WorkflowDefinition.Create("outer", "1.0.0", d => d.Call("sub", "inner").End("done").Path("sub", "done"));

        var waiting = Simulator.Run(outer, [inner], new SimulationScript(Json(new { })), s_now);
        var done = Simulator.Run(outer, [inner], new SimulationScript(Json(new { })) { Moves = [new SimulatedMove.Complete("look")] }, s_now);

        Assert.Equal([new SimulatedWait("look", "Look at it", WaitKind.Task) { Called = new CalledDefinition("inner", new SemanticVersion(2, 0, 0)) }], waiting.Waits);
        Assert.Equal(["look by somebody", "fine", "sub:fine", "done"], Told(done));
    }

    private static SimulationResult Simulate(WorkflowDefinition definition, object data, params SimulatedMove[] moves) =>
        Simulator.Run(definition, [], new SimulationScript(Json(data)) { Moves = moves }, s_now);

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);

    private static string[] Told(SimulationResult result) =>
    [
        .. result.Path.Select(s => $"{s.Step}{(s.Outcome is null ? "" : $":{s.Outcome}")}{(s.By is null ? "" : $" by {s.By}")}"
            + $"{(s.IsAssumed ? " assumed" : "")}{(s.Status is StepStatus.Succeeded ? "" : $" {s.Status.ToString().ToLowerInvariant()}")}"),
    ];
}
