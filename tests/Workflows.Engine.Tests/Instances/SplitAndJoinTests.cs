using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Instances;

public sealed class SplitAndJoinTests
{
    private static WorkflowDefinition Choice(bool withDefault) => WorkflowDefinition.Create("choice", "1.0.0", d =>
    {
        d.Exclusive("route").Machine("small", "S").Machine("big", "B").Machine("rest", "R").Machine("end", "E")
            .Edge("route", "small", when: "data.amount < 1000")
            .Edge("route", "big", when: "data.amount >= 10000")
            .Path("small", "end").Path("big", "end").Path("rest", "end");
        if (withDefault)
        {
            d.Edge("route", "rest", otherwise: true);
        }
    });

    [Theory]
    [InlineData(999, "small")]
    [InlineData(1000, "rest")]
    [InlineData(9999, "rest")]
    [InlineData(10000, "big")]
    public void ExclusiveChoice_Amount_TakesExactlyOneBranch(int amount, string branch)
    {
        var run = KernelRun.Start(Choice(withDefault: true), new { amount });

        Assert.Equal([branch], run.At);
        run.Work(branch);
        run.Work("end");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(["route", branch, "end"], run.Completed);
    }

    [Fact]
    public void ExclusiveChoice_NoEdgeHoldsAndNoDefault_IsAnIncident()
    {
        var run = KernelRun.Start(Choice(withDefault: false), new { amount = 5000 });

        Assert.Equal(IncidentCodes.NoEdgeMatched, Assert.Single(run.State.Incidents).Code);
        Assert.Equal(InstanceStatus.Failed, run.Status);
        Assert.Equal(["route"], run.At);
    }

    [Fact]
    public void ExclusiveChoice_ConditionWithATypo_IsAnIncidentAndNeverTheDefault()
    {
        var run = KernelRun.Start(Choice(withDefault: true), new { amont = 5000 });

        var incident = Assert.Single(run.State.Incidents);
        Assert.Equal(IncidentCodes.ExpressionFailed, incident.Code);
        Assert.Equal("data.amount < 1000", incident.Expression);
        Assert.Equal("data.amount", incident.ExpressionError?.Path);
        Assert.Equal(0, incident.Edge);
        Assert.Equal(0, run.Entered("rest"));
    }

    [Fact]
    public void Retry_AfterAFailedCondition_ChoosesAgainWithoutWorkingAgain()
    {
        var run = KernelRun.Start(Choice(withDefault: false), new { amount = 5000 });

        Assert.Null(run.Send(new InstanceCommand.Retry(run.State.Incidents[0].Id, "ada")));

        Assert.Equal(2, Assert.Single(run.State.Incidents).Id);
        Assert.Equal(1, run.Entered("route"));
        Assert.Equal("ada", Assert.Single(run.History.OfType<IncidentResolved>()).By);
    }

    private static WorkflowDefinition Fork(Join join) => WorkflowDefinition.Create("fork", "1.0.0", d => d
        .Parallel("fork").Machine("a", "A").Machine("b", "B").Machine("c", "C")
        .Machine("after", "Z", configure: s => s.Join(join))
        .Path("fork", "a", "after").Path("fork", "b", "after").Path("fork", "c", "after"));

    [Theory]
    [InlineData(JoinNeed.All, "a b c")]
    [InlineData(JoinNeed.All, "c a b")]
    [InlineData(JoinNeed.Active, "a b c")]
    [InlineData(JoinNeed.Active, "b c a")]
    public void Join_AnyOrder_FiresOnceAfterTheLast(JoinNeed need, string order)
    {
        var run = KernelRun.Start(Fork(need is JoinNeed.All ? Join.All : Join.Active));
        var steps = order.Split(' ');

        run.Work(steps[0]);
        run.Work(steps[1]);
        Assert.Equal(0, run.Entered("after"));
        run.Work(steps[2]);

        Assert.Equal(["after"], run.At);
        run.Work("after");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(1, run.Entered("after"));
    }

