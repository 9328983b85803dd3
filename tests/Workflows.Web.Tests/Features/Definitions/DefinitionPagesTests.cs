using Bunit;
using Workflows.TestKit;
using Workflows.Web.Auth;
using Workflows.Web.Components.Shared;
using Workflows.Web.Features.Definitions;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Definitions;

public sealed class DefinitionPagesTests : OperatePageContext
{
    [Fact]
    public async Task List_ShowsEachDefinitionWithItsOpenInstances()
    {
        await World.StartAsync();

        var row = Open<DefinitionsPage>(OperateWorld.Olga, "/definitions").WaitForElement("tbody tr");

        Assert.Equal(["/definitions/approval", "/instances?definition=approval"], row.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Equal(["approval", "Finance", "1.0.0", "6"], row.QuerySelectorAll("td").Skip(1).Take(4).Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public void List_Import_SaysWhyNot()
    {
        var button = Open<DefinitionsPage>(OperateWorld.Olga, "/definitions").WaitForElement(".page-header button");

        Assert.Equal(("true", "Only people with the role author or admin may publish definitions."), (button.GetAttribute("aria-disabled"), button.GetAttribute("title")));
    }

    [Fact]
    public async Task Page_StepInTheAddress_ShowsItsDetails()
    {
        var page = Definition(OperateWorld.Rita, "?step=approve");

        Assert.Equal("Manager approval", page.WaitForElement(".step-details h2").TextContent);
        Assert.Contains("The group managers.", page.Find(".step-details dl").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Anything to pay?", "Rejected", "Rejected"], page.FindAll(".ways button").Select(way => way.TextContent));
        Assert.Contains("Note", page.Find(".schema-form").TextContent, StringComparison.Ordinal);

        await page.FindAll(".ways button")[0].ClickAsync(new());
        Assert.Equal("/definitions/approval?step=check", Address);
    }

    [Fact]
    public async Task Page_DiagramNode_ChoosesTheStep()
    {
        var page = Definition(OperateWorld.Rita);

        var diagram = page.WaitForComponent<MermaidDiagram>();
        await page.InvokeAsync(() => diagram.Instance.NodeChosenAsync("n0"));

        Assert.Equal("/definitions/approval?step=submit", Address);
    }

    [Fact]
    public void Page_StepsTab_SaysTheDiagramInWords()
    {
        var rows = Definition(OperateWorld.Rita, "?tab=steps").WaitForElements("tbody tr");

        Assert.Equal(Sample.Approval().Steps.Select(step => step.Name), rows.Select(row => row.QuerySelector("a")!.TextContent));
    }

    [Fact]
    public async Task Page_OldVersion_SaysThatItIsNotTheLatest()
    {
        await World.Host.Engine.PublishAsync(Sample.Approval("2.0.0"), "ada", TestContext.Current.CancellationToken);

        var page = Definition(OperateWorld.Rita, "?version=1.0.0&tab=versions");

        Assert.Equal("Version 1.0.0, not the latest", page.WaitForElement(".page-header .status-chip").TextContent.Trim());
        Assert.Equal(["2.0.0", "1.0.0"], page.FindAll("tbody .row-link").Select(link => link.TextContent));
        Assert.Equal("1.0.0", page.Find("[aria-current=true]").TextContent);
        Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == "Start version 2.0.0");
    }

    [Fact]
    public void Page_NoSuchDefinition_SaysSo()
    {
        var page = Open<DefinitionPage>(OperateWorld.Rita, "/definitions/nope", p => p.Add(x => x.Key, "nope"));

        Assert.Contains("There is no workflow 'nope'.", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<DefinitionPage> Definition(Person person, string query = "") =>
        Open<DefinitionPage>(person, $"/definitions/approval{query}", page => page.Add(p => p.Key, "approval"));
}
