using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.TestKit;
using Workflows.Web.Features.Tasks;

namespace Workflows.Web.Tests.Features.Tasks;

public sealed class DecisionTextTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("Approve", "Approved")]
    [InlineData("Send back to the author", "Sent back to the author")]
    [InlineData("Request changes", "Requested changes")]
    [InlineData("Looks good", "You chose “Looks good”")]
    public void Done_Label_IsSaidAsDone(string label, string expected)
    {
        Assert.Equal(expected, DecisionText.Done(new Outcome("x", label)));
    }

    [Fact]
    public void Done_TaskWithoutOutcomes_IsCompleted()
    {
        Assert.Equal("Completed", DecisionText.Done(null));
    }

    [Fact]
    public void Next_TaskThatCameUp_IsNamedWithWhoCanDoIt()
    {
        var after = Instance(InstanceStatus.Waiting, [Task(2, "approve", groups: ["finance"])]);

        Assert.Equal("Next: Manager approval (the group finance).", Next(Instance(InstanceStatus.Waiting, [Task(1, "approve")]), after));
    }

    [Fact]
    public void Next_OnlyWhatWasOpenBefore_SaysWhatItStillWaitsFor()
    {
        var other = Task(2, "approve", users: ["max"]);

        Assert.Equal(
            "Now it waits for Manager approval (Max Meier).",
            Next(Instance(InstanceStatus.Waiting, [Task(1, "submit"), other]), Instance(InstanceStatus.Waiting, [other])));
    }

    [Fact]
    public void Next_MachineStepAtWork_IsNamed()
    {
        var after = Instance(InstanceStatus.Running, []) with { Tokens = [new Token { Id = 9, Step = "pay", Status = StepStatus.Running, Since = s_now }] };

        Assert.Equal("Next: Pay.", Next(Instance(InstanceStatus.Waiting, [Task(1, "approve")]), after));
    }

    [Fact]
    public void Next_Completed_NamesTheEnd()
    {
        Assert.Equal(
            "The request is completed: Rejected.",
            Next(Instance(InstanceStatus.Waiting, [Task(1, "approve")]), Instance(InstanceStatus.Completed, []) with { End = "rejected" }));
    }

    [Fact]
    public void Next_Stopped_SaysWhereAndWhoHasToLook()
    {
        var incident = new Incident { Id = 1, Code = IncidentCodes.StepFailed, Message = "no", Step = "pay", At = s_now };

        Assert.Equal(
            "The request stopped at Pay; an operator has to look at it.",
            Next(Instance(InstanceStatus.Waiting, []), Instance(InstanceStatus.Failed, []) with { Incidents = [incident] }));
    }

    private static string Next(InstanceSnapshot before, InstanceSnapshot after)
    {
        return DecisionText.Next(before, after, Sample.Approval(), id => id == "max" ? "Max Meier" : id);
    }

    private static HumanTask Task(int number, string step, string[]? users = null, string[]? groups = null)
    {
        return new HumanTask
        {
            Id = new HumanTaskId(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])),
            Token = number,
            Step = step,
            Title = step,
            Users = [.. users ?? []],
            Groups = [.. groups ?? []],
            CreatedAt = s_now,
        };
    }

    private static InstanceSnapshot Instance(InstanceStatus status, ImmutableArray<HumanTask> tasks)
    {
        return new InstanceSnapshot
        {
            Id = new InstanceId(Guid.Empty),
            Tenant = TenantId.Default,
            Definition = "approval",
            Version = SemanticVersion.Parse("1.0.0"),
            Title = "Approval",
            Status = status,
            StartedBy = "rita",
            StartedAt = s_now,
            UpdatedAt = s_now,
            Data = JsonElement.Parse("{}"),
            Revision = 1,
            Position = 1,
            Tokens = [.. tasks.Select(task => new Token { Id = task.Token, Step = task.Step, Status = StepStatus.Waiting, Since = s_now })],
            OpenTasks = tasks,
            Timers = [],
            Incidents = [],
            Steps = ImmutableDictionary<StepId, StepTrace>.Empty,
            TakenEdges = ImmutableDictionary<int, int>.Empty,
        };
    }
}
