using Bunit;
using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Home;

namespace Workflows.Web.Tests.Features.Home;

public sealed class HomePageTests : WorkPageContext
{
    [Fact]
    public async Task Home_ShowsWhatWaitsWhatWasStartedAndWhatCanBeStarted()
    {
        var task = await Bench.StartExpenseAsync("Train");
        var own = await Bench.InstanceOfAsync(await Bench.StartExpenseAsync("Taxi", by: WorkBench.Max));

        var page = Open<HomePage>("/");

        Assert.Equal("Hello, Max Meier", Text(Assert.Single(page.FindAll("h1"))));
        Assert.Equal($"/tasks/{task}", page.FindAll(".task-row")[0].GetAttribute("href"));
        Assert.Equal($"/instances/{own.Id}", Assert.Single(page.FindAll(".request-row")).GetAttribute("href"));
        Assert.StartsWith("Waits for the group managers since", Text(page.Find(".request-row .where")), StringComparison.Ordinal);
        Assert.Equal(["/start/expense", "/start/leave"], page.FindAll(".start-tile").Select(tile => tile.GetAttribute("href")));
    }

    [Fact]
    public void NothingYet_SaysWhatToDo()
    {
        var page = Open<HomePage>("/");

        Assert.Equal(["Nothing waits for you", "You have not started anything yet"], page.FindAll(".empty-state .title").Select(Text));
    }

    [Fact]
    public async Task ReadingFails_SaysSoAndTriesAgain()
    {
        await Bench.StartExpenseAsync();
        Bench.BrokenQueries.Fault = Fault.Before;
        var page = Open<HomePage>("/");
        Assert.Equal(
            ["Your tasks could not be loaded", "Your requests could not be loaded", "The workflows could not be loaded"],
            page.FindAll("[role=alert] .title").Select(Text));

        Bench.BrokenQueries.Fault = Fault.None;
        await page.FindAll("[role=alert] button")[0].ClickAsync(new());

        Assert.Single(page.FindAll(".task-row"));
    }
}
