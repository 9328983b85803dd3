using Bunit;
using Microsoft.AspNetCore.Components;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Tests.Components.Shared;

public sealed class StatesTests : WebTestContext
{
    [Fact]
    public void ErrorState_TryAgain_CallsBack()
    {
        var calls = 0;
        var state = Render<ErrorState>(parameters => parameters.Add(s => s.Title, "Broken").Add(s => s.OnRetry, () => calls++));

        state.Find("button").Click();

        Assert.Equal((1, "alert"), (calls, state.Find(".error-state").GetAttribute("role")));
    }

    [Fact]
    public void ErrorState_NothingToRetry_HasNoButton()
    {
        var state = Render<ErrorState>(parameters => parameters.Add(s => s.Title, "Broken").Add(s => s.Text, "Because."));

        Assert.Empty(state.FindAll("button"));
        Assert.Equal(["Broken", "Because."], state.FindAll("p").Select(text => text.TextContent));
    }

    [Fact]
    public void EmptyState_WithActions_ShowsThem()
    {
        var state = Render<EmptyState>(parameters => parameters.Add(s => s.Title, "Nothing").AddChildContent("<a href='/start'>Start</a>"));

        Assert.Equal(("Nothing", "/start"), (state.Find(".title").TextContent, state.Find(".actions a").GetAttribute("href")));
    }

    [Fact]
    public void ListSkeleton_Rows_AreForEyesOnly()
    {
        var skeleton = Render<ListSkeleton>(parameters => parameters.Add(s => s.Rows, 4).Add(s => s.Label, "Loading tasks"));

        Assert.Equal(4, skeleton.FindAll(".row[aria-hidden=true]").Count);
        Assert.Equal("Loading tasks", skeleton.Find("[role=status] .visually-hidden").TextContent);
    }

    [Fact]
    public void PageHeader_Always_HasTheOneHeading()
    {
        var header = Render<PageHeader>(parameters => parameters
            .Add(h => h.Title, "Inbox")
            .Add(h => h.Subtitle, "What waits for you.")
            .Add(h => h.Actions, (RenderFragment)(builder => builder.AddMarkupContent(0, "<button>Claim</button>"))));

        Assert.Equal(
            ("Inbox", "What waits for you.", "Claim"),
            (header.Find("h1").TextContent, header.Find("p").TextContent, header.Find(".actions button").TextContent));
    }

    [Fact]
    public async Task CopyId_Click_CopiesTheWholeIdAndSaysSo()
    {
        const string Id = "0199f3a2-7b1c-7000-8000-9a3b2c1d4e5f";
        var module = JSInterop.SetupModule("./Components/Shared/CopyId.razor.js");
        module.Setup<bool>("copy", Id).SetResult(true);
        var copy = Render<CopyId>(parameters => parameters.Add(c => c.Value, Id));

        await copy.Find("button").ClickAsync(new());

        Assert.Equal(("…2c1d4e5f", "Copied"), (copy.Find("code").TextContent, copy.Find("[role=status]").TextContent));
    }
}
