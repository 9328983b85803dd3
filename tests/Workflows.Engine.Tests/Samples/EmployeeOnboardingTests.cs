using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Samples;

public sealed class EmployeeOnboardingTests
{
    private static readonly (string Step, string Group, object Answers)[] s_preparations =
    [
        ("it_setup", "it", new { serialNumber = "SN-4711", diskEncrypted = true }),
        ("hr_documents", "hr", new { contractSigned = true, personnelNumber = 1234 }),
        ("facilities_desk", "facilities", new { desk = new { floor = 3, number = "B07" } }),
    ];

    public static TheoryData<int, int, int> Orders => new() { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Preparations_InAnyOrder_AccountsAreMadeOnceAfterTheLast(int first, int second, int third)
    {
        await using var run = await StartAsync();
        Assert.Equal(["it_setup", "hr_documents", "facilities_desk"], run.Open);
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 8, 0, 0, TimeSpan.Zero), run.TaskOf("it_setup").DueAt);
        Assert.Equal("Set up a 14 inch laptop for Ada Lovelace", run.TaskOf("it_setup").Title);

        await PrepareAsync(run, first);
        await PrepareAsync(run, second);
        Assert.Equal((InstanceStatus.Waiting, ""), (run.Status, run.Data("account")));
        await PrepareAsync(run, third);

        run.AssertEndedAt("onboarded");
        Assert.Equal(
            $"prepare {s_preparations[first].Step} {s_preparations[second].Step} {s_preparations[third].Step} ready create_account create_mailbox onboarded", await run.TrailAsync());
        Assert.Equal(("\"ada.lovelace\"", "\"ada.lovelace@example.com\"", "\"B07\""), (run.Data("account.name"), run.Data("mailbox.address"), run.Data("facilities_desk.desk.number")));
    }

    [Fact]
    public async Task UnsignedContract_IsRefused()
    {
        await using var run = await StartAsync();

        var refused = await run.RefusedAsync(run.TaskOf("hr_documents"), null, new { contractSigned = false, personnelNumber = 7 }, group: "hr");

        Assert.Equal(["/contractSigned", "/personnelNumber"], Assert.IsType<Rejection.InvalidData>(refused).Errors.Select(e => e.InstancePath).Order(StringComparer.Ordinal));
        Assert.Equal("", run.Data("hr_documents"));
    }

    private static Task PrepareAsync(SampleRun run, int index) => run.DecideAsync(s_preparations[index].Step, null, s_preparations[index].Answers, group: s_preparations[index].Group);

    private static Task<SampleRun> StartAsync() => SampleRun.StartAsync(
        "employee_onboarding",
        new
        {
            employee = new { firstName = "Ada", lastName = "Lovelace" },
            department = "Engineering",
            startDate = "2026-03-01",
            equipment = new { laptop = "14 inch", monitors = 2 },
        });
}
