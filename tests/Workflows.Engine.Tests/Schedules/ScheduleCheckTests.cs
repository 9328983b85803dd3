using System.Text.Json;
using Workflows.Engine.Schedules;

namespace Workflows.Engine.Tests.Schedules;

public sealed class ScheduleCheckTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ScheduleSpec s_good = new() { Name = "Nightly", Definition = "report", Cron = "0 2 * * *", TimeZone = "Europe/Berlin" };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "no name", "/name", "This is required." },
        { "no workflow", "/definition", "This is required." },
        { "long name", "/name", "At most 200 characters." },
        { "no times", "/cron", "Say when: give a cron expression, or an interval in every." },
        { "both", "/every", "Give either a cron expression or an interval, not both." },
        { "four fields", "/cron", "A cron expression has five fields (minute, hour, day of the month, month, day of the week), or six with seconds first. This has 4." },
        { "minute 61", "/cron", "Minutes: Value must be a number between 0 and 59 (all inclusive)." },
        { "jitter", "/cron", "H (a value of the system's choice) is not known here: write a number." },
        { "never", "/cron", "No such moment comes." },
        { "ended", "/until", "This is past: nothing would ever be due." },
        { "too short", "/cron", "No such moment comes before the end." },
        { "end first", "/until", "The end lies before the beginning." },
        { "half a second", "/every", "'PT0.5S' is not an interval: write a duration of whole seconds such as PT15M or P1D, from one second to ten years." },
        { "months", "/every", "'P1M' is not an interval: write a duration of whole seconds such as PT15M or P1D, from one second to ten years." },
        { "zone", "/timeZone", "'Europe/Berln' is not a time zone that is known here: write a name such as Europe/Berlin or UTC." },
        { "data", "/data", "The data of a start is an object." },
        { "limit", "/catchUpLimit", "From 1 to 100 missed runs can be made up." },
    };

    [Fact]
    public void Check_AsItShouldBe_IsEmpty() => Assert.Empty(ScheduleCheck.Check(s_good, s_now));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Check_OneThingWrong_SaysItAtItsPlace(string what, string place, string message)
    {
        var spec = what switch
        {
            "no name" => s_good with { Name = " " },
            "no workflow" => s_good with { Definition = "" },
            "long name" => s_good with { Name = new string('n', 201) },
            "no times" => s_good with { Cron = null },
            "both" => s_good with { Every = "PT1H" },
            "four fields" => s_good with { Cron = "0 2 * *" },
            "minute 61" => s_good with { Cron = "61 2 * * *" },
            "jitter" => s_good with { Cron = "H 2 * * *" },
            "never" => s_good with { Cron = "0 0 30 2 *" },
            "ended" => s_good with { Until = s_now },
            "too short" => s_good with { Until = s_now.AddMinutes(5) },
            "end first" => s_good with { From = s_now.AddDays(2), Until = s_now.AddDays(1) },
            "half a second" => s_good with { Cron = null, Every = "PT0.5S" },
            "months" => s_good with { Cron = null, Every = "P1M" },
            "zone" => s_good with { TimeZone = "Europe/Berln" },
            "data" => s_good with { Data = JsonElement.Parse("[]") },
            _ => s_good with { CatchUpLimit = 101 },
        };

        var problem = Assert.Single(ScheduleCheck.Check(spec, s_now));

        Assert.Equal((place, message), (problem.InstancePath, problem.Message));
    }

    [Fact]
    public void Check_SeveralThingsWrong_SaysAll() => Assert.Equal(
        ["/name", "/cron", "/timeZone"],
        ScheduleCheck.Check(s_good with { Name = "", Cron = "nonsense", TimeZone = "Mars" }, s_now).Select(p => p.InstancePath));
}
