using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Samples;

public sealed class ExpenseApprovalTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(999.99)]
    public async Task BelowAThousand_IsPaidAtOnce(decimal amount)
    {
        await using var run = await StartAsync(amount);

        run.AssertEndedAt("paid");
        Assert.Equal("route pay paid", await run.TrailAsync());
        Assert.Equal(("\"automatic\"", "\"rita\""), (run.Data("decision"), run.Data("payment.to")));
        Assert.Matches("^\"payment-[0-9a-f]{8}\"$", run.Data("payment.id"));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(9999.99)]
    public async Task FromAThousand_TheManagerAloneDecides(decimal amount)
    {
        await using var run = await StartAsync(amount);
        Assert.Equal(["manager_approval"], run.Open);
        Assert.Equal("Taxi to Zurich, spent on 2026-01-02", run.TaskOf("manager_approval").Summary);
        Assert.Equal("", run.Data("payment"));

        await run.DecideAsync("manager_approval", "approve", group: "managers");

        run.AssertEndedAt("paid");
        Assert.Equal("route manager_approval:approve pay paid", await run.TrailAsync());
        Assert.Equal("\"approved\"", run.Data("decision"));
    }

    [Fact]
    public async Task ManagerRejects_NothingIsPaid()
    {
        await using var run = await StartAsync(5000);

        await run.DecideAsync("manager_approval", "reject", group: "managers", comment: "Take the train.");

        run.AssertEndedAt("rejected");
        Assert.Equal("route manager_approval:reject reject rejected", await run.TrailAsync());
        Assert.Equal(("\"rejected\"", "\"max\"", "", "\"Take the train.\""), (run.Data("decision"), run.Data("rejectedBy"), run.Data("payment"), run.Data("manager_approval.comment")));
    }

    [Theory]
    [InlineData("manager_approval", "finance_approval")]
    [InlineData("finance_approval", "manager_approval")]
    public async Task FromTenThousand_BothDecideAtTheSameTime_AndItIsPaidOnce(string first, string second)
    {
        await using var run = await StartAsync(50_000);
        Assert.Equal(["manager_approval", "finance_approval"], run.Open);

        await run.DecideAsync(first, "approve", group: GroupOf(first));
        Assert.Equal((InstanceStatus.Waiting, ""), (run.Status, run.Data("payment")));
        Assert.Equal([second], run.Open);
        await run.DecideAsync(second, "approve", by: "fay", group: GroupOf(second));

        run.AssertEndedAt("paid");
        Assert.Equal($"route {first}:approve {second}:approve pay paid", await run.TrailAsync());
    }

    [Theory]
    [InlineData("manager_approval", "finance_approval")]
    [InlineData("finance_approval", "manager_approval")]
    public async Task OneRejects_TheOtherTaskIsWithdrawn(string rejecting, string other)
    {
        await using var run = await StartAsync(50_000);
        var open = run.TaskOf(other);

        await run.DecideAsync(rejecting, "reject", by: "fay", group: GroupOf(rejecting), comment: "Too much.");

        run.AssertEndedAt("rejected");
        Assert.Equal($"route {rejecting}:reject reject {other}:canceled rejected", await run.TrailAsync());
        Assert.Equal(("\"fay\"", ""), (run.Data("rejectedBy"), run.Data("payment")));
        Assert.Contains("cancels", Assert.Single((await run.HistoryAsync()).OfType<HumanTaskCanceled>()).Cause, StringComparison.Ordinal);
        await run.RefusedAsync(open, "approve", group: GroupOf(other));
    }

    [Theory]
    [InlineData("manager_approval", "finance_approval")]
    [InlineData("finance_approval", "manager_approval")]
    public async Task OneApprovesThenTheOtherRejects_TheApprovalCountsForNothing(string approving, string rejecting)
    {
        await using var run = await StartAsync(50_000);

        await run.DecideAsync(approving, "approve", group: GroupOf(approving));
        await run.DecideAsync(rejecting, "reject", by: "fay", group: GroupOf(rejecting), comment: "Too much.");

        run.AssertEndedAt("rejected");
        Assert.Equal($"route {approving}:approve {rejecting}:reject reject rejected", await run.TrailAsync());
        Assert.Equal(("\"rejected\"", "\"fay\"", ""), (run.Data("decision"), run.Data("rejectedBy"), run.Data("payment")));
        Assert.Single((await run.HistoryAsync()).OfType<TokenWithdrawn>());
    }

    [Fact]
    public async Task Reject_WithoutSayingWhy_OrByTheWrongGroup_IsRefused()
    {
        await using var run = await StartAsync(50_000);

        Assert.IsType<Rejection.CommentRequired>(await run.RefusedAsync(run.TaskOf("manager_approval"), "reject", group: "managers"));
        Assert.IsType<Rejection.NotEligible>(await run.RefusedAsync(run.TaskOf("finance_approval"), "approve", group: "managers"));
        Assert.IsType<Rejection.InvalidData>(await run.RefusedAsync(run.TaskOf("finance_approval"), "approve", new { costCenter = "47" }, group: "finance"));
        Assert.Equal(["manager_approval", "finance_approval"], run.Open);
    }

    [Fact]
    public async Task Start_WithWrongData_IsRefusedAtEveryField()
    {
        var error = await Assert.ThrowsAsync<WorkflowException>(() =>
            SampleRun.StartAsync("expense_approval", new { purpose = "x", amount = 0, currency = "BTC", category = "bribe", spentOn = "today", hack = true }));

        Assert.Equal(
            ["/amount", "/category", "/currency", "/hack", "/purpose", "/spentOn"],
            Assert.IsType<Rejection.InvalidData>(error.Rejection).Errors.Select(e => e.InstancePath).Distinct().Order(StringComparer.Ordinal));
    }

    private static Task<SampleRun> StartAsync(decimal amount) =>
        SampleRun.StartAsync("expense_approval", new { purpose = "Taxi to Zurich", amount, currency = "EUR", category = "travel", spentOn = "2026-01-02" });

    private static string GroupOf(string step) => step is "manager_approval" ? "managers" : "finance";
}
