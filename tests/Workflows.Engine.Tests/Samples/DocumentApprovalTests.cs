using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Samples;

public sealed class DocumentApprovalTests
{
    [Fact]
    public async Task Approved_IsPublished_AndTheAuthorToldSo()
    {
        await using var run = await StartAsync();

        await run.DecideAsync("review", "approve", group: "managers");

        run.AssertEndedAt("done");
        Assert.Equal("review:approve publish notify done", await run.TrailAsync());
        Assert.Equal(("\"max\"", "\"rita\""), (run.Data("publication.approvedBy"), run.Data("notification.to")));
        Assert.Contains("is published", run.Data("notification.text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_IsNotPublished_AndTheAuthorToldWhy()
    {
        await using var run = await StartAsync();

        await run.DecideAsync("review", "reject", group: "managers", comment: "Out of date.");

        run.AssertEndedAt("done");
        Assert.Equal("review:reject notify done", await run.TrailAsync());
        Assert.Equal("", run.Data("publication"));
        Assert.Contains("was rejected: Out of date.", run.Data("notification.text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangesRequestedTwice_LoopsBackToTheAuthorWithTheComments()
    {
        await using var run = await StartAsync();

        await run.DecideAsync("review", "request_changes", group: "managers", comment: "Shorter, please.");
        Assert.Equal((InstanceStatus.Waiting, "max: Shorter, please.", "rita"), (run.Status, run.TaskOf("revise").Summary, run.TaskOf("revise").Assignee));
        await run.DecideAsync("revise", null, new { title = "Travel, short", text = "Go by train." }, by: "rita");
        Assert.Equal("A guideline by rita, revision 2", run.TaskOf("review").Summary);
        Assert.Equal("Review \"Travel, short\"", run.TaskOf("review").Title);
        await run.DecideAsync("review", "request_changes", group: "managers", comment: "Still too long.");
        await run.DecideAsync("revise", null, new { title = "Trains", text = "Go by train!" }, by: "rita");
        await run.DecideAsync("review", "approve", by: "mia", group: "managers");

        run.AssertEndedAt("done");
        Assert.Equal(
            "review:request_changes count_revision revise review:request_changes count_revision revise review:approve publish notify done", await run.TrailAsync());
        Assert.Equal(("3", "\"Trains\"", "\"mia\""), (run.Data("revision"), run.Data("title"), run.Data("publication.approvedBy")));
        Assert.Equal(3, run.Instance.Steps["review"].Visits);
    }

    [Fact]
    public async Task Revise_BySomebodyElse_IsRefused()
    {
        await using var run = await StartAsync();
        await run.DecideAsync("review", "request_changes", group: "managers", comment: "Shorter, please.");

        Assert.IsType<Rejection.NotEligible>(await run.RefusedAsync(run.TaskOf("revise"), null, new { title = "Mine", text = "All mine now." }, by: "max", group: "managers"));
        Assert.Equal("\"Travel policy\"", run.Data("title"));
    }

    private static Task<SampleRun> StartAsync() =>
        SampleRun.StartAsync("document_approval", new { title = "Travel policy", text = "Go by train where you can.", kind = "guideline" });
}
