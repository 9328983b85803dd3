using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>Letting something start by itself.</summary>
public sealed class ScheduleJourneys(ProductFixture product) : Journey(product)
{
    [Fact]
    public async Task Schedule_IsMadeStartedPausedBackfilledAndDeleted()
    {
        var report = WorkflowDefinition.Create("nightly_report", "1.0.0", d => d.Human("read", "Read the report"));
        await Product.Services.GetRequiredService<IWorkflowEngine>().PublishAsync(report, Actor.System, TestContext.Current.CancellationToken);
        var ada = await VisitAsAsync("ada", Urls.Schedules);
        await ada.Button("New schedule").ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Report of the night");
        await dialog.GetByLabel("Workflow", new() { Exact = true }).ClickAsync(new() { Force = true });
        await ada.Page.Locator(".mud-popover-open .mud-list-item", new() { HasText = "Nightly report" }).ClickAsync();

        await dialog.GetByLabel("Cron expression").FillAsync("61 2 * * *");
        await Expect(dialog.GetByText("Minutes: Value must be a number between 0 and 59 (all inclusive).")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Nothing would be due.")).ToBeVisibleAsync();
        await ada.IsAccessibleAsync();
        await dialog.GetByLabel("Cron expression").FillAsync("30 2 * * *");
        await Expect(dialog.GetByText("Every day at 02:30")).ToBeVisibleAsync();
        await Expect(dialog.Locator(".next-runs li")).ToHaveCountAsync(10);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make schedule" }).ClickAsync();

        await Expect(ada.Heading("Report of the night")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText("Every day at 02:30, Europe/Berlin")).ToBeVisibleAsync();
        await ada.Button("Start one now").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start one now" }).ClickAsync();
        await Expect(ada.Page.Locator("tbody .status-chip")).ToHaveTextAsync(["Started", "Waiting"]);
        await ada.IsAccessibleAsync();

        await ada.Button("Pause").ClickAsync();
        await dialog.GetByLabel("Reason (optional)").FillAsync("Nobody reads it now");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(ada.Page.GetByText("Nobody reads it now")).ToBeVisibleAsync();
        await ada.Button("Resume").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(ada.Button("Pause")).ToBeVisibleAsync();

        await ada.Button("Backfill").ClickAsync();
        await Expect(dialog.GetByText("1 run would be started:")).ToBeVisibleAsync();
        await ada.IsAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Start 1 run" }).ClickAsync();
        await Expect(ada.Page.GetByText("1 run waits to be started.")).ToBeVisibleAsync();

        await ada.Button("Delete").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(ada.Heading("Schedules")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Report of the night" })).ToHaveCountAsync(0);
    }
}
