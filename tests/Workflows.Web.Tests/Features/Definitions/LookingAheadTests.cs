using AngleSharp.Dom;
using Bunit;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;
using Workflows.Web.Features.Definitions;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Definitions;

/// <summary>Who approves what, and trying a workflow out.</summary>
public sealed class LookingAheadTests : OperatePageContext
{
    [Fact]
    public void ApprovalsTab_SaysEachWayWithWhoIsAsked()
    {
        var page = Page("?tab=approvals");

        var rows = page.WaitForElements("tbody tr").Select(row => row.QuerySelectorAll("td").Select(Text).ToArray()).ToArray();
        Assert.StartsWith($"{rows.Length} ways through the workflow.", Text(page.Find(".about")), StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Contains("Manager approval", row[1], StringComparison.Ordinal));
        Assert.Contains(rows, row => row[1].Contains("Stage 1: Manager approval: Reject the group managers", StringComparison.Ordinal) && row[2] == "Rejected");
        Assert.Equal(["Asked", "Then"], page.FindAll("tbody tr")[0].QuerySelectorAll("td").Skip(1).Select(cell => cell.GetAttribute("data-label")));
    }

    [Fact]
    public void Approvals_OfADefinitionWithErrors_SayToMendThem()
    {
        var broken = WorkflowDefinition.Create("broken", "1.0.0", d => d.Exclusive("a").Human("b"));

        var table = Render<PathsTable>(p => p.Add(t => t.Definition, broken));

        Assert.Contains("The definition has errors; mend them first.", table.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Approvals_MoreThanAnybodyReads_SayThatTheyAreCut()
    {
        var ladder = WorkflowDefinition.Create("ladder", "1.0.0", d =>
        {
            for (var i = 0; i < 9; i++)
            {
                d.Human($"h{i}", configure: h => h.Outcome("a").Outcome("b")).Edge($"h{i}", i == 8 ? "end" : $"h{i + 1}", outcome: "a").Edge($"h{i}", i == 8 ? "end" : $"h{i + 1}", outcome: "b");
            }

            d.End("end");
        });

        var table = Render<PathsTable>(p => p.Add(t => t.Definition, ladder));

        Assert.StartsWith("There are more ways than anybody would read; these are 200 of them.", Text(table.Find(".about")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TryTab_GoesStepByStep_AndBack_AndStoresNothing()
    {
        var page = Page("?tab=try");

        await page.WaitForElement("form.schema-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal("It waits.", Text(page.Find(".bar [role=status]"))));
        Assert.Equal("It asks the group managers.", Text(page.Find(".waits .muted")));
        Assert.Contains(page.FindAll(".path li").Select(Text), line => line.EndsWith("assumed to succeed and to change nothing", StringComparison.Ordinal));

        await Button(page, "Reject").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("It is completed: Rejected.", Text(page.Find(".bar [role=status]"))));
        Assert.Contains("Manager approval: Reject, by somebody in managers", page.FindAll(".path li").Select(Text));

        await Button(page, "Take back").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("It waits.", Text(page.Find(".bar [role=status]"))));
        await Button(page, "Start again").ClickAsync(new());
        Assert.Empty(page.FindAll(".bar"));
        Assert.Empty((await World.Host.Queries.ListInstancesAsync(TenantId.Default, new InstanceFilter(), new PageRequest(10), CancellationToken.None)).Items);
    }

    private IRenderedComponent<DefinitionPage> Page(string query) => Open<DefinitionPage>(OperateWorld.Rita, $"/definitions/approval{query}", p => p.Add(d => d.Key, "approval"));

    private static IElement Button(IRenderedComponent<DefinitionPage> page, string words) => page.FindAll("button").Single(button => Text(button) == words);

    private static string Text(INode node) => string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
