using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Workflows.EndToEnd.Tests.Harness;
using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Web;
using static Microsoft.Playwright.Assertions;

namespace Workflows.EndToEnd.Tests.Journeys;

/// <summary>Keeping it all running: what stands still is found and repaired, and new definitions come in.</summary>
public sealed class OperateJourneys(ProductFixture product) : Journey(product)
{
    private const string Broken = """
        {
          "key": "gift_wrapping",
          "version": "1.0.0",
          "name": "Gift wrapping",
          "steps": [
            { "id": "wrap", "kind": "human", "name": "Wrap it" },
            { "id": "done", "kind": "end" }
          ],
          "edges": [ { "from": "wrap", "to": "dome" } ]
        }
        """;

    [Fact]
    public async Task Incident_IsFoundUnderstoodAndRetried()
    {
        var engine = Product.Services.GetRequiredService<IWorkflowEngine>();
        var started = await engine.StartAsync("vm_provisioning", new { name = "build-07", size = "large", purpose = "Builds in the night", days = 30 }, "rita", TestContext.Current.CancellationToken);
        await engine.CompleteTaskAsync(started.OpenTasks[0].Id, new { }, new Actor("max", ["managers"], TenantId.Default), "approve", cancellationToken: TestContext.Current.CancellationToken);

        var ada = await VisitAsAsync("ada", Urls.Instances);
        await ada.Button("With an incident").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "build-07 (large)" }).ClickAsync();
        await ada.HasStatusAsync("Failed");
        await Expect(ada.Page.Locator(".incident")).ToContainTextAsync("The quota for large machines is used up.");
        await ada.HasStepAsync("Provision", "failed, here now");
        await ada.MarkAsync();

        await ada.Button("Retry").ClickAsync();

        await ada.HasStatusAsync("Completed");
        await ada.HasStepAsync("Provision", "done");
        await Expect(ada.Page.Locator(".incident")).ToHaveCountAsync(0);
        await ada.WasNotReloadedAsync();

        await ada.Page.GetByRole(AriaRole.Group).GetByRole(AriaRole.Button, new() { Name = "Provision, done", Exact = true }).ClickAsync();
        await Expect(ada.Page.Locator(".step-panel")).ToContainTextAsync("2 attempts");
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "What happened" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Filter_ThenALinkBeforeItsAnswer_DoesNotBringThemBack()
    {
        var engine = Product.Services.GetRequiredService<IWorkflowEngine>();
        var started = await engine.StartAsync("vm_provisioning", new { name = "build-09", size = "small", purpose = "Builds at noon", days = 30 }, "rita", TestContext.Current.CancellationToken);
        var ada = await VisitAsAsync("ada", $"{Urls.Instances}?q=build-09");
        await Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "build-09 (small)" })).ToBeVisibleAsync();

        await ada.Page.EvaluateAsync(
            """
            () => {
              [...document.querySelectorAll("button")].find(button => button.textContent.trim() === "Waiting").click();
              [...document.querySelectorAll("main a")].find(link => link.textContent.trim() === "build-09 (small)").click();
            }
            """);

        await ada.HasStatusAsync("Waiting");
        // An answer to the filter would have come before the answer to this.
        await ada.Page.GetByRole(AriaRole.Group).GetByRole(AriaRole.Button, new() { NameRegex = new(", here now") }).First.ClickAsync();
        await Expect(ada.Page.Locator(".step-panel")).ToBeVisibleAsync();
        Assert.Equal(Urls.Instance(started.Id.ToString()), new Uri(ada.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Instance_PausedThenRepaired_DoesWhatThePreviewSaid()
    {
        var engine = Product.Services.GetRequiredService<IWorkflowEngine>();
        var started = await engine.StartAsync("vm_provisioning", new { name = "build-08", size = "small", purpose = "Builds by day", days = 30 }, "rita", TestContext.Current.CancellationToken);
        var ada = await VisitAsAsync("ada", Urls.Instance(started.Id.ToString()));
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);

        await ada.Button("Pause").ClickAsync();
        await dialog.GetByLabel("Reason (required)").FillAsync("The auditors look at it.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pause it" }).ClickAsync();
        await ada.HasStatusAsync("Paused");
        await Expect(ada.Page.Locator(".paused")).ToContainTextAsync("The auditors look at it.");

        await ada.Button("Resume").ClickAsync();
        await dialog.GetByLabel("Reason (required)").FillAsync("They are done.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Resume it" }).ClickAsync();
        await ada.HasStatusAsync("Waiting");

        await ada.Button("Repair").ClickAsync();
        await Expect(dialog.Locator(".refusal")).ToContainTextAsync("can be taken without an outcome");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Repair", Exact = true })).ToBeDisabledAsync();
        await dialog.GetByLabel("What to do").ClickAsync();
        await ada.Page.GetByText("End a step with an outcome").ClickAsync();
        await Expect(dialog.Locator(".effects")).ToContainTextAsync("Ada Almeida ended “Manager approval” with Approve");
        await ada.IsAccessibleAsync();
        await dialog.GetByLabel("Reason (required)").FillAsync("The manager is away.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Repair", Exact = true }).ClickAsync();

        await ada.HasStatusAsync("Completed");
        await Expect(ada.Page.Locator(".timeline-panel")).ToContainTextAsync("The manager is away.");
        await Expect(ada.Page.Locator(".legend .overridden")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Definition_WithAMistake_IsMendedAndPublished()
    {
        var ada = await VisitAsAsync("ada", Urls.Definitions);
        await ada.Button("Import").ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        var document = dialog.GetByLabel("Document", new() { Exact = true });

        await document.FillAsync(Broken);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check and publish" }).ClickAsync();
        await Expect(dialog.GetByText("It was not published: 1 error")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "line 9, column" }).ClickAsync();
        await Expect(document).ToBeFocusedAsync();

        await document.FillAsync(Broken.Replace("dome", "done", StringComparison.Ordinal));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check and publish" }).ClickAsync();
        await Expect(dialog.GetByText("Published", new() { Exact = true })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check and publish" }).ClickAsync();
        await Expect(dialog.GetByText("Unchanged", new() { Exact = true })).ToBeVisibleAsync();

        await dialog.GetByRole(AriaRole.Link, new() { Name = "Open the definition" }).ClickAsync();
        await Expect(ada.Heading("Gift wrapping")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await ada.Page.GetByRole(AriaRole.Group).GetByRole(AriaRole.Button, new() { Name = "Wrap it", Exact = true }).ClickAsync();
        await Expect(ada.Page.Locator(".step-details")).ToContainTextAsync("Waits until somebody completes the task.");
    }

    [Fact]
    public async Task Draft_WithAMistake_IsMendedPublishedRetiredAndRestored()
    {
        var mended = Broken.Replace("gift_wrapping", "gift_cards", StringComparison.Ordinal).Replace("Gift wrapping", "Gift cards", StringComparison.Ordinal);
        var ada = await VisitAsAsync("ada", Urls.Definitions);
        await ada.Button("Import").ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Document", new() { Exact = true }).FillAsync(mended);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save as draft" }).ClickAsync();
        await Expect(dialog.GetByText("Saved as draft", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(dialog.GetByText("To be mended before it can be published: 1 error")).ToBeVisibleAsync();
        await ada.IsAccessibleAsync();
        await dialog.GetByRole(AriaRole.Link, new() { Name = "Open the definition" }).ClickAsync();

        await ada.HasStatusAsync("Draft");
        await Expect(ada.Page.GetByText("1 error to mend before it can be published")).ToBeVisibleAsync();
        await ada.IsAccessibleAsync();
        var rita = await VisitAsAsync("rita", Urls.Start);
        await Expect(rita.Page.GetByRole(AriaRole.Link, new() { Name = "Expense approval" })).ToBeVisibleAsync();
        await Expect(rita.Page.GetByRole(AriaRole.Link, new() { Name = "Gift cards" })).ToHaveCountAsync(0);

        await ada.Button("Edit").ClickAsync();
        var document = dialog.GetByLabel("Document", new() { Exact = true });
        await document.FillAsync((await document.InputValueAsync()).Replace("dome", "done", StringComparison.Ordinal));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save as draft" }).ClickAsync();
        await Expect(dialog.GetByText("Saved as draft", new() { Exact = true })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();
        await ada.Button("Publish").ClickAsync();
        await Expect(dialog.GetByText("New instances take version 1.0.0.")).ToBeVisibleAsync();
        await ada.IsAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(ada.Page.Locator(".page-header .status-chip")).ToHaveCountAsync(0);

        await rita.OpenAsync(Urls.Start);
        await rita.Page.GetByRole(AriaRole.Link, new() { Name = "Gift cards" }).ClickAsync();
        await rita.Button("Start").ClickAsync();
        await rita.HasStatusAsync("Waiting");

        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Versions" }).ClickAsync();
        await ada.Button("Retire version 1.0.0").ClickAsync();
        await Expect(dialog.GetByText("1 running instance stays on it and goes on.")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();
        await ada.HasStatusAsync("Retired");
        await ada.IsAccessibleAsync();
        await rita.OpenAsync(Urls.StartForm("gift_cards"));
        await Expect(rita.Page.GetByText("Every published version of 'gift_cards' is retired")).ToBeVisibleAsync();

        await ada.Button("Restore version 1.0.0").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        await Expect(ada.Page.Locator(".page-header .status-chip")).ToHaveCountAsync(0);
        await rita.OpenAsync(Urls.StartForm("gift_cards"));
        await Expect(rita.Button("Start")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Bundle_ExportedAndImported_ShowsWhatWouldHappenFirst()
    {
        var ada = await VisitAsAsync("ada", Urls.Definitions);
        await ada.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose Expense approval" }).CheckAsync();
        await ada.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose Document approval" }).CheckAsync();
        var download = await ada.Page.RunAndWaitForDownloadAsync(() => ada.Page.GetByRole(AriaRole.Link, new() { Name = "Export 2" }).ClickAsync());
        var bundle = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("workflows.yaml", download.SuggestedFilename);

        await ada.Button("Import").ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        var document = dialog.GetByLabel("Document", new() { Exact = true });
        await document.FillAsync(bundle);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check and publish" }).ClickAsync();
        await Expect(dialog.GetByText("Nothing is new: all of them are here with exactly this content.")).ToBeVisibleAsync();

        await document.FillAsync(bundle.Replace("version: 1.0.0", "version: 7.1.0", StringComparison.Ordinal));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Check and publish" }).ClickAsync();
        await Expect(dialog.GetByText("New version; nothing but the number is new since 1.0.0")).ToHaveCountAsync(2);
        await ada.IsAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish 2 definitions" }).ClickAsync();
        await Expect(dialog.GetByText("Published", new() { Exact = true })).ToHaveCountAsync(2);
    }
}
