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
        Assert.Equal("import-document", await ada.Page.EvaluateAsync<string>("() => document.activeElement.id"));

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
}
