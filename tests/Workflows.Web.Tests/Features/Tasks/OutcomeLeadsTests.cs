using Bunit;
using Workflows.Engine.HumanTasks;
using Workflows.TestKit.Fakes;
using Workflows.Web.Features.Tasks;

namespace Workflows.Web.Tests.Features.Tasks;

public sealed class OutcomeLeadsTests : WorkPageContext
{
    private const string Question = "What happens if I choose this?";

    [Fact]
    public async Task Opened_SaysWhereEachOutcomeLeads_AndDecidesNothing()
    {
        var task = await Bench.StartExpenseAsync();
        var page = Open(task);
        Assert.Empty(page.FindAll(".leads dl"));

        await Button(page, Question).ClickAsync(new());

        page.WaitForElement(".leads dl");
        Assert.Equal("true", Button(page, Question).GetAttribute("aria-expanded"));
        Assert.Equal(
            ["ApproveIt goes to Finance approval (the group finance).", "Request changesIt goes to Revise (Rita Rossi).", "RejectThe request ends: Rejected."],
            page.FindAll(".leads dl > div").Select(Text));
        Assert.Equal(0, await Bench.DecisionsAsync((await Bench.InstanceOfAsync(task)).Id));
    }

    [Fact]
    public async Task OpenedAgain_AfterTheAnswersChanged_LooksAgainAMomentLater()
    {
        var page = Open(await Bench.StartExpenseAsync());
        await Button(page, Question).ClickAsync(new());
        page.WaitForElement(".leads dl");

        var calls = Bench.BrokenEngine.Calls;
        await page.Find(".schema-form input").ChangeAsync(new() { Value = "x" });
        Assert.Equal(calls, Bench.BrokenEngine.Calls);

        Bench.BrokenEngine.Fault = Fault.Before;
        Bench.Time.Advance(OutcomeLeads.Pause);
        page.WaitForAssertion(() => Assert.StartsWith("It cannot be told now.", Text(page.Find(".leads .answer")), StringComparison.Ordinal));
    }

    private IRenderedComponent<TaskPage> Open(HumanTaskId task) => Open<TaskPage>($"/tasks/{task}", p => p.Add(page => page.Id, $"{task}"));
}
