using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>Coming in, going out, and getting lost.</summary>
public sealed class SessionJourneys(ProductFixture product) : Journey(product)
{
    [Fact]
    public async Task SignOut_LeadsToTheSignInPage_AndBackToWhatWasAskedFor()
    {
        var max = await VisitAsAsync("max");

        await max.Page.GetByRole(AriaRole.Button, new() { Name = "my menu" }).ClickAsync();
        await max.Button("Sign out").ClickAsync();
        await Expect(max.Heading("Sign in to Workflows")).ToBeVisibleAsync();

        await max.SignInAsync("max", Urls.InboxWith("available"));
        await Expect(max.Heading("Inbox")).ToBeVisibleAsync();
        Assert.EndsWith(Urls.InboxWith("available"), max.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInThatIsOver_AsksAgain_AndComesBackToTheSamePage()
    {
        var rita = await VisitAsAsync("rita");
        await rita.StartExpenseAsync("A clock that stopped", "1200");
        var address = rita.Page.Url;

        await rita.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "wf-session" });
        await rita.Page.ReloadAsync();
        await Expect(rita.Heading("Sign in to Workflows")).ToBeVisibleAsync();
        await rita.ChooseDemoPersonAsync("rita");

        await rita.HasStatusAsync("Waiting");
        Assert.Equal(address, rita.Page.Url);
    }
}
