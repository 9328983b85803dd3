using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Instances;

public sealed class HumanStepTests
{
    private const string Form = """{"type":"object","required":["score"],"properties":{"score":{"type":"integer","minimum":1,"maximum":5},"note":{"type":"string"}}}""";

    private static readonly Actor s_manager = new("max", ["managers"], TenantId.Default);

    private static WorkflowDefinition Review() => WorkflowDefinition.Create("review", "1.0.0", d => d
        .Human("review", "Review", Form, h => h
            .AssignToGroup("managers").Title("Review {data.title}").Summary("{data.amount} EUR")
            .Outcome("approve", "Approve").Outcome("reject", "Reject", OutcomeStyle.Danger, requiresComment: true))
        .Machine("publish", "P").End("rejected")
        .Edge("review", "publish", outcome: "approve").Edge("review", "rejected", outcome: "reject"));

    [Fact]
    public void Start_HumanStep_OffersATaskAndWaits()
    {
        var run = KernelRun.Start(Review(), new { title = "Laptop", amount = 1250.50m });

        Assert.Equal(InstanceStatus.Waiting, run.Status);
        Assert.Equal(
            new HumanTask
            {
                Id = run.TaskOf("review").Id,
                Token = 1,
                Step = "review",
                Title = "Review Laptop",
                Summary = "1250.5 EUR",
                Groups = ["managers"],
                CreatedAt = run.Now,
            },
            run.TaskOf("review"));
    }

    [Fact]
    public void CompleteTask_Outcome_TakesItsEdgeAndSavesTheAnswersUnderTheStep()
    {
        var run = KernelRun.Start(Review());

        run.Answer("review", "approve", new { score = 4 }, s_manager, "good");

        Assert.Equal(["publish"], run.At);
        Assert.Equal("""{"score":4,"by":"max","outcome":"approve","comment":"good"}""", run.Data("review"));
        Assert.Equal(0, run.Entered("rejected"));
        run.Work("publish");
        Assert.Equal(InstanceStatus.Completed, run.Status);
    }

    [Fact]
    public void CompleteTask_Twice_SecondIsTooLateAndNothingChanges()
    {
        var run = KernelRun.Start(Review());
        var task = run.TaskOf("review").Id;
        run.Answer("review", "approve", new { score = 4 }, s_manager);
        var position = run.State.Position;

        var late = run.Send(new InstanceCommand.CompleteTask(task, s_manager, "reject", System.Text.Json.JsonSerializer.SerializeToElement(new { score = 1 }), "late"));

        Assert.IsType<Rejection.AlreadyDecided>(late);
        Assert.Equal(position, run.State.Position);
        Assert.Single(run.History.OfType<HumanTaskCompleted>());
    }

    [Fact]
    public void CompleteTask_NotACandidate_IsRefusedWithTheReason()
    {
        var run = KernelRun.Start(Review());

        var refused = Assert.IsType<Rejection.NotEligible>(run.TryAnswer("review", "approve", new { score = 4 }, "tom"));

        Assert.Contains("the group managers", refused.Message);
        Assert.Equal(["review"], run.At);
    }

    [Fact]
    public void CompleteTask_UnknownOutcomeMissingCommentBadField_AreEachRefused()
    {
        var run = KernelRun.Start(Review());

        var unknown = Assert.IsType<Rejection.UnknownOutcome>(run.TryAnswer("review", "aprove", new { score = 4 }, s_manager));
        Assert.Equal(["approve", "reject"], unknown.Allowed);
        Assert.IsType<Rejection.UnknownOutcome>(run.TryAnswer("review", null, new { score = 4 }, s_manager));
        Assert.IsType<Rejection.CommentRequired>(run.TryAnswer("review", "reject", new { score = 4 }, s_manager, comment: "  "));
        var invalid = Assert.IsType<Rejection.InvalidData>(run.TryAnswer("review", "approve", new { score = 6 }, s_manager));
        Assert.Equal("/score", Assert.Single(invalid.Errors).InstancePath);
        Assert.Empty(run.History.OfType<HumanTaskCompleted>());
        Assert.Equal(["review"], run.At);
    }

    [Fact]
    public void ClaimAndRelease_OfferedTask_OnlyTheHolderMayDecide()
    {
        var run = KernelRun.Start(Review());
        var mona = new Actor("mona", ["managers"], TenantId.Default);
        var task = run.TaskOf("review").Id;

        Assert.Null(run.Send(new InstanceCommand.ClaimTask(task, s_manager)));
        Assert.Null(run.Send(new InstanceCommand.ClaimTask(task, s_manager)));
        Assert.Single(run.History.OfType<HumanTaskClaimed>());
        Assert.Equal("max", Assert.IsType<Rejection.AlreadyClaimed>(run.Send(new InstanceCommand.ClaimTask(task, mona))).By);
        Assert.IsType<Rejection.AlreadyClaimed>(run.TryAnswer("review", "approve", new { score = 4 }, mona));
        Assert.IsType<Rejection.NotEligible>(run.Send(new InstanceCommand.ReleaseTask(task, mona)));

        Assert.Null(run.Send(new InstanceCommand.ReleaseTask(task, s_manager)));
        Assert.Equal(HumanTaskStatus.Offered, run.TaskOf("review").Status);
        run.Answer("review", "approve", new { score = 4 }, mona);
        Assert.Equal(["publish"], run.At);
    }

