using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Instances;

public sealed class SequenceTests
{
    private static WorkflowDefinition Chain() => WorkflowDefinition.Create("chain", "1.0.0", d => d
        .Machine("a", "A").Machine("b", "B").Machine("c", "C")
        .Path("a", "b", "c"));

    [Fact]
    public void Start_Sequence_EntersOnlyTheFirstStep()
    {
        var run = KernelRun.Start(Chain());

        Assert.Equal(["a"], run.At);
        Assert.Equal(InstanceStatus.Running, run.Status);
        Assert.Equal(0, run.Entered("b"));
    }

    [Fact]
    public void CompleteStep_Sequence_RunsEachStepOnceInOrderAndCompletes()
    {
        var run = KernelRun.Start(Chain(), new { n = 1 });

        run.Work("a", new { n = 2 });
        Assert.Equal(["b"], run.At);
        run.Work("b", new { m = 5 });
        run.Work("c");

        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(["a", "b", "c"], run.Completed);
        Assert.Equal("2", run.Data("n"));
        Assert.Equal("5", run.Data("m"));
        Assert.Equal(run.Now, run.State.EndedAt);
    }

    [Fact]
    public void CompleteStep_SameAttemptTwice_CountsOnce()
    {
        var run = KernelRun.Start(Chain());
        var token = run.TokenAt("a");
        run.Work("a");

        var again = run.Send(new InstanceCommand.CompleteStep(token.Id, token.Attempt, DataChange.None));

        Assert.IsType<Rejection.Stale>(again);
        Assert.Equal(["b"], run.At);
        Assert.Equal(1, run.Entered("b"));
    }

    [Fact]
    public void SkipStep_GuardSaidNo_LeavesARowAndGoesOn()
    {
        var run = KernelRun.Start(Chain());
        var token = run.TokenAt("a");

        Assert.Null(run.Send(new InstanceCommand.SkipStep(token.Id, token.Attempt, "nothing to do")));

        Assert.Equal(["b"], run.At);
        Assert.Equal("nothing to do", Assert.Single(run.History.OfType<StepSkipped>()).Cause);
        Assert.Equal(StepStatus.Skipped, run.State.Steps["a"].Last);
        Assert.DoesNotContain("a", run.Completed);
    }

    [Fact]
    public void Start_DataAgainstTheStartForm_IsRejectedAtItsField()
    {
        var definition = WorkflowDefinition.Create("strict", "1.0.0", d => d
            .StartForm("""{"type":"object","required":["amount"],"properties":{"amount":{"type":"number","minimum":1}}}""")
            .Machine("a", "A"));

        var rejection = Assert.IsType<Rejection.InvalidData>(KernelRun.StartRejected(definition, new { amount = 0 }));

        Assert.Equal("/amount", Assert.Single(rejection.Errors).InstancePath);
    }

    [Fact]
    public void DataStep_Assignments_SeeWhatTheOnesBeforeSet()
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("sum", "1.0.0", d => d.Set("add", ("net", "data.price * 2"), ("gross", "data.net * 1.2"))),
            new { price = 10.5m });

        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal("21", run.Data("net"));
        Assert.Equal("25.2", run.Data("gross"));
    }

    [Fact]
    public void DataStep_ExpressionThatCannotBeEvaluated_IsAnIncidentAndChangesNothing()
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("sum", "1.0.0", d => d.Set("add", ("net", "data.prise * 2")).Machine("next", "N").Path("add", "next")),
            new { price = 10 });

        var incident = Assert.Single(run.State.Incidents);
        Assert.Equal(IncidentCodes.ExpressionFailed, incident.Code);
        Assert.Equal("data.prise", incident.ExpressionError?.Path);
        Assert.Equal(InstanceStatus.Failed, run.Status);
        Assert.Equal(["add"], run.At);
        Assert.False(run.State.Data.TryGetProperty("net", out _));
    }

    [Fact]
    public void Cancel_RunningInstance_WithdrawsEverythingWithACause()
    {
        var run = KernelRun.Start(Chain());
        var token = run.TokenAt("a");

        Assert.Null(run.Send(new InstanceCommand.Cancel("ada", "ordered twice")));

        Assert.Equal(InstanceStatus.Canceled, run.Status);
        Assert.Equal("ordered twice", run.State.Reason);
        Assert.Contains("ordered twice", Assert.Single(run.History.OfType<StepCanceled>()).Cause);
        Assert.IsType<Rejection.InvalidState>(run.Send(new InstanceCommand.CompleteStep(token.Id, 1, DataChange.None)));
        Assert.IsType<Rejection.InvalidState>(run.Send(new InstanceCommand.Cancel("ada", "again")));
    }
}
