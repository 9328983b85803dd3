using Bunit;
using Workflows.Engine.Storage;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Audit;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Audit;

public sealed class AuditPageTests : OperatePageContext
{
    [Fact]
    public async Task Page_SaysWhoDidWhatToWhatAndWhatWasSaid()
    {
        var instance = await World.StartAsync(title: "A chair");
        await World.DecideAsync(instance, "approve", "fine");

        var rows = Open<AuditPage>(OperateWorld.Ada, "/admin/audit").WaitForElements("tbody tr");

        Assert.Equal(
            ["maxOn a page|decided|A chairapprove|approve: fine", "Rita RossiOn a page|started|A chairapproval 1.0.0|"],
            rows.Take(2).Select(row => string.Join('|', row.QuerySelectorAll("td").Skip(1).Select(Text))));
        Assert.Equal($"/instances/{instance.Id}", rows[0].QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Page_NarrowedToAPersonWhoDidNothing_OffersToShowAll()
    {
        await World.StartAsync();

        var page = Open<AuditPage>(OperateWorld.Ada, "/admin/audit?actor=nobody");

        Assert.Contains("Nothing was done that matches", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
        Assert.Equal("/admin/audit", page.Find(".empty-state a").GetAttribute("href"));
    }

    [Fact]
    public async Task Gate_ForOperators_IsClosed() =>
        await Assert.ThrowsAsync<ForbiddenException>(() => World.Audit.ListAsync(OperateWorld.Olga, new AuditFilter(), new PageRequest(), TestContext.Current.CancellationToken));

    private static string Text(AngleSharp.Dom.IElement cell) => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
