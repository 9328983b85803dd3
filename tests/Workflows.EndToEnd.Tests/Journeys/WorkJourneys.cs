using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>Work that goes back and forth, and people who get in each other's way.</summary>
public sealed class WorkJourneys(ProductFixture product) : Journey(product)
{
    [Fact]
    public async Task Document_SentBack_ComesAgainWithTheChanges()
    {
        var rita = await VisitAsAsync("rita", Urls.StartForm("document_approval"));
        await rita.Page.GetByLabel("Title").FillAsync("Travel rules");
        await rita.Page.GetByLabel("Text").FillAsync("Travel by train where it takes less than five hours.");
        await rita.Button("Start").ClickAsync();
        await rita.HasStatusAsync("Waiting");
        var max = await VisitAsAsync("max");

        await max.DecideAsync("Review \"Travel rules\"", "Request changes", "Who pays for the hotel?");

        await rita.HasStepAsync("Revise", "waiting, here now");
        await rita.ChooseTaskAsync("Revise \"Travel rules\"", scope: "mine");
        await Expect(rita.Page.Locator(".preview").GetByText("Who pays for the hotel?").First).ToBeVisibleAsync();
        await rita.Page.GetByLabel("Text").FillAsync("Travel by train; the company pays for the hotel.");
        await rita.Button("Complete").ClickAsync();

        await max.ChooseTaskAsync("Review \"Travel rules\"");
        await Expect(max.Page.Locator(".preview").GetByText("the company pays for the hotel").First).ToBeVisibleAsync();
        await max.Button("Approve").ClickAsync();

        await rita.OpenAsync(Urls.Requests);
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Travel rules" }).First.ClickAsync();
        await rita.HasStatusAsync("Completed");
        await rita.HasStepAsync("Review ×2", "done");
    }

    [Fact]
    public async Task TwoPeople_OneTask_TheSlowerIsToldAndLosesNothing()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A lamp for two", "3000");
        var mona = await VisitAsAsync("mona");
        await mona.ChooseTaskAsync("A lamp for two");
        await mona.Page.GetByLabel("Note for the file").FillAsync("I had so much to say about lamps.");
        await mona.Page.Keyboard.PressAsync("Tab");

        var max = await VisitAsAsync("max");
        await max.DecideAsync("A lamp for two", "Approve");
        await rita.HasStatusAsync("Completed");

        var told = mona.Page.GetByRole(AriaRole.Alert);
        await Expect(told.GetByText("Somebody else was faster")).ToBeVisibleAsync();
        await Expect(told.GetByText("Max Meier")).ToBeVisibleAsync();
        await Expect(told.GetByText("I had so much to say about lamps.")).ToBeVisibleAsync();
        await Expect(mona.Button("Approve")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Canceled_WithAReason_TakesTheTaskAway()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A sofa nobody needs", "4000");
        var max = await VisitAsAsync("max");
        await max.ChooseTaskAsync("A sofa nobody needs");

        await rita.Button("Cancel").ClickAsync();
        var dialog = rita.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("The task “Manager approval”, offered to the group managers")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();
        await Expect(dialog.GetByText("Say why: it is kept in the history.")).ToBeVisibleAsync();
        await dialog.GetByLabel("Reason").FillAsync("We sit on the floor.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel it" }).ClickAsync();

        await rita.HasStatusAsync("Canceled");
        await Expect(rita.Page.Locator(".where-it-is").GetByText("We sit on the floor.")).ToBeVisibleAsync();
        await Expect(rita.Button("Cancel")).ToHaveCountAsync(0);
        await Expect(max.Page.GetByText("The task was withdrawn").First).ToBeVisibleAsync();
        await max.OpenAsync(Urls.InboxWith("available"));
        await Expect(max.Heading("Inbox")).ToBeVisibleAsync();
        await Expect(max.Page.GetByText("A sofa nobody needs")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task SomebodyElses_TaskAndInstance_AreNotThere()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A secret present", "2000");
        var instance = new Uri(rita.Page.Url).AbsolutePath;
        var max = await VisitAsAsync("max");
        var task = await max.ChooseTaskAsync("A secret present");

        var harry = await VisitAsAsync("harry", Urls.Task(task));
        await Expect(harry.Page.GetByText("There is no such task for you")).ToBeVisibleAsync();
        await Expect(harry.Page.GetByText("A secret present")).ToHaveCountAsync(0);
        await harry.OpenAsync(instance);
        await Expect(harry.Heading("No such instance")).ToBeVisibleAsync();
        await Expect(harry.Page.GetByText("A secret present")).ToHaveCountAsync(0);

        var answer = await harry.Context.APIRequest.GetAsync($"{Urls.Api}/tasks/{task}");
        Assert.Equal(404, answer.Status);
        Assert.DoesNotContain("secret", await answer.TextAsync(), StringComparison.Ordinal);
        await rita.HasStatusAsync("Waiting");
    }
}
