using Bunit;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Tests.Components.Shared;

public sealed class MermaidDiagramTests : WebTestContext
{
    private readonly BunitJSModuleInterop _diagram;

    public MermaidDiagramTests()
    {
        var module = JSInterop.SetupModule("./Components/Shared/MermaidDiagram.razor.js");
        _diagram = module.SetupModule("create", _ => true);
        _diagram.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Render_Source_IsDrawnOnceAndAgainWhenItChanges()
    {
        _diagram.Setup<string?>("draw", _ => true).SetResult(null);
        var diagram = Render<MermaidDiagram>(parameters => parameters.Add(d => d.Source, "flowchart TD; a").Add(d => d.Label, "The way"));

        diagram.Render(parameters => parameters.Add(d => d.Label, "The same way"));
        diagram.Render(parameters => parameters.Add(d => d.Source, "flowchart TD; b"));

        Assert.Equal(["flowchart TD; a", "flowchart TD; b"], _diagram.Invocations["draw"].Select(call => call.Arguments[0]));
        var canvas = diagram.Find(".canvas");
        Assert.Equal(("The same way", "false", 0), (canvas.GetAttribute("aria-label"), canvas.GetAttribute("aria-busy"), canvas.ChildElementCount));
    }

    [Fact]
    public void Render_CannotBeDrawn_ShowsWhyAndTheAlternative()
    {
        _diagram.Setup<string?>("draw", _ => true).SetResult("Parse error on line 1");

        var diagram = Render<MermaidDiagram>(parameters => parameters
            .Add(d => d.Source, "flowchart TD; a-->")
            .Add(d => d.Label, "The way")
            .Add(d => d.Alternative, "<table id='steps'></table>"));

        Assert.Contains("Parse error on line 1", diagram.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(diagram.Find("#steps"));
        Assert.True(diagram.Find(".canvas").HasAttribute("hidden"));
    }

    [Fact]
    public async Task NodeChosen_ByTheBrowser_CallsBackWithTheNode()
    {
        var chosen = "";
        var diagram = Render<MermaidDiagram>(parameters => parameters
            .Add(d => d.Source, "flowchart TD; a")
            .Add(d => d.Label, "The way")
            .Add(d => d.OnNodeClick, id => chosen = id));

        await diagram.InvokeAsync(() => diagram.Instance.NodeChosenAsync("manager_approval"));

        Assert.Equal("manager_approval", chosen);
    }
}
