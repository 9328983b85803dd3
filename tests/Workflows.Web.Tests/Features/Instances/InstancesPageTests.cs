using Bunit;
using Workflows.Web.Features.Instances;
using Workflows.Web.Live;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class InstancesPageTests : OperatePageContext
{
    [Fact]
    public async Task Page_Operator_ListsEverything()
    {
        var instance = await World.StartAsync(title: "Laptop", reference: "REQ-7");

        var page = Open<InstancesPage>(OperateWorld.Olga, "/instances");

        var row = page.WaitForElement("tbody tr");
        Assert.Equal($"/instances/{instance.Id}", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(["LaptopREQ-7", "Simple approval 1.0.0", "Waiting", "Manager approval", "Rita Rossi"], row.QuerySelectorAll("td").Take(5).Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public void Page_NothingThere_SaysWhatToDo()
    {
        var page = Open<InstancesPage>(OperateWorld.Olga, "/instances");

        Assert.Contains("Nothing has been started yet", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_FilterInTheAddress_NarrowsAndCanBeCleared()
    {
        await World.StartAsync(title: "Laptop");
        var page = Open<InstancesPage>(OperateWorld.Olga, "/instances?q=zzz");
        Assert.Contains("No instance matches", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);

        await page.FindAll("button").Single(button => button.TextContent.Trim() == "Clear the filters").ClickAsync(new());

        Assert.Equal("/instances", Address);
    }

    [Fact]
    public async Task Page_StatusChip_GoesIntoTheAddress()
    {
        await World.StartAsync();
        var page = Open<InstancesPage>(OperateWorld.Olga, "/instances?status=waiting");
        page.WaitForElement("tbody tr");
        Assert.Equal("true", page.FindAll(".filter-chip").Single(chip => chip.TextContent.Trim() == "Waiting").GetAttribute("aria-pressed"));

        await page.FindAll(".filter-chip").Single(chip => chip.TextContent.Trim() == "Failed").ClickAsync(new());

        Assert.Equal("/instances?status=waiting%2Cfailed", Address);
    }

    [Fact]
    public async Task Page_NewInstance_IsCountedAndNothingMoves()
    {
        await World.StartAsync(title: "First");
        var page = Open<InstancesPage>(OperateWorld.Olga, "/instances");
        page.WaitForElement("tbody tr");

        await World.StartAsync(title: "Second");
        World.Host.Time.Advance(InstanceChangeFeed.Interval);

        var news = page.WaitForElement(".new-chip button");
        Assert.StartsWith("1 new", news.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(["First"], page.FindAll("tbody .row-link").Select(link => link.TextContent));

        await news.ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(["Second", "First"], page.FindAll("tbody .row-link").Select(link => link.TextContent)));
    }

    [Fact]
    public void Page_Requester_IsToldWhoseInstancesTheseAre()
    {
        var page = Open<InstancesPage>(OperateWorld.Rita, "/instances");

        Assert.StartsWith("The instances you started.", page.Find(".page-header p").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll(".filter-field"), field => field.TextContent.Contains("Started by", StringComparison.Ordinal));
    }
}
