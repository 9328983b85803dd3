using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>What people do again and again.</summary>
internal static partial class Acts
{
    /// <summary>Starts an expense from the catalogue, and stays on the page of the new instance.</summary>
    public static async Task StartExpenseAsync(this Visitor visitor, string purpose, string amount)
    {
        await visitor.OpenAsync(Urls.Start);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Expense approval" }).ClickAsync();
        await visitor.Page.GetByLabel("What was it for?").FillAsync(purpose);
        await visitor.Page.GetByLabel("Amount").FillAsync(amount);
        await visitor.Page.GetByLabel("Category").SelectOptionAsync(new SelectOptionValue { Label = "Equipment" });
        await visitor.Page.GetByLabel("Spent on").FillAsync("2026-01-15");
        await visitor.Button("Start").ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(InstanceAddress());
    }

    /// <summary>Opens the inbox and chooses the task that is about <paramref name="words"/>. Gives the task's id.</summary>
    public static async Task<string> ChooseTaskAsync(this Visitor visitor, string words, string scope = "available")
    {
        await visitor.OpenAsync(Urls.InboxWith(scope));
        await visitor.Page.GetByText(words).First.ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(TaskInAddress());
        return TaskInAddress().Match(visitor.Page.Url).Groups[1].Value;
    }

    /// <summary>Chooses a task in the inbox and decides it.</summary>
    public static async Task DecideAsync(this Visitor visitor, string words, string outcome, string? comment = null)
    {
        await visitor.ChooseTaskAsync(words);
        await visitor.Button(outcome).ClickAsync();
        if (comment is not null)
        {
            await visitor.Page.GetByLabel($"Why “{outcome}”?").FillAsync(comment);
            await visitor.Button(outcome).ClickAsync();
        }
    }

    /// <summary>The status at the top of an instance's page becomes this.</summary>
    public static Task HasStatusAsync(this Visitor visitor, string status) => Expect(visitor.Page.Locator(".page-header .status-chip").First).ToHaveTextAsync(status);

    /// <summary>The diagram says this of a step, for example "done" or "waiting, here now".</summary>
    public static Task HasStepAsync(this Visitor visitor, string step, string state) =>
        Expect(visitor.Page.GetByRole(AriaRole.Group).GetByRole(AriaRole.Button, new() { Name = $"{step}, {state}", Exact = true })).ToBeVisibleAsync();

    /// <summary>Marks the page as it is now; <see cref="WasNotReloadedAsync"/> tells whether it still is the same.</summary>
    public static Task MarkAsync(this Visitor visitor) => visitor.Page.EvaluateAsync("() => { window.isTheSame = true; }");

    /// <summary>The page is the one that was marked.</summary>
    public static async Task WasNotReloadedAsync(this Visitor visitor) => Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.isTheSame === true"));

    /// <summary>Nothing sticks out at the side.</summary>
    public static async Task FitsAsync(this Visitor visitor)
    {
        var tooWide = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        Assert.True(tooWide <= 0, $"{visitor.Page.Url} is {tooWide} px wider than the screen.");
    }

    /// <summary>Presses Tab until the focus is on something with this text.</summary>
    public static async Task TabToAsync(this Visitor visitor, string text)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor.Page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()") == text)
            {
                return;
            }
        }

        Assert.Fail($"The focus never came to “{text}”.");
    }

    [GeneratedRegex("/instances/[0-9a-f-]{36}")]
    private static partial Regex InstanceAddress();

    [GeneratedRegex("task=([0-9a-f-]{36})")]
    private static partial Regex TaskInAddress();
}
