using System.Text.Json;
using Bunit;
using Workflows.Engine.Schedules;
using Workflows.Web.Auth;
using Workflows.Web.Features.Schedules;
using Workflows.Web.Tests.Features.Instances;

namespace Workflows.Web.Tests.Features.Schedules;

public sealed class SchedulePagesTests : OperatePageContext
{
    private static readonly Person s_olga = OperateWorld.Olga;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void List_Empty_SaysWhatSchedulesAreFor()
    {
        var page = Open<SchedulesPage>(s_olga, "/schedules");

        Assert.Contains("Nothing starts by itself yet", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ShowsWhenEachStartsInWordsAndWhatCameOfIt()
    {
        var made = await MakeAsync();
        await World.Schedules.TriggerAsync(s_olga, made.Id, Token);
        var other = await MakeAsync(Spec() with { Name = "Zeroth", Cron = null, Every = "PT2H" });
        await World.Schedules.PauseAsync(s_olga, other.Id, null, Token);

        var rows = Open<SchedulesPage>(s_olga, "/schedules").WaitForElements("tbody tr");

        Assert.Equal(
            ["Expenses|Simple approval|Monday to Friday at 08:00Europe/Berlin|Started", "Zeroth|Simple approval|Every 2 hours|Paused|None yet"],
            rows.Select(row => string.Join('|', row.QuerySelectorAll("td").Select(cell => cell.QuerySelector(".status-chip span") ?? cell.QuerySelector("time") ?? cell)
                .Where(cell => cell.LocalName != "time").Select(cell => cell.TextContent.Trim()))));
        Assert.Equal($"/schedules/{made.Id}", rows[0].QuerySelector(".row-link")!.GetAttribute("href"));
    }

    [Fact]
    public async Task List_Search_NarrowsByNameAndWorkflow()
    {
        await MakeAsync();
        await MakeAsync(Spec() with { Name = "Other" });

        var rows = Open<SchedulesPage>(s_olga, "/schedules?q=expen").WaitForElements("tbody tr");

        Assert.Equal("Expenses", Assert.Single(rows).QuerySelector("a")!.TextContent);
    }

    [Fact]
    public async Task Page_ShowsNextRunsResultsAndHowTheInstanceIsDoing()
    {
        var made = await MakeAsync();
        await World.Schedules.TriggerAsync(s_olga, made.Id, Token);

        var page = Open<SchedulePage>(s_olga, $"/schedules/{made.Id}", p => p.Add(x => x.Id, made.Id.ToString()));

        Assert.Equal("Expenses", page.WaitForElement("h1").TextContent);
        page.WaitForAssertion(() => Assert.Equal(10, page.FindAll(".next-runs li").Count));
        Assert.Equal("Fri 2 Jan 2026, 08:00 (UTC+01:00)", page.FindAll(".next-runs li")[0].TextContent);
        page.WaitForAssertion(() => Assert.Equal(["Started", "Waiting"], page.FindAll("tbody .status-chip").Select(chip => chip.TextContent.Trim())));
        Assert.Contains("By hand, by olga", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Delete", "Edit", "Backfill", "Pause", "Start one now"], page.FindAll(".page-header button").Select(button => button.TextContent.Trim()));
    }

    [Fact]
    public async Task Page_PausedAndRefused_SaysWhyAtTheTop()
    {
        var made = await MakeAsync();
        await World.Schedules.PauseAsync(s_olga, made.Id, "The books are closed", Token);
        await World.Host.Engine.RetireAsync("approval", new(1, 0, 0), "ada", Token);
        await World.Schedules.TriggerAsync(s_olga, made.Id, Token);

        var page = Open<SchedulePage>(s_olga, $"/schedules/{made.Id}", p => p.Add(x => x.Id, made.Id.ToString()));

        Assert.Contains("The books are closed", page.WaitForElement("p.paused").TextContent, StringComparison.Ordinal);
        Assert.Contains("Every published version of 'approval' is retired", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal("Next runs, were it not paused", page.Find("#next").TextContent);
    }

    [Theory]
    [InlineData("00000000-0000-7000-8000-000000000009")]
    [InlineData("nonsense")]
    public void Page_NoSuchSchedule_SaysSo(string id)
    {
        var page = Open<SchedulePage>(s_olga, $"/schedules/{id}", p => p.Add(x => x.Id, id));

        Assert.Contains("There is no such schedule", page.WaitForElement(".empty-state").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_WhoMayNot_IsToldWhy()
    {
        var page = Open<SchedulesPage>(OperateWorld.Rita, "/schedules");

        page.WaitForAssertion(() => Assert.Contains("Only people with the role operator or admin may manage schedules.", page.Markup, StringComparison.Ordinal));
    }

    private static ScheduleSpec Spec() => new()
    {
        Name = "Expenses",
        Definition = "approval",
        Data = JsonElement.Parse("""{"amount":500}"""),
        Cron = "0 8 * * 1-5",
        TimeZone = "Europe/Berlin",
        Overlap = OverlapPolicy.Allow,
    };

    private Task<Schedule> MakeAsync(ScheduleSpec? spec = null) => World.Schedules.CreateAsync(s_olga, spec ?? Spec(), Token);
}
