using System.Text;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Tests.Instances;

public sealed class InstanceJsonTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Write_Event_SaysNothingThatFollowsFromTheRest()
    {
        Assert.Equal(
            """{"type":"step-completed.v1","token":1,"changes":{"removed":[]},"taken":[],"step":"a","at":"2026-01-02T03:04:05+00:00"}""",
            Text(new StepCompleted(1, "a", null, DataChange.None, [], s_now)));
        Assert.Equal(
            """{"type":"instance-canceled.v1","by":"ada","reason":"No.","at":"2026-01-02T03:04:05+00:00"}""",
            Text(new InstanceCanceled("ada", "No.", s_now)));
    }

    /// <summary>What was stored before events stopped saying things twice can still be read.</summary>
    [Fact]
    public void ReadEvent_WithMembersOfOldTimes_IsTheSameEvent() => Assert.Equal(
        new StepSkipped(1, "a", "Nothing to do.", [], s_now) with { Taken = default },
        (StepSkipped)InstanceJson.ReadEvent(Encoding.UTF8.GetBytes(
            """{"type":"step-skipped.v1","token":1,"step":"a","cause":"Nothing to do.","about":"a","at":"2026-01-02T03:04:05+00:00"}""")));

    [Fact]
    public void Write_State_LeavesOutWhatIsEmpty_AndReadsItAgain()
    {
        var run = Workflows.TestKit.KernelRun.Start(Workflows.Engine.Definitions.WorkflowDefinition.Create("w", "1.0.0", d => d.Machine("a", "A").Machine("b", "B").Path("a", "b")), new { n = 1 });

        var json = Encoding.UTF8.GetString(InstanceJson.Write(run.State));

        Assert.DoesNotContain("[]", json, StringComparison.Ordinal);
        Assert.DoesNotContain("{}", json, StringComparison.Ordinal);
        Assert.InRange(json.Length, 300, 560);
        var read = InstanceJson.ReadInstance(Encoding.UTF8.GetBytes(json));
        Assert.Empty(read.OpenTasks);
        Assert.Empty(read.TakenEdges);
        Assert.Equal(json, Encoding.UTF8.GetString(InstanceJson.Write(read)));
    }

    private static string Text(InstanceEvent happened) => Encoding.UTF8.GetString(InstanceJson.Write(happened));
}
