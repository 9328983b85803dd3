using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Instances;

/// <summary>What operators do to instances, in the kernel.</summary>
public sealed class RepairTests
{
    private static WorkflowDefinition Definition() => WorkflowDefinition.Create("claim", "1.0.0", d => d
        .StartForm("""{"type":"object","properties":{"amount":{"type":"number","minimum":1}}}""")
        .Machine("check", "Check").Human("decide", "Decide", form: """{"type":"object","properties":{"note":{"type":"string"}}}""", configure: h => h
            .Outcome("yes").Outcome("no").Timeout("P1D"))
        .Machine("pay", "Pay").Machine("refuse", "Refuse").Machine("chase", "Chase").Machine("file", "File", configure: s => s.Join(Join.Each))
        .Path("check", "decide").Edge("decide", "pay", outcome: "yes").Edge("decide", "refuse", outcome: "no").Edge("decide", "chase", outcome: "timeout")
        .Path("pay", "file").Path("refuse", "file").Path("chase", "file"));

    private static Rejection? Do(KernelRun run, Repair repair, string reason = "It must be.") => run.Send(new InstanceCommand.Repair(repair, "ada", reason));

    [Fact]
    public void Skip_AFailedStep_GoesOnWithoutItAndResolvesItsIncident()
    {
        var run = KernelRun.Start(Definition());
        run.Break("check");

        Assert.Null(Do(run, new Repair.Skip(run.TokenAt("check").Id), "The data were checked by hand."));

        Assert.Equal(["decide"], run.At);
        Assert.Empty(run.State.Incidents);
        Assert.Equal((StepStatus.Skipped, true), (run.State.Steps["check"].Last!.Value, run.State.Steps["check"].IsOverridden));
        var overridden = Assert.Single(run.History.OfType<StepOverridden>());
        Assert.Equal(("ada", "The data were checked by hand.", true), (overridden.By, overridden.Reason, overridden.IsSkipped));
        Assert.DoesNotContain(run.History, e => e is StepCompleted);
    }

    [Fact]
    public void Force_AnOutcomeOfATask_WithdrawsTheTaskAndTakesItsEdges()
    {
        var run = KernelRun.Start(Definition());
        run.Work("check");
        var task = run.TaskOf("decide").Id;

        Assert.IsType<Rejection.UnknownOutcome>(Do(run, new Repair.Force(run.TokenAt("decide").Id, "maybe", DataChange.None)));
        Assert.IsType<Rejection.UnknownOutcome>(Do(run, new Repair.Force(run.TokenAt("decide").Id, null, DataChange.None)));
        var paid = DataChange.None.With("approvedBy", JsonSerializer.SerializeToElement("board"));
        Assert.Null(Do(run, new Repair.Force(run.TokenAt("decide").Id, "yes", paid)));

        Assert.Equal(["pay"], run.At);
        Assert.Empty(run.State.OpenTasks);
        Assert.Empty(run.State.Timers);
        Assert.Equal("\"board\"", run.Data("approvedBy"));
        Assert.IsType<Rejection.AlreadyDecided>(run.Send(new InstanceCommand.CompleteTask(task, "ann", "no", JsonSerializer.SerializeToElement(new { }))));
        Assert.Equal("yes", Assert.Single(run.History.OfType<StepOverridden>()).Outcome);
    }

    [Fact]
    public void Skip_WhenNoWayOnCanBeChosen_IsRefusedAndChangesNothing()
    {
        var run = KernelRun.Start(Definition());
        run.Work("check");

        Assert.IsType<Rejection.RepairNotPossible>(Do(run, new Repair.Skip(run.TokenAt("decide").Id)));

        Assert.Single(run.State.OpenTasks);
        Assert.DoesNotContain(run.History, e => e is StepOverridden or HumanTaskCanceled);
    }

