using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>No page has a violation that axe finds, in light and in dark.</summary>
public sealed class AccessibilityJourneys(ProductFixture product) : Journey(product)
{
    [Fact]
    public async Task Pages_OfWork_AreAccessible()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A mirror for the hall", "15000");
        await rita.HasStatusAsync("Waiting");
        await rita.IsAccessibleAsync();
        await CheckAsync(rita, Urls.Home, Urls.Start, Urls.StartForm("expense_approval"), Urls.Requests);

        var max = await VisitAsAsync("max");
        var task = await max.ChooseTaskAsync("A mirror for the hall");
        await Expect(max.Button("Approve")).ToBeVisibleAsync();
        await max.Page.GetByText("What happens if I choose this?").ClickAsync();
        await Expect(max.Page.Locator(".leads dd")).ToContainTextAsync(["Finance approval", "The request ends: Rejected."]);
        await max.IsAccessibleAsync();
        await CheckAsync(max, Urls.Home, Urls.Inbox, Urls.Task(task));
    }

    [Fact]
    public async Task Pages_OfOperating_AreAccessible()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A ladder to nowhere", "15000");
        var instance = new Uri(rita.Page.Url).AbsolutePath;

        var ada = await VisitAsAsync("ada");
        await CheckAsync(ada, Urls.Instances, $"{Urls.Instances}?q=nothing", instance, $"{instance}?step=manager_approval", $"{instance}?tab=data", $"{instance}?tab=tasks", $"{instance}?tab=history");
        var definition = Urls.Definition("expense_approval");
        await CheckAsync(ada, Urls.Definitions, definition, $"{definition}?step=manager_approval", $"{definition}?tab=steps", $"{definition}?tab=approvals", $"{definition}?tab=try", $"{definition}?tab=versions", $"{definition}?tab=document");
    }

    [Fact]
    public async Task Pages_OfAdministration_AreAccessible()
    {
        var ada = await VisitAsAsync("ada");
        await CheckAsync(ada, Urls.Incidents, Urls.Attention, Urls.Schedules, Urls.Users, Urls.Webhooks, Urls.DeadLetters, Urls.Retention, Urls.Audit, Urls.ApiKeys);

        ada.Tolerate("404");
        await CheckAsync(ada, "/no/such/page");

        var nobody = await VisitAsync();
        await nobody.Page.GotoAsync(Urls.Login);
        await nobody.IsAccessibleAsync();
    }

    [Fact]
    public async Task Dialogs_AreAccessible()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A door without a house", "15000");
        await rita.Button("Cancel").ClickAsync();
        await rita.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await rita.IsAccessibleAsync();

        var ada = await VisitAsAsync("ada", Urls.Definitions);
        await ada.Button("Import").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await ada.Button("Check and publish").ClickAsync();
        await Expect(ada.Page.GetByText("It was not published")).ToBeVisibleAsync();
        await ada.IsAccessibleAsync();
    }

    private static async Task CheckAsync(Visitor visitor, params string[] paths)
    {
        foreach (var path in paths)
        {
            await visitor.OpenAsync(path);
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            await Expect(visitor.Page.Locator(".list-skeleton, .canvas[aria-busy=true]")).ToHaveCountAsync(0);
            await visitor.IsAccessibleAsync();
        }
    }
}
