using Workflows.EndToEnd.Tests.Harness;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>The approval journey: a request from a form, decisions in the inbox, and the instance at its end without a reload.</summary>
public sealed class ExpenseJourneys(ProductFixture product) : Journey(product)
{
    [Fact]
    public async Task Small_IsPaidWithoutAnybody()
    {
        var rita = await VisitAsAsync("rita");

        await rita.StartExpenseAsync("Pens for the workshop", "500");

        await rita.HasStatusAsync("Completed");
        await rita.HasStepAsync("Pay it back", "done");
        await rita.HasStepAsync("Manager approval", "not taken");
    }

    [Fact]
    public async Task Medium_ManagerApproves_AndTheRequestersPageFollowsByItself()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A chair for the office", "5000");
        await rita.HasStatusAsync("Waiting");
        await rita.HasStepAsync("Manager approval", "waiting, here now");
        await rita.MarkAsync();

        var max = await VisitAsAsync("max");
        await max.DecideAsync("A chair for the office", "Approve");

        await rita.HasStatusAsync("Completed");
        await rita.HasStepAsync("Manager approval", "done");
        await rita.HasStepAsync("Finance approval", "not taken");
        await Expect(rita.Page.GetByText("Max Meier chose “Approve” in “Manager approval”")).ToBeVisibleAsync();
        await rita.WasNotReloadedAsync();
    }

    [Fact]
    public async Task Large_BothMustAgree_AndItIsPaidOnce()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A machine for the plant", "50000");
        await rita.MarkAsync();
        var max = await VisitAsAsync("max");
        await max.DecideAsync("A machine for the plant", "Approve");
        await Expect(max.Page.GetByText("A machine for the plant")).ToHaveCountAsync(0);
        await rita.HasStepAsync("Manager approval", "done");
        await rita.HasStatusAsync("Waiting");

        var fiona = await VisitAsAsync("fiona");
        await fiona.DecideAsync("A machine for the plant", "Release");

        await rita.HasStatusAsync("Completed");
        await rita.HasStepAsync("Pay it back", "done");
        await rita.WasNotReloadedAsync();
    }

    [Fact]
    public async Task SmallScreen_WholeJourney_FitsAndWorks()
    {
        var rita = await VisitAsAsync("rita", Urls.Home, width: 390, height: 844);
        await rita.FitsAsync();
        await rita.StartExpenseAsync("A bicycle for the messenger", "2500");
        await rita.HasStatusAsync("Waiting");
        await rita.FitsAsync();

        var max = await VisitAsAsync("max", Urls.Home, width: 390, height: 844);
        await max.ChooseTaskAsync("A bicycle for the messenger");
        await Expect(max.Button("Approve")).ToBeVisibleAsync();
        await max.FitsAsync();
        await max.Button("Approve").ClickAsync();

        await rita.HasStatusAsync("Completed");
    }

    [Fact]
    public async Task Keyboard_Alone_IsEnoughToApprove()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A keyboard for the mouse lover", "1500");

        var max = await VisitAsAsync("max", Urls.InboxWith("available"));
        await max.Page.GetByText("A keyboard for the mouse lover").First.WaitForAsync();
        var chosen = max.Page.Locator(".preview").GetByText("A keyboard for the mouse lover").First;
        for (var presses = 0; presses < 50 && !await chosen.IsVisibleAsync(); presses++)
        {
            await max.Page.Keyboard.PressAsync("j");
            await max.Page.Locator(".preview .task-header").WaitForAsync();
        }

        await max.Page.Keyboard.PressAsync("Enter");
        await max.TabToAsync("Approve");
        await max.Page.Keyboard.PressAsync("Enter");

        await rita.HasStatusAsync("Completed");
    }
}
