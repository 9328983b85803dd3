using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MudBlazor;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Attention;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Attention;

public sealed class AttentionPageTests : OperatePageContext
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Page_Nothing_SaysThatNothingIsStuck()
    {
        var page = Open<AttentionPage>(OperateWorld.Olga, Urls.Attention);

        Assert.Contains("Nothing is stuck", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_LookedNow_ShowsWhatIsStuckWithWhereAndWhy()
    {
        var page = Open<AttentionPage>(OperateWorld.Olga, Urls.Attention);
        page.WaitForElement(".empty-state");
        var instance = await LateAsync();

        await page.Find(".page-header button").ClickAsync(new());

        var row = Assert.Single(page.WaitForElements("tbody tr"));
        Assert.Equal("Timers that did not fire 1", page.Find("section h2").TextContent.Trim());
        Assert.Contains("The timer of 'cool_off' is due and has not fired.", row.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/instances/{instance.Id}?step=cool_off", row.QuerySelector("a.row-link")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Page_WakeWithAReason_FiresItAndItIsGone()
    {
        var instance = await LateAsync();
        var dialogs = Render<MudDialogProvider>();
        var page = Open<AttentionPage>(OperateWorld.Olga, Urls.Attention);

        var click = page.WaitForElement(".repair button").ClickAsync(new());
        await dialogs.WaitForElement("textarea").InputAsync("The poller had stopped.");
        await dialogs.Find(".mud-button-filled").ClickAsync(new());
        await click;

        page.WaitForElement(".empty-state");
        Assert.Equal(InstanceStatus.Completed, (await World.Host.WaitForAsync(instance.Id, InstanceStatus.Completed)).Status);
        var act = Assert.Single((await World.Audit.ListAsync(OperateWorld.Ada, new AuditFilter { Action = "stuck.repair" }, new PageRequest(), Token)).Items);
        Assert.Equal(("olga", "The poller had stopped."), (act.Actor, act.Note));
    }

    [Fact]
    public async Task Attention_OthersThanOperators_AreRefused()
    {
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Attention.GetAsync(OperateWorld.Rita, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Attention.SweepAsync(OperateWorld.Rita, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Attention.RepairAsync(OperateWorld.Rita, "x", "why", false, Token));
    }

    /// <summary>An instance whose timer is due for ten minutes, and nobody fires it.</summary>
    private async Task<InstanceSnapshot> LateAsync()
    {
        await World.Host.Services.GetServices<IHostedService>().Single(hosted => hosted.GetType().Name == "TimerWorker").StopAsync(Token);
        await World.Host.Engine.PublishAsync(WorkflowDefinition.Create("late", "1.0.0", d => d.Timer("cool_off", "PT1H")), Actor.System, Token);
        var instance = await World.StartAsync(definition: "late", data: new { });
        World.Host.Time.Advance(TimeSpan.FromMinutes(70));
        return instance;
    }
}
