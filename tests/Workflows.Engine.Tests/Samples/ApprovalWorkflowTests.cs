using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Samples;

public sealed class ApprovalWorkflowTests
{
    [Fact]
    public async Task Approved_IsProcessed()
    {
        await using var run = await SampleRun.StartAsync("approval_workflow", new { requestId = "REQ-001", amount = 500m });
        Assert.Equal(InstanceStatus.Waiting, run.Status);
        Assert.Equal(["manager_approval"], run.Open);

        await run.DecideAsync("manager_approval", null, new { approved = true, comments = "Looks good!" }, "manager@example.com");

        run.AssertEndedAt(null);
        Assert.Equal("submit manager_approval process", await run.TrailAsync());
        Assert.Equal(("\"rita\"", "true", "\"manager@example.com\"", "500"), (run.Data("submittedBy"), run.Data("processed"), run.Data("manager_approval.by"), run.Data("amount")));
    }

    [Fact]
    public async Task NotApproved_IsNotProcessed()
    {
        await using var run = await SampleRun.StartAsync("approval_workflow", new { requestId = "REQ-002" });

        await run.DecideAsync("manager_approval", null, new { approved = false });

        run.AssertEndedAt(null);
        Assert.Equal("submit manager_approval process:skipped", await run.TrailAsync());
        Assert.Equal("", run.Data("processed"));
    }

    [Fact]
    public async Task AnswerWithoutADecision_IsRefused()
    {
        await using var run = await SampleRun.StartAsync("approval_workflow", new { requestId = "REQ-003" });

        var refused = Assert.IsType<Rejection.InvalidData>(await run.RefusedAsync(run.TaskOf("manager_approval"), null, new { comments = "?" }));

        Assert.Equal(["/approved"], refused.Errors.Select(e => e.InstancePath));
    }
}
