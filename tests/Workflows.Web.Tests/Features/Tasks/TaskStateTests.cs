using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.TestKit.Fakes;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Tasks;
using Workflows.Web.Viewing;

namespace Workflows.Web.Tests.Features.Tasks;

public sealed class TaskStateTests : WorkBenchTests
{
    private static readonly Outcome s_approve = Outcome("approve");
    private static readonly Outcome s_reject = Outcome("reject");

    [Fact]
    public async Task LoadAsync_OfferedTask_TellsWhatItIsAboutAndWhyThePersonSeesIt()
    {
        var state = await OpenAsync(await Bench.StartExpenseAsync());

        var view = state.View.Value!;
        Assert.Equal(("Manager approval", "500 for Train", "rita", true), (view.Task.Title, view.Task.Summary, view.Task.Requester, view.CanDecide));
        Assert.Equal("It is offered to the group managers, and you are in it.", view.Why.Reason);
        Assert.Equal(["Request"], view.Data.Select(section => section.Title));
        Assert.Equal(["Rita Rossi started “Train”", "“Manager approval” was offered to the group managers"], view.Timeline.Select(happened => happened.Line.Text));
        Assert.Contains("Manager approval", view.Diagram, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_TaskOfOthers_IsMissing()
    {
        var state = await OpenAsync(await Bench.StartExpenseAsync(), WorkBench.Fiona);

        Assert.Equal((null, true), (state.View.Value, state.View.IsMissing));
    }

    [Fact]
    public async Task LoadAsync_TaskThePersonAskedForThemselves_IsReadOnlyWithTheReason()
    {
        var state = await OpenAsync(await Bench.StartExpenseAsync(), WorkBench.Rita);

        Assert.Equal((false, "It is offered to the group managers."), (state.View.Value!.CanDecide, state.View.Value.Why.Reason));
    }

    [Fact]
    public async Task LoadAsync_AnotherTask_ForgetsWhatWasTyped()
    {
        var first = await Bench.StartExpenseAsync();
        var second = await Bench.StartExpenseAsync();
        var state = await OpenAsync(first);
        state.Draft = new JsonObject { ["note"] = "typed" };
        state.Comment = "typed";
        state.IsExplained(s_reject with { Id = "other" });

        await state.LoadAsync(WorkBench.Max, second, Token);

        Assert.Equal((null, "", null), (state.Draft, state.Comment, state.Asking));
    }

    [Fact]
    public async Task LoadAsync_StepThatCameBack_BeginsWithTheEarlierAnswers()
    {
        var first = await Bench.StartExpenseAsync();
        var sentBack = await Bench.DecideAsync(first, WorkBench.Max, "change", "Too much", new { note = "ask" });
        var again = await Bench.DecideAsync(sentBack.OpenTasks.Single().Id, WorkBench.Rita, answers: new { amount = 400 });

        var state = await OpenAsync(again.OpenTasks.Single().Id);

        Assert.Equal("""{"note":"ask"}""", state.Answers.ToJsonString());
    }

    [Fact]
    public async Task LoadAsync_StepThatChangesTheDataItself_BeginsWithTheDataItNames()
    {
        var first = await Bench.StartExpenseAsync(amount: 500);
        var sentBack = await Bench.DecideAsync(first, WorkBench.Max, "change", "Too much");

        var state = await OpenAsync(sentBack.OpenTasks.Single().Id, WorkBench.Rita);

        Assert.Equal("""{"amount":500}""", state.Answers.ToJsonString());
    }

    [Fact]
    public async Task DecideAsync_Approve_SaysWhatComesNextAndClosesTheTask()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);

        var decided = await DecideAsync(state, s_approve, new { note = "fine" });

        Assert.Equal("Approved. Next: Finance approval (the group finance).", decided?.Text);
        Assert.Equal((HumanTaskStatus.Completed, "max", "approve", false), (state.View.Value!.Task.Status, state.View.Value.Task.CompletedBy, state.View.Value.Task.Outcome, state.IsOvertaken));
        Assert.Equal("fine", (await Bench.InstanceOfAsync(task)).Data.GetProperty("approve").GetProperty("note").GetString());
    }

