using Bunit;
using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Requests;

namespace Workflows.Web.Tests.Features.Requests;

public sealed class RequestsPageTests : WorkPageContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        As(WorkBench.Rita);
    }

    [Fact]
    public async Task Requests_AreListedWithWhereTheyStand()
    {
        await Bench.DecideAsync(await Bench.StartExpenseAsync("Train"), WorkBench.Max, "reject", "No");
        var task = await Bench.StartExpenseAsync("Bus");
        await Bench.ClaimAsync(task, WorkBench.Max);

        var page = Open<RequestsPage>("/requests");

        var rows = page.FindAll(".request-row");
        Assert.Equal(["Bus", "Train"], rows.Select(row => Text(row.QuerySelector(".title")!)));
        Assert.Equal(["Waiting", "Completed"], rows.Select(row => Text(row.QuerySelector(".status-chip")!)));
        Assert.StartsWith("Waits for Max Meier since", Text(rows[0].QuerySelector(".where")!), StringComparison.Ordinal);
        Assert.Equal($"/instances/{(await Bench.InstanceOfAsync(task)).Id}", rows[0].GetAttribute("href"));
    }

    [Fact]
    public async Task Status_InTheAddress_NarrowsTheList()
    {
        await Bench.DecideAsync(await Bench.StartExpenseAsync("Train"), WorkBench.Max, "reject", "No");
        await Bench.StartExpenseAsync("Bus");

        var page = Open<RequestsPage>("/requests?status=completed");

        Assert.Equal(["Train"], page.FindAll(".request-row .title").Select(Text));
        Assert.Equal("Completed", Text(page.Find(".filters a[aria-current=page]")));
    }

    [Theory]
    [InlineData("/requests", "You have not started anything yet", "/start")]
    [InlineData("/requests?status=canceled", "Nothing is canceled", "/requests")]
    public void NoRequests_SaysWhyAndWhatToDo(string address, string title, string link)
    {
        var page = Open<RequestsPage>(address);

        Assert.Equal((title, link), (Text(page.Find(".empty-state .title")), page.Find(".empty-state a").GetAttribute("href")));
    }

    [Fact]
    public async Task Decision_OfSomebody_IsShownInItsRow()
    {
        var task = await Bench.StartExpenseAsync("Bus");
        var page = Open<RequestsPage>("/requests");

        await Bench.DecideAsync(task, WorkBench.Max, "approve");
        LetChangesArrive();

        page.WaitForAssertion(() => Assert.StartsWith("Waits for the group finance since", Text(page.Find(".request-row .where")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task LoadMore_LongList_ShowsTheRest()
    {
        for (var i = 0; i < 27; i++)
        {
            await Bench.StartExpenseAsync($"{i}");
        }

        var page = Open<RequestsPage>("/requests");
        Assert.Equal(25, page.FindAll(".request-row").Count);

        await Button(page, "Load more").ClickAsync(new());

        Assert.Equal(27, page.FindAll(".request-row").Count);
        Assert.Empty(page.FindAll(".list-more"));
    }

    [Fact]
    public async Task ReadingFails_SaysSoAndTriesAgain()
    {
        await Bench.StartExpenseAsync();
        Bench.BrokenQueries.Fault = Fault.Before;
        var page = Open<RequestsPage>("/requests");

        Bench.BrokenQueries.Fault = Fault.None;
        await page.Find("[role=alert] button").ClickAsync(new());

        Assert.Single(page.FindAll(".request-row"));
    }
}