    [Fact]
    public void Move_AWaitingToken_BeginsTheOtherStepAndWithdrawsTheTask()
    {
        var run = KernelRun.Start(Definition());
        run.Work("check");

        Assert.Null(Do(run, new Repair.Move(run.TokenAt("decide").Id, "refuse")));

        Assert.Equal(["refuse"], run.At);
        Assert.Empty(run.State.OpenTasks);
        Assert.True(run.State.Steps["refuse"].IsOverridden);
        run.Work("refuse");
        run.Work("file");
        Assert.Equal(InstanceStatus.Completed, run.Status);
    }

    [Fact]
    public void Rewind_ToAnEarlierStep_WithdrawsWhatFollowsAndKeepsTheData()
    {
        var run = KernelRun.Start(Definition(), new { amount = 5 });
        run.Work("check", new { score = 7 });
        run.Answer("decide", "no");

        Assert.IsType<Rejection.RepairNotPossible>(Do(run, new Repair.Rewind("pay")));
        Assert.Null(Do(run, new Repair.Rewind("check")));

        Assert.Equal(["check"], run.At);
        Assert.Equal("7", run.Data("score"));
        Assert.Equal(2, run.Entered("check"));
        Assert.Equal("refuse", Assert.Single(run.History.OfType<StepCanceled>()).Step.Value);
        run.Work("check");
        run.Answer("decide", "yes");
        run.Work("pay");
        run.Work("file");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(1, run.Entered("file"));
    }