    [Fact]
    public void JoinEach_ThreeBranches_FiresForEveryToken()
    {
        var run = KernelRun.Start(Fork(Join.Each));
        run.Work("a");
        run.Work("after");
        run.Work("b");
        run.Work("after");
        run.Work("c");
        run.Work("after");

        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(3, run.Entered("after"));
    }

    [Theory]
    [InlineData("x", new[] { "x" })]
    [InlineData("y", new[] { "y" })]
    [InlineData("xy", new[] { "x", "y" })]
    public void MultiChoice_WithActiveJoin_WaitsForExactlyTheChosenBranches(string letters, string[] chosen)
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("some", "1.0.0", d => d
                .Inclusive("pick").Machine("x", "X").Machine("y", "Y").Machine("after", "Z")
                .Edge("pick", "x", when: "data.letters.contains('x')").Edge("pick", "y", when: "data.letters.contains('y')")
                .Path("x", "after").Path("y", "after")),
            new { letters });

        Assert.Equal(chosen, run.At);
        foreach (var step in chosen)
        {
            Assert.Equal(0, run.Entered("after"));
            run.Work(step);
        }

        run.Work("after");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(1, run.Entered("after"));
    }

    [Fact]
    public void ActiveJoin_BranchEndsBeforeIt_DoesNotWaitForIt()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("dead", "1.0.0", d => d
            .Parallel("fork").Machine("a", "A").Exclusive("maybe").End("stop").Machine("after", "Z")
            .Path("fork", "a", "after").Path("fork", "maybe")
            .Edge("maybe", "after", when: "false").Edge("maybe", "stop", otherwise: true)));

        run.Work("a");
        Assert.Equal(["after"], run.At);
        run.Work("after");
        Assert.Equal(InstanceStatus.Completed, run.Status);
    }

    [Fact]
    public void ActiveJoins_WaitingForEachOther_FirstInDefinitionGoesOnAndHistorySaysSo()
    {
        // p and q each have one input from the fork and one from the other: neither can rule the other out.
        var run = KernelRun.Start(WorkflowDefinition.Create("vicious", "1.0.0", d => d
            .Parallel("fork").Machine("p", "P").Machine("q", "Q")
            .Path("fork", "p").Path("fork", "q")
            .Edge("p", "q", when: "false").Edge("q", "p", when: "false")
            .End("p_end").End("q_end")
            .Edge("p", "p_end", otherwise: true).Edge("q", "q_end", otherwise: true)));

        Assert.Equal(["p"], run.At);
        Assert.Contains("waited for each other", run.History.OfType<StepStarted>().Single(e => e.Step == "p").Cause);
        run.Work("p");
        run.Work("q");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(1, run.Entered("p"));
        Assert.Equal(1, run.Entered("q"));
    }

    [Fact]
    public void JoinAll_InputThatNeverComes_IsAStuckIncident()
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("stuck", "1.0.0", d => d
                .Inclusive("pick").Machine("x", "X").Machine("y", "Y").Machine("after", "Z", configure: s => s.Join(Join.All))
                .Edge("pick", "x", when: "data.both || true").Edge("pick", "y", when: "data.both")
                .Path("x", "after").Path("y", "after")),
            new { both = false });

        run.Work("x");

        Assert.Equal(IncidentCodes.Stuck, Assert.Single(run.State.Incidents).Code);
        Assert.Equal(InstanceStatus.Failed, run.Status);
        Assert.Equal(0, run.Entered("after"));
    }

    [Fact]
    public void Loop_SendBack_ComesAgainAndCountsVisits()
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("loop", "1.0.0", d => d
                .Machine("work", "W").Exclusive("enough").Machine("done", "D")
                .Path("work", "enough").Edge("enough", "work", when: "data.n < 3").Edge("enough", "done", otherwise: true)),
            new { n = 0 });

        run.Work("work", new { n = 1 });
        run.Work("work", new { n = 2 });
        run.Work("work", new { n = 3 });
        run.Work("done");

        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(3, run.State.Steps["work"].Visits);
        Assert.Equal(1, run.Entered("done"));
        Assert.Equal(2, run.State.TakenEdges[1]);
    }

    [Fact]
    public void Loop_WithoutEnd_IsStoppedByTheLoopLimit()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("spin", "1.0.0", d => d
            .Set("a", ("n", "1")).Set("b", ("n", "2")).Path("a", "b", "a")));

        Assert.Equal(IncidentCodes.LoopLimit, Assert.Single(run.State.Incidents).Code);
        Assert.Equal(InstanceStatus.Failed, run.Status);
        Assert.Equal(Turn.MaxVisits + 1, run.Entered("a"));
    }

    [Fact]
    public void TerminatingEnd_WithdrawsTheOtherBranchesAndCompletes()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("first", "1.0.0", d => d
            .Parallel("fork").Machine("fast", "F").Human("slow", "Slow").End("over", terminates: true)
            .Path("fork", "fast", "over").Path("fork", "slow")));

        run.Work("fast");

        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal("over", run.State.End?.Value);
        Assert.Equal("slow", Assert.Single(run.History.OfType<HumanTaskCanceled>()).Step.Value);
        Assert.Equal("slow", Assert.Single(run.History.OfType<StepCanceled>()).Step.Value);
    }

    [Fact]
    public void PlainEnd_OneOfTwoBranches_LeavesTheOtherAlone()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("both", "1.0.0", d => d
            .Parallel("fork").Machine("fast", "F").Machine("slow", "S").End("over")
            .Path("fork", "fast", "over").Path("fork", "slow")));

        run.Work("fast");
        Assert.Equal(["slow"], run.At);
        Assert.Equal(InstanceStatus.Running, run.Status);
        run.Work("slow");
        Assert.Equal(InstanceStatus.Completed, run.Status);
    }

    [Fact]
    public void Cancels_NamedStep_IsWithdrawnWithItsTaskAndTheRestIsNot()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("cancel", "1.0.0", d => d
            .Parallel("fork").Machine("decide", "D", configure: s => s.Cancels("review")).Human("review", "Review").Human("other", "Other").Machine("after", "Z", configure: s => s.Join(Join.All))
            .Path("fork", "decide").Path("fork", "review", "after").Path("fork", "other")));

        run.Work("decide");

        Assert.Equal(["other"], run.At);
        Assert.Contains("'decide'", Assert.Single(run.History.OfType<HumanTaskCanceled>()).Cause);
        Assert.Equal(StepStatus.Canceled, run.State.Steps["review"].Last);
        run.Answer("other");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(0, run.Entered("after"));
    }

    [Fact]
    public void ParallelBranches_DifferentMembers_KeepBothChanges()
    {
        var run = KernelRun.Start(Fork(Join.All), new { x = 0, y = 0 });

        run.Work("a", new { x = 1 });
        run.Work("b", new { y = 2 });

        Assert.Equal("1", run.Data("x"));
        Assert.Equal("2", run.Data("y"));
    }

    [Fact]
    public void FailStep_OneBranch_OthersGoOnAndRetryBringsItBack()
    {
        var run = KernelRun.Start(Fork(Join.All));

        run.Break("a", "disk full");
        Assert.Equal(InstanceStatus.Running, run.Status);
        run.Work("b");
        run.Work("c");
        Assert.Equal(InstanceStatus.Failed, run.Status);
        Assert.Contains("disk full", run.State.Reason);
        Assert.Single(run.History.OfType<InstanceFailed>());
        Assert.Equal(0, run.Entered("after"));

        Assert.Null(run.Send(new InstanceCommand.Retry(run.State.Incidents[0].Id, "ada")));
        Assert.Equal(InstanceStatus.Running, run.Status);
        Assert.Equal(2, run.TokenAt("a").Attempt);
        Assert.Null(run.State.Reason);
        run.Work("a");
        run.Work("after");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(1, run.Entered("after"));
    }
}
