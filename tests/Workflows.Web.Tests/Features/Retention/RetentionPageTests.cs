using Bunit;
using Workflows.Engine.Retention;
using Workflows.Web.Features.Retention;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Retention;

public sealed class RetentionPageTests : OperatePageContext
{
    [Fact]
    public void Page_SomeRules_SaysThemInWords()
    {
        var page = Open<RetentionPage>(OperateWorld.Ada, Urls.Retention);

        Assert.Equal(
            ["Every workflow: what was completed is kept for 90 days", "Simple approval: what failed is kept for ever"],
            page.WaitForElements(".rules li").Select(li => li.TextContent.Trim()));
        Assert.Contains("only when somebody asks for it", page.Find(".rules p").TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing was removed yet", page.Find(".empty-state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_Clicked_ShowsWhatWouldGoAndRemovesNothing()
    {
        var done = await World.DecideAsync(await World.StartAsync(), "reject", "no");
        World.Host.Time.Advance(TimeSpan.FromDays(91));
        var page = Open<RetentionPage>(OperateWorld.Ada, Urls.Retention);
        page.WaitForElement(".rules");

        await page.InvokeAsync(() => page.FindAll(".page-header button")[0].ClickAsync(new()));
        var token = TestContext.Current.CancellationToken;
        while ((await World.Retention.ListRunsAsync(OperateWorld.Ada, null, 1, token))[0].EndedAt is null)
        {
            await Task.Yield();
        }

        while (page.FindAll("tbody tr").Count == 0 || page.FindAll(".under-way").Count > 0)
        {
            World.Host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var row = page.Find("tbody tr").TextContent;
        Assert.Contains("Dry run", row, StringComparison.Ordinal);
        Assert.Contains("1 instance would go", row, StringComparison.Ordinal);
        Assert.NotNull(await World.Host.Queries.FindInstanceAsync(Engine.TenantId.Default, done.Id, token));
    }

    [Theory]
    [InlineData(RetentionTrigger.Schedule, 0, 0, "Nothing to remove")]
    [InlineData(RetentionTrigger.Person, 3, 3, "3 instances removed")]
    [InlineData(RetentionTrigger.Person, 3, 2, "2 of 3 instances removed")]
    public void Result_OfARun_IsASentence(RetentionTrigger trigger, int found, int removed, string expected)
    {
        var rule = new RetentionRule("*", Engine.Instances.InstanceStatus.Completed, TimeSpan.FromDays(1));
        var run = new RetentionRun { Id = default, Trigger = trigger, Status = RetentionRunStatus.Completed, StartedAt = default, BeatAt = default, Results = [new RetentionResult(rule, found, 0, removed, null, null)] };

        Assert.Equal(expected, RetentionWords.Result(run));
    }
}
