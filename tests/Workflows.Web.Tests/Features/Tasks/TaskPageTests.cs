using AngleSharp.Dom;
using Bunit;
using Workflows.Engine.HumanTasks;
using Workflows.Web.Features.Tasks;

namespace Workflows.Web.Tests.Features.Tasks;

public sealed class TaskPageTests : WorkPageContext
{
    [Fact]
    public async Task OpenTask_ShowsTheCaseTheFormAndTheOutcomes()
    {
        var page = Open(await Bench.StartExpenseAsync());

        Assert.Equal("Manager approval", Text(Assert.Single(page.FindAll("h1"))));
        Assert.Equal("It is offered to the group managers, and you are in it.", Text(page.Find(".why span")));
        Assert.Equal(["Approve", "Request changes", "Comment", "Reject"], page.FindAll(".outcomes button").Select(Text));
        Assert.Equal("Reject", Text(page.Find(".apart")));
        Assert.Contains("Train", Text(page.Find(".data")), StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(".timeline li").Count);
    }

    [Fact]
    public async Task OutcomeThatNeedsAComment_AsksForItUnderThePressedButton()
    {
        var task = await Bench.StartExpenseAsync();
        var page = Open(task);

        await Button(page, "Reject").ClickAsync(new());
        Assert.Equal(["Reject", "Go back"], page.FindAll(".outcomes button").Select(Text));
        Assert.Contains("Why “Reject”?", Text(page.Find(".comment")), StringComparison.Ordinal);

        await Button(page, "Reject").ClickAsync(new());
        Assert.Contains("Say why: the others read it in the history.", Text(page.Find(".comment")), StringComparison.Ordinal);

        await page.Find(".comment textarea").InputAsync(new() { Value = "Too much" });
        await Button(page, "Reject").ClickAsync(new());

        var instance = await Bench.InstanceOfAsync(task);
        Assert.Equal("Too much", instance.Data.GetProperty("approve").GetProperty("comment").GetString());
        Assert.Equal("Rejected. The request is completed: Rejected.", Said);
        Assert.Equal("/tasks", Address);
    }

