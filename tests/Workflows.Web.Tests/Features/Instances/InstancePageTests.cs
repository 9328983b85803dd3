using Bunit;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Web.Auth;
using Workflows.Web.Components.Shared;
using Workflows.Web.Features.Instances;
using Workflows.Web.Live;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class InstancePageTests : OperatePageContext
{
    [Fact]
    public async Task Page_Requester_SeesWhereItIsAndMayCancel()
    {
        var page = Open(OperateWorld.Rita, await World.StartAsync(title: "Laptop", reference: "REQ-7"));

        page.WaitForElement(".where-it-is strong");
        Assert.Equal("Laptop", Assert.Single(page.FindAll("h1")).TextContent);
        Assert.Contains("REQ-7", page.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Waiting for Manager approval with the group managers", Text(page.Find(".where-it-is p")), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".where-it-is a"));
        Assert.Null(page.FindAll("button").Single(button => Text(button) == "Cancel").GetAttribute("aria-disabled"));
        Assert.Equal(["Overview", "Data", "Tasks1"], page.FindAll(".page-tabs a").Select(Text));
    }

    [Fact]
    public async Task Page_Approver_IsLedToTheTask()
    {
        var instance = await World.StartAsync();
        var page = Open(OperateWorld.Max, instance);

        Assert.Equal($"/tasks/{instance.OpenTasks[0].Id}", page.WaitForElement(".where-it-is a").GetAttribute("href"));
        var cancel = page.FindAll("button").Single(button => Text(button) == "Cancel");
        Assert.Equal(("true", "Only people with the role operator or admin may cancel what others started."), (cancel.GetAttribute("aria-disabled"), cancel.GetAttribute("title")));
    }

    [Fact]
    public async Task Page_StepThatIsCalled_TellsOperatorsTheAddressAndNobodyElse()
    {
        await World.Host.Engine.PublishAsync(WorkflowDefinition.Create("parcel", "1.0.0", d => d.Webhook("delivered")), Actor.System, TestContext.Current.CancellationToken);
        var instance = await World.StartAsync(definition: "parcel", data: new { });
        var path = Assert.Single(await World.Callbacks.ListAsync(OperateWorld.Olga, instance.Id, CancellationToken.None)).Path;

        var operators = Open(OperateWorld.Olga, instance, "?step=delivered");
        Assert.Equal($"http://localhost{path}", operators.WaitForElement(".step-panel .copy-id").GetAttribute("title"));
        var requesters = Open(OperateWorld.Rita, instance, "?step=delivered");
        requesters.WaitForElement(".step-panel h2");

        Assert.Empty(requesters.FindAll(".step-panel .copy-id"));
        Assert.DoesNotContain("/hooks/in/", requesters.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Stranger_IsToldNothing()
    {
        var page = Open(OperateWorld.Uma, await World.StartAsync(title: "Secret"));

        page.WaitForElement(".empty-state");
        Assert.DoesNotContain("Secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Change_IsShownWithoutReload()
    {
        var instance = await World.StartAsync();
        var page = Open(OperateWorld.Olga, instance);
        page.WaitForElement(".where-it-is strong");

        await World.DecideAsync(instance, "reject", "No.");
        World.Host.Time.Advance(InstanceChangeFeed.Interval);

        page.WaitForAssertion(() => Assert.Equal("completed", page.Find(".page-header .status-chip").GetAttribute("data-status")));
        Assert.Contains(page.FindAll(".timeline-panel p"), line => line.TextContent == "max chose “Reject” in “Manager approval”");
    }

    [Fact]
    public async Task Page_Incident_OffersTheRetryToOperators()
    {
        World.Pay.IsBroken = true;
        var instance = await World.StartAsync();
        await World.DecideAsync(instance);
        var page = Open(OperateWorld.Olga, instance);
        Assert.Equal("“Pay” failed", page.WaitForElement(".incident h2").TextContent);
        Assert.Contains("The bank did not answer.", page.Find(".incident").TextContent, StringComparison.Ordinal);

        World.Pay.IsBroken = false;
        await page.FindAll(".incident button").Single(button => Text(button) == "Retry").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".incident")));
        Assert.Equal(InstanceStatus.Completed, (await World.Engine.GetInstanceAsync(OperateWorld.Olga, instance.Id, TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Page_Incident_TellsTheRequesterWithoutTheInnards()
    {
        World.Pay.IsBroken = true;
        var instance = await World.StartAsync();
        await World.DecideAsync(instance);

        var banner = Open(OperateWorld.Rita, instance).WaitForElement(".incident");

        Assert.DoesNotContain("bank", banner.TextContent, StringComparison.Ordinal);
        Assert.Empty(banner.QuerySelectorAll("button"));
    }

    [Fact]
    public async Task Page_StepInTheAddress_ShowsItsRuns()
    {
        var instance = await World.StartAsync();
        await World.DecideAsync(instance, "reject", "Too much.");

        var page = Open(OperateWorld.Rita, instance, "?step=approve");

        Assert.Equal("Manager approval", page.WaitForElement(".step-panel h2").TextContent);
        var facts = page.FindAll(".step-panel dt").Zip(page.FindAll(".step-panel dd"), (term, text) => $"{term.TextContent}: {Text(text)}");
        Assert.Equal(["Decided by: max", "Outcome: Reject", "Comment: Too much.", "Went on to: Rejected"], facts);

        await page.Find(".step-panel .icon-button").ClickAsync(new());
        Assert.Equal($"/instances/{instance.Id}", Address);
    }

    [Fact]
    public async Task Page_HistoryTab_IsForOperators()
    {
        var instance = await World.StartAsync();

        var page = Open(OperateWorld.Olga, instance, "?tab=history");
        page.WaitForElement(".data-table");
        Assert.Equal((int)instance.Position, page.FindAll("tbody tr").Count);
        await page.FindAll(".json")[0].ClickAsync(new());
        Assert.Contains($"\"type\":", page.Find("pre").TextContent, StringComparison.Ordinal);

        Assert.Single(Open(OperateWorld.Rita, instance, "?tab=history").WaitForElements(".overview"));
    }

    [Fact]
    public async Task Page_DiagramNode_ChoosesTheStep()
    {
        var instance = await World.StartAsync();
        var page = Open(OperateWorld.Rita, instance);

        var diagram = page.WaitForComponent<MermaidDiagram>();
        await page.InvokeAsync(() => diagram.Instance.NodeChosenAsync("n1"));

        Assert.Equal($"/instances/{instance.Id}?step=approve", Address);
    }

    private IRenderedComponent<InstancePage> Open(Person person, InstanceSnapshot instance, string query = "") =>
        Open<InstancePage>(person, $"/instances/{instance.Id}{query}", page => page.Add(p => p.Id, instance.Id.ToString()));

    private static string Text(AngleSharp.Dom.IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
