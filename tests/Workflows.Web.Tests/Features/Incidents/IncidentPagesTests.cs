using Bunit;
using MudBlazor;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Incidents;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Incidents;

public sealed class IncidentPagesTests : OperatePageContext
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void List_Nothing_SaysThatNothingStandsStill()
    {
        var page = Open<IncidentsPage>(OperateWorld.Olga, Urls.Incidents);

        Assert.Contains("Nothing stands still", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OneCause_IsOneLineWithItsCount()
    {
        await StopAsync(3);

        var row = Open<IncidentsPage>(OperateWorld.Olga, Urls.Incidents).WaitForElement("tbody tr");

        Assert.Contains("The bank did not answer.", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("3", row.QuerySelectorAll("td")[2].TextContent.Trim());
        var group = Assert.Single(await World.Incidents.ListGroupsAsync(OperateWorld.Olga, Token));
        Assert.Equal($"/incidents/{group.Fingerprint}", row.QuerySelector("a.row-link")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Page_OneCause_ListsWhatStandsStill()
    {
        var stopped = await StopAsync(2);
        var fingerprint = (await World.Incidents.ListGroupsAsync(OperateWorld.Olga, Token))[0].Fingerprint;

        var page = Open<IncidentPage>(OperateWorld.Olga, Urls.Incident(fingerprint), p => p.Add(x => x.Fingerprint, fingerprint));

        Assert.Equal(
            stopped.Select(i => $"/instances/{i.Id}").Order(), page.WaitForElements("tbody a.row-link").Select(a => a.GetAttribute("href")!).Order());
        Assert.Contains(fingerprint, page.Find(".cause").TextContent, StringComparison.Ordinal);
        Assert.Equal("Retry all", page.Find(".page-header button").TextContent.Trim());
    }

    [Fact]
    public async Task Page_RetryAllConfirmed_SaysHowManyWereAsked()
    {
        await StopAsync(2);
        var fingerprint = (await World.Incidents.ListGroupsAsync(OperateWorld.Olga, Token))[0].Fingerprint;
        var dialogs = Render<MudDialogProvider>();
        var page = Open<IncidentPage>(OperateWorld.Olga, Urls.Incident(fingerprint), p => p.Add(x => x.Fingerprint, fingerprint));
        page.WaitForElement("tbody tr");
        World.Pay.IsBroken = false;

        var click = page.InvokeAsync(() => page.Find(".page-header button").ClickAsync(new()));
        await dialogs.WaitForElement(".mud-button-filled").ClickAsync(new());
        while (!click.IsCompleted)
        {
            World.Host.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        await click;

        page.WaitForAssertion(() => Assert.Contains("2 of 2 incidents asked to try again", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Contains("Nothing stands still for this any more", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
        Assert.Equal("Nothing stands still for this.", page.Find(".page-header button").GetAttribute("title"));
    }

    [Fact]
    public async Task RetryGroup_CauseMended_EachGoesOn()
    {
        var stopped = await StopAsync(5);
        var fingerprint = (await World.Incidents.ListGroupsAsync(OperateWorld.Olga, Token))[0].Fingerprint;
        World.Pay.IsBroken = false;

        var retry = await RetryAsync(fingerprint);

        Assert.Equal((5, 5, 0, (string?)null), (retry.Total, retry.Retried, retry.Refused, retry.Error));
        foreach (var instance in stopped)
        {
            await World.Host.WaitForAsync(instance.Id, InstanceStatus.Completed);
        }

        Assert.Empty(await World.Incidents.ListGroupsAsync(OperateWorld.Olga, Token));
        Assert.IsType<Rejection.IncidentGroupNotFound>(
            (await Assert.ThrowsAsync<WorkflowException>(() => World.Incidents.RetryGroupAsync(OperateWorld.Olga, fingerprint, Token))).Rejection);
    }

    [Fact]
    public async Task RetryGroup_CauseNotMended_TriesEachOnce()
    {
        var stopped = await StopAsync(3);
        var fingerprint = (await World.Incidents.ListGroupsAsync(OperateWorld.Olga, Token))[0].Fingerprint;
        World.Host.Time.Advance(TimeSpan.FromSeconds(1));

        var retry = await RetryAsync(fingerprint);

        Assert.Equal((3, 0), (retry.Retried, retry.Refused));
        foreach (var instance in stopped)
        {
            var again = await World.Host.WaitForAsync(instance.Id, i => i.Incidents is [{ Id: 2 }]);
            Assert.Equal(InstanceStatus.Failed, again.Status);
        }

        Assert.Equal((fingerprint, 3), Assert.Single((await World.Incidents.ListGroupsAsync(OperateWorld.Olga, Token)).Select(g => (g.Fingerprint, g.Count))));
    }

    [Fact]
    public async Task RetryGroup_OneIsPaused_SaysWhyThatOneWasNot()
    {
        var stopped = await StopAsync(2);
        var fingerprint = (await World.Incidents.ListGroupsAsync(OperateWorld.Olga, Token))[0].Fingerprint;
        await World.Host.Engine.RepairAsync(new RepairRequest(stopped[0].Id, new Repair.Pause(), "Wait.", OperateWorld.Olga.ToActor()), Token);
        World.Pay.IsBroken = false;

        var retry = await RetryAsync(fingerprint);

        Assert.Equal((1, 1), (retry.Retried, retry.Refused));
        var refusal = Assert.Single(retry.Refusals);
        Assert.Equal((stopped[0].Id, 1), (refusal.Instance, refusal.Incident));
        Assert.Contains("paused", refusal.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incidents_SomebodyElse_IsRefused()
    {
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Incidents.ListGroupsAsync(OperateWorld.Rita, Token));
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Incidents.RetryGroupAsync(OperateWorld.Aram, "x", Token));
        Assert.Throws<ForbiddenException>(() => World.Incidents.GetRetry(OperateWorld.Uma, Guid.NewGuid()));
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Incidents.ListAsync(OperateWorld.Max, new IncidentFilter(), new PageRequest(), Token));
    }

    private async Task<List<InstanceSnapshot>> StopAsync(int count)
    {
        World.Pay.IsBroken = true;
        List<InstanceSnapshot> stopped = [];
        for (var i = 0; i < count; i++)
        {
            var instance = await World.StartAsync();
            await World.DecideAsync(instance);
            stopped.Add(await World.Host.WaitForAsync(instance.Id, x => x.Incidents.Length == 1));
        }

        return stopped;
    }

    /// <summary>Retries a group, and gives what became of it.</summary>
    private async Task<IncidentRetry> RetryAsync(string fingerprint)
    {
        var retry = await World.Incidents.RetryGroupAsync(OperateWorld.Olga, fingerprint, Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (retry.EndedAt is null)
        {
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
            retry = World.Incidents.GetRetry(OperateWorld.Olga, retry.Id);
        }

        return retry;
    }
}
