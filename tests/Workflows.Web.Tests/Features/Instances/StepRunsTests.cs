using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class StepRunsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly HumanTaskId s_task = new(Guid.Parse("00000000-0000-0000-0000-000000000001"));
    private static readonly JsonElement s_answers = JsonSerializer.SerializeToElement(new { note = "ok" });

    [Fact]
    public void Of_DecidedTask_HasWhoWhatAndWhen()
    {
        var run = Assert.Single(Runs(
            "approve",
            new StepStarted(7, "approve", 0, 1, StepStatus.Waiting, [], null, At(0)),
            new HumanTaskCreated(Task(7), At(0)),
            new HumanTaskClaimed(s_task, "approve", "max", At(1)),
            new HumanTaskCompleted(s_task, "approve", "max", "approve", "Fine.", s_answers, At(2)),
            new StepCompleted(7, "approve", "approve", Set("approve", s_answers), [new TakenEdge(1, "pay", 8)], At(2))));

        Assert.Equal(
            (StepStatus.Succeeded, 1, At(0), At(2), "approve", "max", "Fine.", "max"),
            (run.Status, run.Visit, run.StartedAt, run.EndedAt, run.Outcome, run.DecidedBy, run.Comment, run.Task!.Assignee));
        Assert.Equal(["pay"], run.Next.Select(step => step.Value));
        Assert.Equal("""{"note":"ok"}""", run.Answers?.GetRawText());
        Assert.Equal("""{"approve":{"note":"ok"}}""", run.Set?.GetRawText());
    }

    [Fact]
    public void Of_FailedAndRetried_KeepsTheErrorsAndCountsTheAttempts()
    {
        var incident = new Incident { Id = 1, Code = IncidentCodes.StepFailed, Message = "No connection.", Token = 3, Step = "pay", At = At(1) };
        var run = Assert.Single(Runs(
            "pay",
            new StepStarted(3, "pay", 0, 1, StepStatus.Running, [], null, At(0)),
            new StepFailed(3, "pay", 1, "No connection.", At(1)),
            new IncidentOpened(incident, At(1)),
            new StepRetried(3, "pay", 2, StepStatus.Running, "ada", At(2)),
            new IncidentResolved(1, "pay", "It was retried.", "ada", At(2)),
            new StepCompleted(3, "pay", null, DataChange.None, [], At(3))));

        Assert.Equal((StepStatus.Succeeded, 2, "No connection."), (run.Status, run.Attempt, Assert.Single(run.Errors)));
        Assert.Null(run.Set);
    }

    [Fact]
    public void Of_SeveralVisits_AreLatestFirstAndApart()
    {
        var runs = Runs(
            "approve",
            new StepStarted(1, "approve", 0, 1, StepStatus.Waiting, [], null, At(0)),
            new StepCompleted(1, "approve", "changes", DataChange.None, [], At(1)),
            new StepStarted(2, "rework", 0, 1, StepStatus.Waiting, [], null, At(1)),
            new StepStarted(4, "approve", 0, 2, StepStatus.Waiting, [], null, At(2)));

        Assert.Equal([(2, StepStatus.Waiting, (string?)null), (1, StepStatus.Succeeded, "changes")], runs.Select(run => (run.Visit, run.Status, run.Outcome)));
    }

    [Fact]
    public void Of_WithdrawnOrSkipped_SaysWhy()
    {
        var withdrawn = Assert.Single(Runs("a", new StepStarted(1, "a", 0, 1, StepStatus.Waiting, [], null, At(0)), new StepCanceled(1, "a", "Too late.", At(1))));
        var skipped = Assert.Single(Runs("a", new StepStarted(1, "a", 0, 1, StepStatus.Running, [], null, At(0)), new StepSkipped(1, "a", "Nothing to do.", [], At(1))));

        Assert.Equal((StepStatus.Canceled, "Too late."), (withdrawn.Status, withdrawn.Cause));
        Assert.Equal((StepStatus.Skipped, "Nothing to do."), (skipped.Status, skipped.Cause));
    }

    [Fact]
    public void Of_BlockedStep_IsFailedWithWhatItHadDone()
    {
        var run = Assert.Single(Runs(
            "check",
            new StepStarted(1, "check", 0, 1, StepStatus.Running, [], null, At(0)),
            new StepBlocked(1, "check", null, Set("x", JsonSerializer.SerializeToElement(1)), At(0)),
            new IncidentOpened(new Incident { Id = 1, Code = IncidentCodes.NoEdgeMatched, Message = "No way on.", Token = 1, Step = "check", At = At(0) }, At(0))));

        Assert.Equal((StepStatus.Failed, "No way on.", """{"x":1}"""), (run.Status, Assert.Single(run.Errors), run.Set?.GetRawText()));
    }

    [Fact]
    public void Of_HistoryThatBeginsInTheMiddle_LeavesTheCutRunOut()
    {
        Assert.Empty(Runs("approve", new HumanTaskCompleted(s_task, "approve", "max", null, null, s_answers, At(2)), new StepCompleted(7, "approve", null, DataChange.None, [], At(2))));
    }

    private static System.Collections.Immutable.ImmutableArray<StepRun> Runs(StepId step, params InstanceEvent[] events) =>
        StepRuns.Of(events.Select((happened, index) => new HistoryEntry(index + 1, happened)), step);

    private static DateTimeOffset At(int minutes) => s_start.AddMinutes(minutes);

    private static DataChange Set(string name, JsonElement value) => DataChange.None.With(name, value);

    private static HumanTask Task(int token) => new() { Id = s_task, Token = token, Step = "approve", Title = "Approve", Groups = ["managers"], CreatedAt = s_start };
}