    [Fact]
    public void Rewind_OneOfTwoBranches_LeavesTheOtherAlone()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("two", "1.0.0", d => d
            .Parallel("fork").Machine("a", "A").Human("b").Human("c").Machine("after", "After", configure: s => s.Join(Join.All))
            .Path("fork", "a", "b", "after").Path("fork", "c", "after")));
        run.Work("a");
        run.Answer("c");

        Assert.Null(Do(run, new Repair.Rewind("a")));

        Assert.Equal(["a"], run.At);
        Assert.Equal("after", Assert.Single(run.State.Tokens, t => t.IsOnEdge).Step.Value);
        run.Work("a");
        run.Answer("b");
        Assert.Equal(["after"], run.At);
    }

    [Fact]
    public void EditData_ThatAFormDoesNotAllow_IsRefusedAtItsPlace()
    {
        var run = KernelRun.Start(Definition(), new { amount = 5 });
        run.Work("check");

        var refused = Assert.IsType<Rejection.InvalidData>(Do(run, Edit(new { amount = 0 })));
        Assert.Equal("/amount", Assert.Single(refused.Errors).InstancePath);
        refused = Assert.IsType<Rejection.InvalidData>(Do(run, Edit(new { decide = new { note = 1, by = "ann" } })));
        Assert.Equal("/decide/note", Assert.Single(refused.Errors).InstancePath);
        Assert.Equal("5", run.Data("amount"));

        Assert.Null(Do(run, Edit(new { amount = 8, extra = true })));
        Assert.Null(Do(run, new Repair.EditData(new DataChange(null, ["extra"]))));
        Assert.Equal("""{"amount":8}""", run.State.Data.GetRawText());
        Assert.Equal(2, run.History.OfType<DataEdited>().Count());
    }

    [Fact]
    public void EditData_MendsWhatAnExpressionStumbledOver()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("choice", "1.0.0", d => d
            .Exclusive("decide").Machine("much", "Much").Machine("little", "Little").Edge("decide", "much", when: "data.amount > 10").Edge("decide", "little", otherwise: true)));
        Assert.Equal(InstanceStatus.Failed, run.Status);

        Assert.Null(Do(run, Edit(new { amount = 11 })));
        Assert.Null(run.Send(new InstanceCommand.Retry(run.State.Incidents.Single().Id, "ada")));

        Assert.Equal(["much"], run.At);
    }

    [Fact]
    public void Pause_HoldsEverythingButResultsAndSignals_AndResumeLetsItGoOn()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("both", "1.0.0", d => d
            .Parallel("fork").Machine("work", "W").Human("ask").Signal("hear", "news").Timer("wait", "PT1H").Machine("after", "After", configure: s => s.Join(Join.Each))
            .Path("fork", "work", "after").Path("fork", "ask", "after").Path("fork", "hear", "after").Path("fork", "wait", "after")));

        Assert.Null(Do(run, new Repair.Pause(), "The auditors are here."));
        Assert.Equal((InstanceStatus.Paused, "The auditors are here."), (run.Status, run.State.Pause!.Reason));
        Assert.IsType<Rejection.Paused>(Do(run, new Repair.Pause()));
        Assert.IsType<Rejection.Paused>(run.TryAnswer("ask"));
        Assert.IsType<Rejection.Paused>(run.Send(new InstanceCommand.ClaimTask(run.TaskOf("ask").Id, "ann")));
        Assert.IsType<Rejection.Paused>(run.Send(new InstanceCommand.FireTimer(run.TokenAt("wait").Id, TimerKind.Step)));
        run.Work("work");
        Assert.Null(run.Send(new InstanceCommand.Signal("news", null, JsonSerializer.SerializeToElement(new { }), "outside", "n1")));
        Assert.Equal(0, run.Entered("after"));

        Assert.Null(Do(run, new Repair.Resume()));

        Assert.Equal((InstanceStatus.Running, 2), (run.Status, run.Entered("after")));
        Assert.IsType<Rejection.InvalidState>(Do(run, new Repair.Resume()));
        run.Answer("ask");
        run.Fire("wait");
        Assert.Equal(4, run.Entered("after"));
    }

    [Fact]
    public void Pause_ThenMove_BeginsOnlyWhenItIsResumed()
    {
        var run = KernelRun.Start(Definition());
        run.Work("check");
        Assert.Null(Do(run, new Repair.Pause()));

        Assert.Null(Do(run, new Repair.Move(run.TokenAt("decide").Id, "pay")));
        Assert.Equal((InstanceStatus.Paused, 0), (run.Status, run.Entered("pay")));
        Assert.Null(Do(run, new Repair.Resume()));

        Assert.Equal(["pay"], run.At);
    }

    [Fact]
    public void Pause_ThenCancel_IsOver()
    {
        var run = KernelRun.Start(Definition());
        Assert.Null(Do(run, new Repair.Pause()));

        Assert.Null(run.Send(new InstanceCommand.Cancel("ada", "Not needed.")));

        Assert.Equal((InstanceStatus.Canceled, null), (run.Status, run.State.Pause));
        Assert.IsType<Rejection.InvalidState>(Do(run, new Repair.Resume()));
    }

    [Fact]
    public void Fire_ATimerBeforeItsMoment_SaysWhoDidNotWait()
    {
        var run = KernelRun.Start(Definition());
        run.Work("check");

        Assert.Null(Do(run, new Repair.Fire(run.TokenAt("decide").Id, TimerKind.Timeout)));

        Assert.Equal(["chase"], run.At);
        Assert.Equal("ada", Assert.Single(run.History.OfType<TimerFired>()).By);
    }

    [Fact]
    public void Move_OutOfAStuckInstance_ResolvesItsIncident()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("stuck", "1.0.0", d => d
            .Exclusive("choose").Machine("a", "A").Machine("b", "B").Machine("join", "Join", configure: s => s.Join(Join.All))
            .Edge("choose", "a", when: "data.x == 1").Edge("choose", "b", otherwise: true).Path("a", "join").Path("b", "join")), new { x = 1 });
        run.Work("a");
        Assert.Equal(IncidentCodes.Stuck, Assert.Single(run.State.Incidents).Code);

        Assert.Null(Do(run, new Repair.Move(run.State.Tokens.Single().Id, "join")));

        Assert.Equal(["join"], run.At);
        Assert.Empty(run.State.Incidents);
    }

    private static Repair.EditData Edit(object set) => new(new DataChange(JsonSerializer.SerializeToElement(set), []));
}
