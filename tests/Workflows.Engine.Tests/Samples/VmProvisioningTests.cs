using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Samples;

public sealed class VmProvisioningTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromDays(2);

    [Fact]
    public async Task ManagerApproves_IsProvisioned()
    {
        await using var run = await StartAsync("small");

        await run.DecideAsync("manager_approval", "approve", new { days = 14 }, group: "managers");

        run.AssertEndedAt("provisioned");
        Assert.Equal("manager_approval:approve provision provisioned", await run.TrailAsync());
        Assert.Equal(("\"build-01\"", "14"), (run.Data("machine.name"), run.Data("manager_approval.days")));
        Assert.Matches("^\"10\\.20\\.[0-9]+\\.[0-9]+\"$", run.Data("machine.address"));
    }

    [Fact]
    public async Task ManagerRejects_NothingIsProvisioned()
    {
        await using var run = await StartAsync("small");

        await run.DecideAsync("manager_approval", "reject", group: "managers", comment: "Use the shared one.");

        run.AssertEndedAt("rejected");
        Assert.Equal("manager_approval:reject rejected", await run.TrailAsync());
        Assert.Equal("", run.Data("machine"));
    }

    [Theory]
    [InlineData("approve", "provision provisioned", "provisioned")]
    [InlineData("reject", "rejected", "rejected")]
    public async Task NobodyDecidesForTwoDays_ItIsAskedInstead(string outcome, string rest, string end)
    {
        await using var run = await StartAsync("medium");
        var late = run.TaskOf("manager_approval");

        await run.PassAsync(s_limit, i => i.OpenTasks.Any(t => t.Step == "escalated_approval"));
        Assert.Equal(["escalated_approval"], run.Open);
        await run.RefusedAsync(late, "approve", group: "managers");
        Assert.IsType<Rejection.NotEligible>(await run.RefusedAsync(run.TaskOf("escalated_approval"), "approve", group: "managers"));
        await run.DecideAsync("escalated_approval", outcome, by: "ian", group: "it", comment: "Decided by IT.");

        run.AssertEndedAt(end);
        Assert.Equal($"manager_approval:timeout escalated_approval:{outcome} {rest}", await run.TrailAsync());
        Assert.Equal("", run.Data("manager_approval"));
    }

    [Fact]
    public async Task DecidedJustInTime_IsNotEscalated()
    {
        await using var run = await StartAsync("small");

        await run.PassAsync(s_limit - TimeSpan.FromSeconds(1), i => i.OpenTasks.Length == 1);
        await run.DecideAsync("manager_approval", "approve", group: "managers");
        await run.PassAsync(s_limit, i => i.Status is InstanceStatus.Completed);

        Assert.Equal("manager_approval:approve provision provisioned", await run.TrailAsync());
    }

    [Fact]
    public async Task QuotaUsedUp_StopsAtAnIncident_AndARetryGoesOn()
    {
        await using var run = await StartAsync("large");

        await run.DecideAsync("manager_approval", "approve", group: "managers");
        Assert.Equal((InstanceStatus.Failed, ""), (run.Status, run.Data("machine")));
        Assert.Equal(
            (IncidentCodes.StepFailed, "Step 'provision' failed at attempt 1: The quota for large machines is used up. Raise it and try again."),
            (run.Instance.Incidents[0].Code, run.Instance.Incidents[0].Message));
        await run.RetryAsync();

        run.AssertEndedAt("provisioned");
        Assert.Equal("manager_approval:approve provision:failed provision provisioned", await run.TrailAsync());
    }

    [Fact]
    public async Task Impossible_FailsAtEveryTry()
    {
        await using var run = await StartAsync("impossible");

        await run.DecideAsync("manager_approval", "approve", group: "managers");
        await run.RetryAsync();

        Assert.Equal((InstanceStatus.Failed, ""), (run.Status, run.Data("machine")));
        Assert.Equal("manager_approval:approve provision:failed provision:failed", await run.TrailAsync());
        Assert.Single(run.Instance.Incidents);
    }

    private static Task<SampleRun> StartAsync(string size) =>
        SampleRun.StartAsync("vm_provisioning", new { name = "build-01", size, purpose = "Runs the nightly builds.", days = 30 });
}
