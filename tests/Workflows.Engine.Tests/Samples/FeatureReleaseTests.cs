using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Samples;

public sealed class FeatureReleaseTests
{
    private static readonly (string Step, string Group)[] s_reviews = [("team_review", "team"), ("qa_signoff", "qa"), ("product_approval", "product")];

    [Fact]
    public async Task AllThreeApprove_IsDeployed()
    {
        await using var run = await StartAsync();

        await ApproveAsync(run, 3);

        run.AssertEndedAt("released");
        Assert.Equal("team_review:approve qa_signoff:approve product_approval:approve deploy released", await run.TrailAsync());
        Assert.Equal("25", run.Data("deployment.percent"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AnyOfThemSendsItBack_AllThreeLookAgainAfterTheRework(int sender)
    {
        await using var run = await StartAsync();

        await ApproveAsync(run, sender);
        await run.DecideAsync(s_reviews[sender].Step, "send_back", by: "quinn", group: s_reviews[sender].Group, comment: "Crashes on Sundays.");
        Assert.Equal(["rework"], run.Open);
        Assert.Equal(("quinn: Crashes on Sundays.", "rita"), (run.TaskOf("rework").Summary, run.TaskOf("rework").Assignee));
        Assert.Equal("", run.Data("deployment"));
        await run.DecideAsync("rework", null, new { releaseNotes = "Works on every day now.", risk = "medium" }, by: "rita");
        await ApproveAsync(run, 3);

        run.AssertEndedAt("released");
        var before = string.Concat(s_reviews.Take(sender).Select(r => $"{r.Step}:approve "));
        Assert.Equal(
            $"{before}{s_reviews[sender].Step}:send_back rework team_review:approve qa_signoff:approve product_approval:approve deploy released", await run.TrailAsync());
        Assert.Equal(("\"Works on every day now.\"", "\"medium\""), (run.Data("releaseNotes"), run.Data("risk")));
    }

    [Fact]
    public async Task SendBack_WithoutAComment_IsRefused()
    {
        await using var run = await StartAsync();

        Assert.IsType<Rejection.CommentRequired>(await run.RefusedAsync(run.TaskOf("team_review"), "send_back", group: "team"));
        Assert.IsType<Rejection.NotEligible>(await run.RefusedAsync(run.TaskOf("team_review"), "approve", group: "qa"));
        Assert.Equal(["team_review"], run.Open);
    }

    private static async Task ApproveAsync(SampleRun run, int count)
    {
        foreach (var (step, group) in s_reviews.Take(count))
        {
            Assert.Equal([step], run.Open);
            await run.DecideAsync(step, "approve", group: group);
        }
    }

    private static Task<SampleRun> StartAsync() => SampleRun.StartAsync(
        "feature_release", new { feature = "Dark mode", releaseNotes = "Pages can be dark now.", risk = "low", rollout = new { percent = 25 } });
}