    [Fact]
    public void Assign_FromData_AllocatesToThatPersonAlone()
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("revise", "1.0.0", d => d.Human("revise", "Revise", configure: h => h.AssignFrom("vars.startedBy"))),
            by: "rita");

        Assert.Equal("rita", run.TaskOf("revise").Assignee);
        Assert.IsType<Rejection.NotEligible>(run.TryAnswer("revise", by: "tom"));
        Assert.IsType<Rejection.NotEligible>(run.Send(new InstanceCommand.ReleaseTask(run.TaskOf("revise").Id, "rita")));
        run.Answer("revise", by: "rita");
        Assert.Equal(InstanceStatus.Completed, run.Status);
    }

    [Fact]
    public void Assign_FromDataThatIsNotThere_IsAnIncidentAndRetryOffersAgain()
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("who", "1.0.0", d => d
                .Parallel("fork").Machine("lookup", "L").Human("ask", "Ask", configure: h => h.AssignFrom("data.owner")).Path("fork", "ask").Path("fork", "lookup")));

        Assert.Equal(IncidentCodes.ExpressionFailed, Assert.Single(run.State.Incidents).Code);
        Assert.Empty(run.State.OpenTasks);

        run.Work("lookup", new { owner = "olga" });
        Assert.Equal(InstanceStatus.Failed, run.Status);
        Assert.Null(run.Send(new InstanceCommand.Retry(run.State.Incidents[0].Id, "ada")));
        Assert.Equal("olga", run.TaskOf("ask").Assignee);
        Assert.Equal(InstanceStatus.Waiting, run.Status);
    }

    [Fact]
    public void SaveAs_Empty_MergesTheAnswersIntoTheData()
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("edit", "1.0.0", d => d.Human("edit", "Edit", configure: h => h.SaveAs(""))),
            new { title = "Old", amount = 1 });

        run.Answer("edit", answers: new { title = "New" });

        Assert.Equal("""{"amount":1,"title":"New"}""", run.State.Data.GetRawText());
    }

    [Fact]
    public void Timeout_NobodyDecides_WithdrawsTheTaskAndTakesOnlyTheTimeoutEdge()
    {
        var definition = WorkflowDefinition.Create("late", "1.0.0", d => d
            .Human("ask", "Ask", configure: h => h.Timeout("PT4H")).Human("boss", "Boss").Machine("go", "G")
            .Path("ask", "go").Edge("ask", "boss", outcome: "timeout").Path("boss", "go"));
        var run = KernelRun.Start(definition);
        var started = run.Now;
        var task = run.TaskOf("ask").Id;

        Assert.Equal(started.AddHours(4), Assert.Single(run.State.Timers).DueAt);
        run.Fire("ask", TimerKind.Timeout);

        Assert.Equal(["boss"], run.At);
        Assert.Equal(task, Assert.Single(run.History.OfType<HumanTaskCanceled>()).Task);
        Assert.Equal(0, run.Entered("go"));
        run.Answer("boss");
        run.Work("go");
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(1, run.Entered("go"));
    }

    [Fact]
    public void Timeout_DecidedInTime_TimerIsGoneAndItsFiringChangesNothing()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("late", "1.0.0", d => d
            .Human("ask", "Ask", configure: h => h.Timeout("PT4H")).Human("boss", "Boss").Machine("go", "G")
            .Path("ask", "go").Edge("ask", "boss", outcome: "timeout")));
        var token = run.TokenAt("ask").Id;

        run.Answer("ask");

        Assert.Empty(run.State.Timers);
        Assert.IsType<Rejection.Stale>(run.Send(new InstanceCommand.FireTimer(token, TimerKind.Timeout)));
        Assert.Equal(["go"], run.At);
        Assert.Equal(0, run.Entered("boss"));
    }

    [Fact]
    public void Timeout_MomentThatCannotBeEvaluated_LeavesNoTaskAndRetryOffersOne()
    {
        var run = KernelRun.Start(WorkflowDefinition.Create("late", "1.0.0", d => d
            .Parallel("fork").Machine("plan", "P").Human("ask", "Ask", configure: h => h.Timeout("duration(data.limit)")).Human("boss", "Boss")
            .Path("fork", "plan").Path("fork", "ask").Edge("ask", "boss", outcome: "timeout")));

        Assert.Empty(run.State.OpenTasks);
        Assert.Equal(IncidentCodes.ExpressionFailed, Assert.Single(run.State.Incidents).Code);

        run.Work("plan", new { limit = "PT1H" });
        Assert.Null(run.Send(new InstanceCommand.Retry(run.State.Incidents[0].Id, "ada")));

        Assert.Equal("ask", Assert.Single(run.State.OpenTasks).Step.Value);
        Assert.Single(run.State.Timers);
        run.Fire("ask", TimerKind.Timeout);
        Assert.Equal(["boss"], run.At);
    }

    [Fact]
    public void Timer_DurationInstantOrExpression_WaitsUntilThen()
    {
        var run = KernelRun.Start(
            WorkflowDefinition.Create("wait", "1.0.0", d => d
                .Timer("fixed", "PT90M").Timer("computed", "duration(data.pause)").Timer("dated", "timestamp(data.launch)").Path("fixed", "computed", "dated")),
            new { pause = "P1D", launch = "2026-03-01T00:00:00Z" });
        var start = run.Now;

        Assert.Equal(InstanceStatus.Waiting, run.Status);
        run.Fire("fixed");
        Assert.Equal(start.AddMinutes(90), run.Now);
        run.Fire("computed");
        Assert.Equal(start.AddMinutes(90).AddDays(1), run.Now);
        run.Fire("dated");
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), run.Now);
        Assert.Equal(InstanceStatus.Completed, run.Status);
        Assert.Equal(["fixed", "computed", "dated"], run.Completed);
    }
}
