using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>The approval journey: a request from a form, decisions in the inbox, and the instance at its end without a reload.</summary>
public sealed partial class ExpenseJourneys(ProductFixture product) : Journey(product)
{
    [Fact]
    public async Task Small_IsPaidWithoutAnybody()
    {
        var rita = await StartAsync("Pens for the workshop", "500");

        await Expect(Status(rita)).ToHaveTextAsync("Completed");
        Assert.Equal(0, await rita.Page.GetByText("Manager approval was offered").CountAsync());
    }

    [Fact]
    public async Task Medium_ManagerApproves_AndTheRequestersPageFollowsByItself()
    {
        var rita = await StartAsync("A chair for the office", "5000");
        await Expect(Status(rita)).ToHaveTextAsync("Waiting");

        var max = await VisitAsAsync("max", $"{Urls.Inbox}?scope=available");
        await DecideAsync(max, "A chair for the office", "Approve");

        await Expect(Status(rita)).ToHaveTextAsync("Completed");
    }

    [Fact]
    public async Task Large_BothMustAgree_AndItIsPaidOnce()
    {
        var rita = await StartAsync("A machine for the plant", "50000");
        var max = await VisitAsAsync("max", $"{Urls.Inbox}?scope=available");
        await DecideAsync(max, "A machine for the plant", "Approve");
        await Expect(max.Page.GetByText("A machine for the plant")).ToHaveCountAsync(0);
        await Expect(Status(rita)).ToHaveTextAsync("Waiting");

        var fiona = await VisitAsAsync("fiona", $"{Urls.Inbox}?scope=available");
        await DecideAsync(fiona, "A machine for the plant", "Release");

        await Expect(Status(rita)).ToHaveTextAsync("Completed");
    }

    [Theory]
    [InlineData("rita", Urls.Home)]
    [InlineData("rita", Urls.Start)]
    [InlineData("rita", "/start/expense_approval")]
    [InlineData("rita", Urls.Requests)]
    [InlineData("max", Urls.Inbox)]
    [InlineData("ada", Urls.Definitions)]
    [InlineData("ada", "/definitions/expense_approval")]
    [InlineData("ada", Urls.Instances)]
    [InlineData("ada", Urls.Users)]
    [InlineData("ada", Urls.ApiKeys)]
    public async Task Page_LightAndDark_IsAccessible(string person, string path)
    {
        var visitor = await VisitAsAsync(person, path);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        await visitor.IsAccessibleAsync();
    }

    private async Task<Visitor> StartAsync(string purpose, string amount)
    {
        var rita = await VisitAsAsync("rita", "/start/expense_approval");
        await rita.Page.GetByLabel("What was it for?").FillAsync(purpose);
        await rita.Page.GetByLabel("Amount").FillAsync(amount);
        await rita.Page.GetByLabel("Category").SelectOptionAsync(new SelectOptionValue { Label = "Equipment" });
        await rita.Page.GetByLabel("Spent on").FillAsync("2026-01-15");
        await rita.Button("Start").ClickAsync();
        await rita.Page.WaitForURLAsync(InstanceAddress());
        return rita;
    }

    private static async Task DecideAsync(Visitor visitor, string purpose, string outcome)
    {
        await visitor.Page.GetByText(purpose).First.ClickAsync();
        await visitor.Button(outcome).ClickAsync();
    }

    private static ILocator Status(Visitor visitor) => visitor.Page.Locator(".page-header .status-chip").First;

    [GeneratedRegex("/instances/[0-9a-f-]{36}")]
    private static partial Regex InstanceAddress();
}
