using System.Net;
using Bunit;
using Workflows.Engine.Events;
using Workflows.Engine.Storage;
using Workflows.TestKit.Fakes;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Webhooks;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Webhooks;

public sealed class WebhookPagesTests : OperatePageContext
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void List_Empty_SaysWhatWebhooksAreFor()
    {
        var page = Open<WebhooksPage>(OperateWorld.Ada, "/admin/webhooks");

        Assert.Contains("Nobody outside is told anything", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_SaysWhereWhatAndHowEachStands()
    {
        await MakeAsync("Warehouse", "*");
        var pager = await MakeAsync("Pager", "workflow.incident.*", "workflow.task.created");
        await World.Webhooks.PauseAsync(OperateWorld.Ada, pager.Id, null, Token);

        var rows = Open<WebhooksPage>(OperateWorld.Ada, "/admin/webhooks").WaitForElements("tbody tr");

        Assert.Equal(
            ["Pager|https://pager.example/events|Incidents: all, workflow.task.created|Paused", "Warehouse|https://warehouse.example/events|Everything|Active"],
            rows.Select(row => string.Join('|', row.QuerySelectorAll("td").Select(cell => (cell.QuerySelector(".status-chip span") ?? cell).TextContent.Trim()))));
    }

    [Fact]
    public async Task Page_SendATest_ShowsWhatTheOtherSideAnswered()
    {
        World.Outside.OnSent = _ => HttpStatusCode.BadRequest;
        var made = await MakeAsync("Pager", "workflow.incident.*");
        var page = Open<WebhookPage>(OperateWorld.Ada, $"/admin/webhooks/{made.Id}", p => p.Add(x => x.Id, made.Id.ToString()));
        Assert.Contains("Nothing was sent", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
        using var watch = new DeliveryWatch(World.Host);

        var click = page.InvokeAsync(() => page.FindAll(".page-header button")[^1].ClickAsync(new()));
        await watch.WaitAsync(1);
        while (!click.IsCompleted)
        {
            World.Host.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        await click;

        page.WaitForAssertion(() => Assert.Contains("400: answer 400", page.Find("tbody tr").TextContent, StringComparison.Ordinal));
        Assert.Contains("Waiting to retry", page.Find("tbody tr .status-chip").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Delete", "Edit", "New secret", "Pause", "Send a test"], page.FindAll(".page-header button").Select(button => button.TextContent.Trim()));
    }

    [Fact]
    public async Task DeadLetters_OfEveryone_CanBeDiscarded()
    {
        World.Outside.OnSent = _ => HttpStatusCode.Gone;
        var made = await MakeAsync("Pager", "workflow.instance.started");
        using (var watch = new DeliveryWatch(World.Host))
        {
            await World.StartAsync();
            await watch.WaitAsync(1);
        }

        var page = Open<WebhooksPage>(OperateWorld.Ada, "/admin/webhooks?view=dead");

        page.WaitForAssertion(() => Assert.Contains("to Pager", page.Find("tbody tr").TextContent, StringComparison.Ordinal));
        Assert.Equal(["Show", "Send again", "Discard"], page.FindAll("tbody button").Select(button => button.TextContent.Trim()));
        var dead = Assert.Single((await World.Webhooks.ListDeliveriesAsync(OperateWorld.Ada, new DeliveryFilter { Status = DeliveryStatus.Dead }, new PageRequest(10), Token)).Items);
        Assert.Equal(made.Id.Value, dead.Subscriber);
    }

    [Fact]
    public void Page_OfNone_SaysSo()
    {
        var id = Guid.CreateVersion7().ToString();
        var page = Open<WebhookPage>(OperateWorld.Ada, $"/admin/webhooks/{id}", p => p.Add(x => x.Id, id));

        Assert.Contains("There is no such webhook", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_ForOperators_IsClosed()
    {
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Webhooks.ListAsync(OperateWorld.Olga, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Webhooks.ListDeliveriesAsync(OperateWorld.Olga, new DeliveryFilter(), new PageRequest(10), Token));
    }

    [Theory]
    [InlineData("workflow.step.timedout", "Timed out")]
    [InlineData("workflow.task.created", "Created")]
    public void TypeName_IsTheLastWord(string type, string expected) => Assert.Equal(expected, WebhookWords.TypeName(type));

    private Task<Webhook> MakeAsync(string name, params string[] types) => World.Webhooks.CreateAsync(
        OperateWorld.Ada, new WebhookSpec { Name = name, Url = $"https://{name.ToLowerInvariant()}.example/events", Types = [.. types] }, Token);
}
