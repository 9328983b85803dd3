using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Tests.Components.Shared;

public sealed class ConfirmDialogTests : WebTestContext
{
    [Fact]
    public async Task Ask_ReasonIsRequired_WaitsForOne()
    {
        var (dialog, answer) = Open(ReasonNeed.Required);

        await dialog.Find(".mud-button-filled").ClickAsync(new());
        Assert.False(answer.IsCompleted);
        Assert.Contains("Say why: it is kept in the history.", dialog.Markup, StringComparison.Ordinal);

        await dialog.Find("textarea").InputAsync(new() { Value = "  sent twice " });
        await dialog.Find(".mud-button-filled").ClickAsync(new());

        Assert.Equal("sent twice", await answer);
    }

    [Fact]
    public async Task Ask_NoReasonAskedFor_AnswersEmpty()
    {
        var (dialog, answer) = Open(ReasonNeed.None);

        Assert.Empty(dialog.FindAll("textarea"));
        await dialog.Find(".mud-button-filled").ClickAsync(new());

        Assert.Equal("", await answer);
    }

    [Fact]
    public async Task Ask_GoBack_AnswersNull()
    {
        var (dialog, answer) = Open(ReasonNeed.Optional);

        await dialog.FindAll("button").First(button => button.TextContent == "Go back").ClickAsync(new());

        Assert.Null(await answer);
    }

    private (IRenderedComponent<MudDialogProvider> Dialog, Task<string?> Answer) Open(ReasonNeed reason)
    {
        var provider = Render<MudDialogProvider>();
        var answer = provider.InvokeAsync(() => ConfirmDialog.AskAsync(
            Services.GetRequiredService<IDialogService>(), "Cancel?", "It ends.", "Cancel instance", reason));
        provider.WaitForElement(".mud-button-filled");
        return (provider, answer);
    }
}