    [Fact]
    public async Task GoBack_ShowsTheOutcomesAgainAndKeepsWhatWasWritten()
    {
        var page = Open(await Bench.StartExpenseAsync());
        await Button(page, "Reject").ClickAsync(new());
        await page.Find(".comment textarea").InputAsync(new() { Value = "Too much" });

        await Button(page, "Go back").ClickAsync(new());

        Assert.Equal(["Approve", "Request changes", "Reject"], page.FindAll(".outcomes button").Select(Text));
        Assert.Equal("Too much", page.Find(".comment textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task WrongAnswer_IsSaidAtItsFieldAndNothingIsSent()
    {
        var task = await Bench.StartExpenseAsync();
        var page = Open(task);
        await NoteOf(page).ChangeAsync(new() { Value = new string('x', 21) });

        await Button(page, "Approve").ClickAsync(new());

        Assert.Single(page.FindAll(".summary[role=group]"));
        Assert.Equal(0, await Bench.DecisionsAsync((await Bench.InstanceOfAsync(task)).Id));
    }

    [Fact]
    public async Task Decision_GoesOnToTheNextTaskOfThePerson()
    {
        var first = await Bench.StartExpenseAsync("Train");
        var second = await Bench.StartExpenseAsync("Bus");
        var page = Open(first);
        await NoteOf(page).ChangeAsync(new() { Value = "fine" });

        await Button(page, "Approve").ClickAsync(new());

        Assert.Equal($"/tasks/{second}", Address);
        Assert.Equal("fine", (await Bench.InstanceOfAsync(first)).Data.GetProperty("approve").GetProperty("note").GetString());
    }

    [Fact]
    public async Task TaskWithoutOutcomes_IsCompletedByOneButton()
    {
        var approved = await Bench.DecideAsync(await Bench.StartExpenseAsync(), WorkBench.Max, "approve");
        As(WorkBench.Fiona);
        var page = Open(approved.OpenTasks.Single().Id);

        await Button(page, "Complete").ClickAsync(new());

        Assert.Equal("Completed. The request is completed: Paid.", Said);
    }

    [Fact]
    public async Task ClaimAndRelease_ChangeWhatTheButtonsOffer()
    {
        var page = Open(await Bench.StartExpenseAsync());

        await Button(page, "Claim").ClickAsync(new());
        Assert.Equal(("Yours", "Release"), (Text(page.Find(".task-header .status-chip")), Text(page.Find(".why button"))));

        await Button(page, "Release").ClickAsync(new());
        Assert.Equal(("Available", "Claim"), (Text(page.Find(".task-header .status-chip")), Text(page.Find(".why button"))));
    }

    [Fact]
    public async Task SomebodyWasFaster_SaysWhoAndKeepsWhatWasTyped()
    {
        var task = await Bench.StartExpenseAsync();
        var page = Open(task);
        await NoteOf(page).ChangeAsync(new() { Value = "half a note" });

        await Bench.DecideAsync(task, WorkBench.Mona, "reject", "No money");
        LetChangesArrive();

        page.WaitForAssertion(() => Assert.Equal("Somebody else was faster", Text(page.Find(".overtaken .title"))));
        var told = Text(page.Find(".overtaken"));
        Assert.Contains("Mona Moreau chose “Reject”", told, StringComparison.Ordinal);
        Assert.Contains("No money", told, StringComparison.Ordinal);
        Assert.Contains("half a note", told, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".outcomes"));
    }

    [Fact]
    public async Task SomebodyTookIt_SaysWhoAndKeepsWhatWasTyped()
    {
        var task = await Bench.StartExpenseAsync();
        var page = Open(task);
        await NoteOf(page).ChangeAsync(new() { Value = "half a note" });

        await Bench.ClaimAsync(task, WorkBench.Mona);
        LetChangesArrive();

        page.WaitForAssertion(() => Assert.Equal("Somebody else has taken this task", Text(page.Find(".overtaken .title"))));
        Assert.Contains("half a note", Text(page.Find(".overtaken")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClosedTask_ShowsTheAnswersAsGiven()
    {
        var task = await Bench.StartExpenseAsync();
        await Bench.DecideAsync(task, WorkBench.Max, "approve", "Go", new { note = "fine" });

        var page = Open(task);

        var closed = Text(page.Find(".closed"));
        Assert.Contains("Max Meier chose “Approve”", closed, StringComparison.Ordinal);
        Assert.Contains("Go", closed, StringComparison.Ordinal);
        Assert.Contains("Note fine", closed, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".outcomes"));
        Assert.Empty(page.FindAll(".overtaken"));
    }

    [Fact]
    public async Task TaskOfOthers_IsNotThereForThem()
    {
        As(WorkBench.Fiona);

        var page = Open(await Bench.StartExpenseAsync());

        Assert.Equal("There is no such task for you", Text(page.Find("[role=alert] .title")));
        Assert.Empty(page.FindAll("[role=alert] button"));
        Assert.Single(page.FindAll("h1"));
    }

    [Fact]
    public async Task Requester_SeesWhoseItIsAndCannotDecide()
    {
        As(WorkBench.Rita);

        var page = Open(await Bench.StartExpenseAsync());

        Assert.Equal("It is not yours to decide", Text(page.Find(".act .title")));
        Assert.Empty(page.FindAll(".outcomes"));
    }

    [Fact]
    public void NoTaskId_SaysSo()
    {
        var page = Open<TaskPage>("/tasks/nonsense", parameters => parameters.Add(p => p.Id, "nonsense"));

        Assert.Equal("There is no such task", Text(page.Find("h1")));
    }

    private static IElement NoteOf(IRenderedComponent<TaskPage> page)
    {
        return page.Find(".schema-form input");
    }

    private IRenderedComponent<TaskPage> Open(HumanTaskId task)
    {
        return Open<TaskPage>($"/tasks/{task}", parameters => parameters.Add(page => page.Id, $"{task}"));
    }
}