    [Fact]
    public async Task DecideAsync_OutcomeThatNeedsAComment_AsksForItFirst()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);

        Assert.Null(await DecideAsync(state, s_reject));
        Assert.Equal((s_reject, false), (state.Asking, state.IsCommentMissing));
        Assert.Null(await DecideAsync(state, s_reject));
        Assert.Equal((s_reject, true), (state.Asking, state.IsCommentMissing));
        state.Comment = " Too much ";
        var decided = await DecideAsync(state, s_reject);

        Assert.Equal("Rejected. The request is completed: Rejected.", decided?.Text);
        Assert.Equal("Too much", state.View.Value!.Task.Comment);
    }

    [Fact]
    public async Task DecideAsync_AnswersTheServerRefuses_ShowsThemAtTheirFieldsAndChangesNothing()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);

        var decided = await DecideAsync(state, s_approve, new { note = new string('x', 21) });

        Assert.Null(decided);
        Assert.Equal(["/note"], state.Errors.Select(error => error.InstancePath));
        Assert.Equal((true, false, null), (state.View.Value!.CanDecide, state.IsBusy, state.Problem));
        Assert.Equal(0, await Bench.DecisionsAsync((await Bench.InstanceOfAsync(task)).Id));
    }

    [Fact]
    public async Task DecideAsync_SomebodyWasFaster_SaysWhoAndKeepsWhatWasTyped()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);
        state.Comment = "my thoughts";
        await Bench.DecideAsync(task, WorkBench.Mona, "reject", "No");

        var decided = await DecideAsync(state, s_approve, new { note = "fine" });

        Assert.Null(decided);
        Assert.Equal((true, "mona", "Reject", "No"), (state.IsOvertaken, state.View.Value!.Task.CompletedBy, state.View.Value.OutcomeLabel, state.View.Value.Task.Comment));
        Assert.Equal(("""{"note":"fine"}""", "my thoughts"), (state.Draft?.ToJsonString(), state.Comment));
        Assert.Equal(1, await Bench.DecisionsAsync(state.View.Value.Task.Instance));
    }

    [Fact]
    public async Task DecideAsync_TheTaskMovedSinceItWasRead_AsksToLookAgainAndThenDecides()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);
        await Bench.ClaimAsync(task, WorkBench.Mona);
        await Bench.ReleaseAsync(task, WorkBench.Mona);

        Assert.Null(await DecideAsync(state, s_approve));
        Assert.StartsWith("It has changed since you looked", state.Problem, StringComparison.Ordinal);

        Assert.NotNull(await DecideAsync(state, s_approve));
        Assert.Null(state.Problem);
    }

    [Fact]
    public async Task DecideAsync_PressedTwice_DecidesOnce()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);

        var decided = await Task.WhenAll(DecideAsync(state, s_approve), DecideAsync(state, s_approve));

        Assert.Single(decided, d => d is not null);
        Assert.Equal((1, null, false), (await Bench.DecisionsAsync(state.View.Value!.Task.Instance), state.Problem, state.IsOvertaken));
    }

    [Fact]
    public async Task DecideAsync_TheServerFails_KeepsEverythingForAnotherTry()
    {
        var state = await OpenAsync(await Bench.StartExpenseAsync());
        state.Comment = "my thoughts";
        Bench.BrokenEngine.Fault = Fault.Before;

        Assert.Null(await DecideAsync(state, s_approve, new { note = "fine" }));
        Assert.Equal((Loading.ServerFailed, false, true), (state.Problem, state.IsBusy, state.View.Value!.CanDecide));

        Bench.BrokenEngine.Fault = Fault.None;
        Assert.NotNull(await DecideAsync(state, s_approve, new { note = "fine" }));
    }

    [Fact]
    public async Task RefreshAsync_SomebodyDecidedMeanwhile_SaysSoAndKeepsWhatWasTyped()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);
        state.Draft = new JsonObject { ["note"] = "half a" };
        await Bench.DecideAsync(task, WorkBench.Mona, "approve");

        await state.RefreshAsync(Token);

        Assert.Equal((true, "mona", """{"note":"half a"}"""), (state.IsOvertaken, state.View.Value!.Task.CompletedBy, state.Draft.ToJsonString()));
    }

    [Fact]
    public async Task RefreshAsync_SomebodyTookIt_ShutsTheFormAndSaysWho()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);
        await Bench.ClaimAsync(task, WorkBench.Mona);

        await state.RefreshAsync(Token);

        Assert.Equal((false, false, "It is assigned to mona."), (state.View.Value!.CanDecide, state.IsOvertaken, state.View.Value.Why.Reason));
    }

    [Fact]
    public async Task RefreshAsync_NothingButTheTaskIsOpen_LeavesTheFormAlone()
    {
        var state = await OpenAsync(await Bench.StartExpenseAsync());
        var answers = state.Answers;

        await state.RefreshAsync(Token);

        Assert.Same(answers, state.Answers);
    }

    [Fact]
    public async Task RefreshAsync_ReadingFails_KeepsWhatIsShown()
    {
        var state = await OpenAsync(await Bench.StartExpenseAsync());
        Bench.BrokenQueries.Fault = Fault.Before;

        await state.RefreshAsync(Token);

        Assert.Equal((true, Loading.ServerFailed), (state.View.Value!.CanDecide, state.Problem));
    }

    [Fact]
    public async Task ClaimAsync_OfferedTask_IsThePersonsUntilTheyReleaseIt()
    {
        var state = await OpenAsync(await Bench.StartExpenseAsync());

        Assert.True(await state.ClaimAsync(Token));
        Assert.Equal(("max", true, false), Claims(state));

        Assert.True(await state.ReleaseAsync(Token));
        Assert.Equal((null, false, true), Claims(state));
    }

    [Fact]
    public async Task ClaimAsync_SomebodyWasFaster_SaysSo()
    {
        var task = await Bench.StartExpenseAsync();
        var state = await OpenAsync(task);
        await Bench.ClaimAsync(task, WorkBench.Mona);

        Assert.False(await state.ClaimAsync(Token));
        Assert.Equal(("mona", false), (state.View.Value!.Task.Assignee, state.View.Value.CanDecide));
        Assert.NotNull(state.Problem);
    }

    [Fact]
    public async Task FindNextAsync_OwnTasks_ComeBeforeAvailableOnes()
    {
        var first = await Bench.StartExpenseAsync();
        await Bench.StartExpenseAsync();
        var own = await Bench.StartExpenseAsync();
        await Bench.ClaimAsync(own, WorkBench.Max);

        var state = await OpenAsync(first);

        Assert.Equal(own, await state.FindNextAsync(Token));
    }

    [Fact]
    public async Task FindNextAsync_NothingElseWaits_IsNone()
    {
        var state = await OpenAsync(await Bench.StartExpenseAsync());

        Assert.Null(await state.FindNextAsync(Token));
    }

    private static (string? Assignee, bool CanRelease, bool CanClaim) Claims(TaskState state)
    {
        var view = state.View.Value!;
        return (view.Task.Assignee, view.Action(AllowedAction.Release).Allowed, view.Action(AllowedAction.Claim).Allowed);
    }

    private static Outcome Outcome(string id)
    {
        return ((StepBody.Human)WorkBench.Expense.FindStep("approve")!.Body).Outcomes.Single(outcome => outcome.Id == id);
    }

    private static Task<Decided?> DecideAsync(TaskState state, Outcome outcome, object? answers = null)
    {
        return state.DecideAsync(outcome, JsonSerializer.SerializeToElement(answers ?? new { }), Token);
    }

    private async Task<TaskState> OpenAsync(HumanTaskId task, Person? by = null)
    {
        var state = Bench.Panel();
        await state.LoadAsync(by ?? WorkBench.Max, task, Token);
        return state;
    }
}
