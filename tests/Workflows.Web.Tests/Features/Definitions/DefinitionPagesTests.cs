using Bunit;
using Workflows.Engine;
using Workflows.Engine.Definitions;
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
        Assert.Equal(["approval", "Finance", "1.0.0", "Published"], row.QuerySelectorAll("td").Skip(1).Take(4).Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public void List_Import_SaysWhyNot()
    {
        var button = Open<DefinitionsPage>(OperateWorld.Olga, "/definitions").WaitForElements(".page-header button")[^1];

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

    [Fact]
    public async Task List_ChosenDefinitions_AreExportedWithTheirVersion()
    {
        var page = Open<DefinitionsPage>(OperateWorld.Rita, "/definitions");
        Assert.Equal("Choose definitions in the list first.", page.WaitForElement(".page-header button").GetAttribute("title"));

        await page.WaitForElement("tbody input[type=checkbox]").ChangeAsync(new() { Value = true });

        var export = page.Find(".page-header a");
        Assert.Equal(("/api/v1/bundles?format=yaml&definition=approval%401.0.0", "workflows.yaml", "Export 1"), (export.GetAttribute("href"), export.GetAttribute("download"), export.TextContent.Trim()));
    }

    [Fact]
    public async Task List_Drafts_AreForAuthors()
    {
        await SaveDraftAsync("9.0.0", "edn");

        var rita = Open<DefinitionsPage>(OperateWorld.Rita, "/definitions").WaitForElement("tbody tr");
        var aram = Open<DefinitionsPage>(OperateWorld.Aram, "/definitions").WaitForElement("tbody tr");

        Assert.DoesNotContain("Draft", rita.TextContent, StringComparison.Ordinal);
        Assert.Equal(("Draft 9.0.0", "/definitions/approval?version=9.0.0"), (aram.QuerySelector("a.draft")!.TextContent, aram.QuerySelector("a.draft")!.GetAttribute("href")));
    }

    [Fact]
    public async Task Page_DraftWithErrors_ShowsThemAndCannotBePublished()
    {
        await SaveDraftAsync("9.0.0", "edn");

        var page = Definition(OperateWorld.Aram, "?version=9.0.0");

        Assert.Equal("Draft", page.WaitForElement(".page-header .status-chip").TextContent.Trim());
        Assert.Contains("to mend before it can be published", page.Find(".draft-problems h2").TextContent, StringComparison.Ordinal);
        Assert.Contains("/edges/0/to", page.Find(".draft-problems").TextContent, StringComparison.Ordinal);
        var publish = page.FindAll(".page-header button").Single(button => button.TextContent.Trim() == "Publish");
        Assert.Contains("to mend first.", publish.GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal(["Versions", "Document"], page.FindAll("[aria-label='Parts of the definition'] a").Select(tab => tab.FirstChild!.TextContent.Trim()));
        Assert.Empty(page.FindComponents<MermaidDiagram>());
    }

    [Fact]
    public async Task Page_RetiredVersion_SaysSoAndOnlyAnAdministratorRestores()
    {
        await World.Host.Engine.RetireAsync("approval", new SemanticVersion(1, 0, 0), "ada", TestContext.Current.CancellationToken);

        var page = Definition(OperateWorld.Aram);

        Assert.Equal("Retired", page.WaitForElement(".page-header .status-chip").TextContent.Trim());
        var buttons = page.FindAll(".page-header button").ToDictionary(button => button.TextContent.Trim(), button => button.GetAttribute("title"));
        Assert.Equal("Only people with the role admin may retire and restore definitions.", buttons["Restore"]);
        Assert.Equal("Every published version is retired: nothing new can be started.", buttons["Start"]);
        Assert.NotNull(page.FindComponent<MermaidDiagram>());
    }

    [Fact]
    public async Task Page_VersionsTab_OffersWhatCanBeDoneToEach()
    {
        await World.Host.Engine.PublishAsync(Sample.Approval("2.0.0"), "ada", TestContext.Current.CancellationToken);
        await World.Host.Engine.RetireAsync("approval", new SemanticVersion(1, 0, 0), "ada", TestContext.Current.CancellationToken);
        await SaveDraftAsync("9.0.0", "end");

        var rows = Definition(OperateWorld.Aram, "?tab=versions").WaitForElements("tbody tr");

        Assert.Equal(
            ["9.0.0 Draft: Publish, Edit, Discard", "2.0.0 Published: Retire", "1.0.0 Retired: Restore"],
            rows.Select(row => $"{row.QuerySelector("a")!.TextContent} {row.QuerySelector(".status-chip")!.TextContent.Trim()}: "
                + string.Join(", ", row.QuerySelectorAll(".acts button").Select(button => button.TextContent.Trim()))));
        Assert.Equal("Publish version 9.0.0", rows[0].QuerySelector(".acts button")!.GetAttribute("aria-label"));
        Assert.Contains("new instances take it", rows[1].TextContent, StringComparison.Ordinal);
    }

    private Task<DefinitionDraft> SaveDraftAsync(string version, string to) => World.Host.Engine.SaveDraftAsync(
        DefinitionDocument.Read($$"""{ "key": "approval", "version": "{{version}}", "steps": [{ "id": "a", "kind": "human" }, { "id": "end", "kind": "end" }], "edges": [{ "from": "a", "to": "{{to}}" }] }"""),
        null,
        "aram",
        TestContext.Current.CancellationToken);

    private IRenderedComponent<DefinitionPage> Definition(Person person, string query = "") =>
        Open<DefinitionPage>(person, $"/definitions/approval{query}", page => page.Add(p => p.Key, "approval"));
}
