using Bunit;
using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Inbox;

namespace Workflows.Web.Tests.Features.Inbox;

public sealed class InboxPageTests : WorkPageContext
{
    [Fact]
    public async Task Tasks_AreListedWithWhatAnApproverNeeds()
    {
        var task = await Bench.StartExpenseAsync("Train");

        var page = Open<InboxPage>("/tasks");

        var row = Assert.Single(page.FindAll(".task-row"));
        Assert.Equal($"/tasks?task={task}", row.GetAttribute("href"));
        Assert.Equal("Manager approval", Text(row.QuerySelector(".title")!));
        Assert.Equal("500 for Train", Text(row.QuerySelector(".summary")!));
        Assert.StartsWith("Rita Rossi · Expense approval", Text(row.QuerySelector(".words")!), StringComparison.Ordinal);
        Assert.StartsWith("Due in 1 day", Text(row.QuerySelector(".due")!), StringComparison.Ordinal);
        Assert.Equal("1 waiting", Text(page.Find(".scopes a[aria-current=page] .count")));
        Assert.Single(page.FindAll("h1"));
    }

    [Fact]
    public void NothingWaits_SaysSoAndWhereToGo()
    {
        var page = Open<InboxPage>("/tasks");

        Assert.Equal("You are all caught up", Text(page.Find(".list .empty-state .title")));
    }

    [Fact]
    public async Task NothingOfOnesOwn_PointsToWhatIsAvailable()
    {
        await Bench.StartExpenseAsync();

        var page = Open<InboxPage>("/tasks?scope=mine");

        Assert.Equal("1 task is available to your groups.", Text(page.FindAll(".list .empty-state p")[1]));
        Assert.Equal("/tasks?scope=available", page.Find(".list .empty-state a").GetAttribute("href"));
    }

    [Fact]
    public async Task ReadingFails_SaysSoAndTriesAgain()
    {
        await Bench.StartExpenseAsync();
        Bench.BrokenQueries.Fault = Fault.Before;
        var page = Open<InboxPage>("/tasks");
        Assert.Equal("Your tasks could not be loaded", Text(page.Find(".list [role=alert] .title")));

        Bench.BrokenQueries.Fault = Fault.None;
        await page.Find(".list [role=alert] button").ClickAsync(new());

        Assert.Single(page.FindAll(".task-row"));
    }

    [Fact]
    public async Task SelectedTask_IsShownBesideTheList()
    {
        await Bench.StartExpenseAsync("Train");
        var task = await Bench.StartExpenseAsync("Bus");

        var page = Open<InboxPage>($"/tasks?task={task}");

        Assert.Equal(["false", "true"], page.FindAll(".task-row").Select(row => row.GetAttribute("aria-current") ?? "false"));
        Assert.Equal("500 for Bus", Text(page.Find(".preview .summary")));
        Assert.Contains("has-task", page.Find(".inbox").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_GoesOnToTheNextTaskAndSaysWhatHappened()
    {
        var first = await Bench.StartExpenseAsync("Train");
        var second = await Bench.StartExpenseAsync("Bus");
        var page = Open<InboxPage>($"/tasks?task={first}");

        await Button(page, "Approve").ClickAsync(new());

        Assert.Equal($"/tasks?task={second}", Address);
        Assert.Equal("Approved. Next: Finance approval (the group finance).", Said);
        Assert.Equal("500 for Bus", Text(page.Find(".preview .summary")));
        Assert.Equal("500 for Bus", Text(Assert.Single(page.FindAll(".task-row .summary"))));
    }

    [Fact]
    public async Task LastDecision_LeavesAnEmptyInbox()
    {
        var task = await Bench.StartExpenseAsync();
        var page = Open<InboxPage>($"/tasks?task={task}");

        await Button(page, "Approve").ClickAsync(new());

        Assert.Equal("/tasks", Address);
        Assert.Equal("You are all caught up", Text(page.Find(".list .empty-state .title")));
    }

    [Fact]
    public async Task Keys_MoveTheSelectionAndClaim()
    {
        var first = await Bench.StartExpenseAsync();
        var second = await Bench.StartExpenseAsync();
        var page = Open<InboxPage>("/tasks");

        await page.InvokeAsync(() => page.Instance.KeyAsync("j"));
        Assert.Equal($"/tasks?task={first}", Address);
        await page.InvokeAsync(() => page.Instance.KeyAsync("j"));
        Assert.Equal($"/tasks?task={second}", Address);
        await page.InvokeAsync(() => page.Instance.KeyAsync("k"));
        Assert.Equal($"/tasks?task={first}", Address);

        await page.InvokeAsync(() => page.Instance.KeyAsync("c"));
        Assert.Equal("max", (await Bench.InstanceOfAsync(first)).OpenTasks.Single().Assignee);
        await page.InvokeAsync(() => page.Instance.KeyAsync("r"));
        Assert.Null((await Bench.InstanceOfAsync(first)).OpenTasks.Single().Assignee);
    }

    [Fact]
    public async Task OthersWork_IsTakenNoteOfWithoutMovingARow()
    {
        var first = await Bench.StartExpenseAsync("Train");
        await Bench.StartExpenseAsync("Bus");
        var page = Open<InboxPage>("/tasks");

        await Bench.ClaimAsync(first, WorkBench.Mona);
        await Bench.StartExpenseAsync("Taxi");
        LetChangesArrive();

        page.WaitForAssertion(() => Assert.Equal(["No longer open", ""], page.FindAll(".task-row").Select(row => row.QuerySelector(".note") is { } note ? Text(note) : "")));
        Assert.Equal("1 new, show", Text(page.Find(".new-chip button")));

        await page.Find(".new-chip button").ClickAsync(new());

        Assert.Equal(["500 for Bus", "500 for Taxi"], page.FindAll(".task-row .summary").Select(Text));
    }

    [Fact]
    public async Task Search_NarrowsTheListAfterAPause()
    {
        await Bench.StartExpenseAsync();
        var page = Open<InboxPage>("/tasks?scope=available");

        var typing = page.Find("input[type=search]").InputAsync(new() { Value = "nothing like it" });
        Bench.Time.Advance(TimeSpan.FromMilliseconds(300));
        await typing;

        Assert.Equal("/tasks?scope=available&q=nothing%20like%20it", Address);
        page.WaitForAssertion(() => Assert.Equal("Nothing matches", Text(page.Find(".list .empty-state .title"))));
    }
}
