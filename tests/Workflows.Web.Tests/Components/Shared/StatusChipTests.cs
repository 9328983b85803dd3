using Bunit;
using Workflows.Web.Components.Shared;

namespace Workflows.Web.Tests.Components.Shared;

public sealed class StatusChipTests : WebTestContext
{
    [Theory]
    [InlineData("pending", "Pending", "canceled", false)]
    [InlineData("scheduled", "Scheduled", "canceled", false)]
    [InlineData("running", "Running", "running", false)]
    [InlineData("waiting", "Waiting", "waiting", false)]
    [InlineData("paused", "Paused", "paused", false)]
    [InlineData("succeeded", "Done", "completed", false)]
    [InlineData("completed", "Completed", "completed", false)]
    [InlineData("failed", "Failed", "failed", false)]
    [InlineData("canceled", "Canceled", "canceled", true)]
    [InlineData("skipped", "Skipped", "canceled", true)]
    [InlineData("offered", "Available", "waiting", false)]
    [InlineData("allocated", "Claimed", "waiting", false)]
    [InlineData("started", "In progress", "running", false)]
    [InlineData("suspended", "On hold", "paused", false)]
    [InlineData("no-such-status", "no-such-status", "canceled", false)]
    public void Render_Status_IsAWordAnIconAndATone(string status, string word, string tone, bool isStruck)
    {
        var chip = Render<StatusChip>(parameters => parameters.Add(c => c.Status, status)).Find(".status-chip");

        Assert.Equal(
            (word, $"--tone: var(--wf-{tone}); --ground: var(--wf-{tone}-bg, transparent)", isStruck, "true"),
            (chip.TextContent.Trim(), chip.GetAttribute("style"), chip.ClassList.Contains("struck"), chip.QuerySelector("svg")?.GetAttribute("aria-hidden")));
    }

    [Fact]
    public void Render_WithText_ShowsThatWord()
    {
        var chip = Render<StatusChip>(parameters => parameters.Add(c => c.Status, "waiting").Add(c => c.Text, "Here"));

        Assert.Equal("Here", chip.Find(".status-chip").TextContent.Trim());
    }
}
