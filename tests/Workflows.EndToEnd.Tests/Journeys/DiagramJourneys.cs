using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Diagrams;
using Workflows.Engine.HumanTasks;
using Workflows.TestKit.Scenarios;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>Diagrams in the browser: whatever a definition and an instance are, Mermaid as it is bundled draws them.</summary>
public sealed class DiagramJourneys(ProductFixture product) : Journey(product)
{
    private const int Nets = 150;
    private const int Groups = 20;
    private const int StepsInGroup = 14;

    /// <summary>Texts that mean something to Mermaid, Markdown or HTML, and texts in other scripts.</summary>
    private static readonly string[] s_names =
        ["end", "graph TD; a --> b", "<script>alert(1)</script>", "\"quoted\" & #quot;", "%%{init: {}}%%", "1. list", "**bold** `code` $$x$$", "subgraph x", "class n0 failed",
         "Übergröße", "承認手順", "موافقة المدير", "Утверждение", "अनुमोदन", "אישור", "ขออนุมัติ", "🚀🧾", "a\u200Db", "click n1 href \"x\"", ":::warn"];

    [Fact]
    public async Task EveryDefinitionAndState_IsReadByMermaid()
    {
        var ada = await VisitAsAsync("ada", Urls.Definitions);
        List<string> sources = [.. ScenarioFile.All.Select(s => MermaidDiagram.Of(s.Definition))];
        for (var seed = 0; seed < Nets; seed++)
        {
            var definition = RandomNet.Of(seed, 4 + (seed % 36));
            var graph = WorkflowGraph.Of(definition, RandomRun.Of(definition, seed));
            sources.Add(MermaidDiagram.Of(graph, isOpen: true));
            sources.Add(MermaidDiagram.Of(graph, isOpen: false));
        }

        var failures = await ada.Page.EvaluateAsync<string[]>(
            """
            async sources => {
              const { mermaid } = await import("/lib/mermaid.js");
              const failures = [];
              for (const [i, source] of sources.entries()) {
                try {
                  await mermaid.parse(source);
                  if (i % 10 === 0) {
                    await mermaid.render(`try-${i}`, source);
                  }
                } catch (failure) {
                  failures.push(`${failure.message ?? failure}\n${source}`);
                }
              }
              return failures;
            }
            """,
            sources);

        Assert.Empty(failures);
        Assert.True(sources.Count > 2 * Nets + 60, "The scenarios were not found.");
    }

    [Fact]
    public async Task ThreeHundredSteps_OpenWithTheirGroupsClosed_AndAreAllDrawnWhenAsked()
    {
        var engine = Product.Services.GetRequiredService<IWorkflowEngine>();
        await engine.PublishAsync(Huge(), new Actor("ada"), TestContext.Current.CancellationToken);
        var ada = await VisitAsAsync("ada", Urls.Definition("three_hundred"));
        var nodes = ada.Page.Locator(".canvas g.node");
        await Expect(nodes).ToHaveCountAsync(Groups + 1);
        await ada.IsAccessibleAsync();
        await ada.MarkAsync();

        await ada.Button("Steps in groups").ClickAsync();

        await Expect(nodes).ToHaveCountAsync((Groups * StepsInGroup) + 1, new() { Timeout = 60_000 });
        await Expect(ada.Page.Locator(".canvas g.cluster")).ToHaveCountAsync(Groups);
        await Expect(ada.Page.Locator(".canvas script")).ToHaveCountAsync(0);
        await ada.Page.Locator(".canvas").GetByRole(AriaRole.Button, new() { Name = "Part 3", Exact = true }).PressAsync("Enter");
        await Expect(ada.Page.Locator(".step-details")).ToContainTextAsync("Does the steps inside it as one.");
        await ada.WasNotReloadedAsync();
    }

    private static WorkflowDefinition Huge() => WorkflowDefinition.Create("three_hundred", "1.0.0", d =>
    {
        for (var group = 0; group < Groups; group++)
        {
            var id = $"g{group}";
            d.Sequence(
                id,
                s =>
                {
                    for (var step = 0; step < StepsInGroup; step++)
                    {
                        s.Human($"{id}s{step}", $"{s_names[((group * StepsInGroup) + step) % s_names.Length]} {step}");
                    }
                },
                name: $"Part {group}");
            if (group > 0)
            {
                d.Path($"g{group - 1}", id);
            }
        }
    });
}
