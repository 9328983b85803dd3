using Bunit;
using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Start;

namespace Workflows.Web.Tests.Features.Start;

public sealed class StartPagesTests : WorkPageContext
{
    [Fact]
    public void Catalogue_ListsTheWorkflowsUnderTheirCategories()
    {
        var page = Open<StartPage>("/start");

        Assert.Equal(["Finance", "Other"], page.FindAll("h2").Select(Text));
        Assert.Equal(["Expense approval", "Leave"], page.FindAll(".start-tile .name").Select(Text));
        Assert.Equal(["Money you have spent.", "Days off."], page.FindAll(".start-tile .description").Select(Text));
    }

    [Fact]
    public void Search_InTheAddress_NarrowsTheCatalogue()
    {
        Assert.Equal(["/start/leave"], Open<StartPage>("/start?q=days").FindAll(".start-tile").Select(tile => tile.GetAttribute("href")));
    }

    [Fact]
    public void Search_NothingFound_OffersAllAgain()
    {
        var page = Open<StartPage>("/start?q=zebra");

        Assert.Equal(("Nothing matches", "/start"), (Text(page.Find(".empty-state .title")), page.Find(".empty-state a").GetAttribute("href")));
    }

    [Fact]
    public async Task Catalogue_ReadingFails_SaysSoAndTriesAgain()
    {
        Bench.BrokenQueries.Fault = Fault.Before;
        var page = Open<StartPage>("/start");

        Bench.BrokenQueries.Fault = Fault.None;
        await page.Find("[role=alert] button").ClickAsync(new());

        Assert.Equal(2, page.FindAll(".start-tile").Count);
    }

    [Fact]
    public async Task Form_FilledIn_StartsTheRequestAndOpensIt()
    {
        As(WorkBench.Rita);
        var page = OpenForm("expense");
        await FillAsync(page, "500", "Train");

        await page.Find("form").SubmitAsync();

        var instance = Assert.Single(await Bench.StartedByAsync(WorkBench.Rita));
        Assert.Equal($"/instances/{instance.Id}", Address);
        Assert.Equal("“Train” is started. Next: Manager approval (the group managers).", Said);
    }

    [Fact]
    public async Task Form_Incomplete_SaysWhatIsMissingAndStartsNothing()
    {
        As(WorkBench.Rita);
        var page = OpenForm("expense");

        await page.Find("form").SubmitAsync();

        Assert.Equal("2 things need your attention", Text(page.Find(".summary .title")));
        Assert.Empty(await Bench.StartedByAsync(WorkBench.Rita));
    }

    [Fact]
    public async Task Form_TheServerFails_KeepsWhatWasTyped()
    {
        As(WorkBench.Rita);
        var page = OpenForm("expense");
        await FillAsync(page, "500", "Train");
        Bench.BrokenEngine.Fault = Fault.Before;

        await page.Find("form").SubmitAsync();

        Assert.Equal("It was not started", Text(page.Find("[role=alert] .title")));
        Assert.Equal(["500", "Train"], page.FindAll("form input").Select(input => input.GetAttribute("value")));
    }

    [Fact]
    public void Form_UnknownWorkflow_SaysSo()
    {
        var page = OpenForm("nothing");

        Assert.Equal("There is no such workflow", Text(page.Find("[role=alert] .title")));
        Assert.Single(page.FindAll("h1"));
    }

    private static async Task FillAsync(IRenderedComponent<StartFormPage> page, string amount, string purpose)
    {
        await page.FindAll("form input")[0].ChangeAsync(new() { Value = amount });
        await page.FindAll("form input")[1].ChangeAsync(new() { Value = purpose });
    }

    private IRenderedComponent<StartFormPage> OpenForm(string key)
    {
        return Open<StartFormPage>($"/start/{key}", parameters => parameters.Add(page => page.Key, key));
    }
}
