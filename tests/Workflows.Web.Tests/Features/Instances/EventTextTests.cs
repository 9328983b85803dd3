using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.TestKit;
using Workflows.Web.Components.Shared;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Tests.Features.Instances;

public sealed class EventTextTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly JsonElement s_empty = JsonSerializer.SerializeToElement(new { });
    private static readonly HumanTaskId s_task = new(Guid.Parse("00000000-0000-0000-0000-000000000001"));

    private readonly EventText _text = new(Sample.Approval(), TimeZoneInfo.Utc);

    public static TheoryData<Type> EventTypes => [.. typeof(InstanceEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(InstanceEvent)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Of_EveryKindOfEvent_HasWordsOfItsOwn(Type type)
    {
        var happened = Examples.Single(example => example.GetType() == type);

        var line = _text.Of(happened);

        Assert.DoesNotContain(type.Name, line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", line.Text, StringComparison.Ordinal);
        Assert.NotEqual('.', line.Text[^1]);
        Assert.Contains(line.Tone, Statuses.Names.Select(name => Statuses.Of(name).Tone));
    }

    [Fact]
    public void Of_Started_NamesWhoAndWhat()
    {
        var text = new EventText(null, TimeZoneInfo.Utc, id => $"<{id}>");

        Assert.Equal("<rita> started “Laptop”", text.Of(Started("rita")).Text);
    }

    [Fact]
    public void Of_Decision_UsesTheNamesOfStepAndOutcome()
    {
        var line = _text.Of(new HumanTaskCompleted(s_task, "approve", "max", "reject", "Too expensive.", s_empty, s_now));

        Assert.Equal(("max chose “Reject” in “Manager approval”", "Too expensive.", "canceled", false), (line.Text, line.Note, line.Tone, line.IsDetail));
    }

    [Fact]
    public void Of_ScopeThatUndoes_NamesWhatIsUndone()
    {
        Assert.Equal("“Manager approval” is undone", _text.Of(new ScopeOpened(new Scope(2, 0) { Owner = 1, Step = "book", Undoes = "approve" }, s_now)).Text);
    }

    [Fact]
    public void Of_DecisionWithoutOutcome_SaysCompleted()
    {
        Assert.Equal("max completed “Manager approval”", _text.Of(new HumanTaskCompleted(s_task, "approve", "max", null, null, s_empty, s_now)).Text);
    }

    [Theory]
    [InlineData(null, "“Manager approval” was offered to ann and the group managers")]
    [InlineData("ann", "“Manager approval” was assigned to ann")]
    public void Of_TaskCreated_SaysWhoseItIs(string? assignee, string expected)
    {
        Assert.Equal(expected, _text.Of(new HumanTaskCreated(Task(assignee, ["ann"], ["managers"]), s_now)).Text);
    }

    [Fact]
    public void Of_CallsFromOutside_TellNoSignal()
    {
        Assert.Equal("“Submit request” waits for a call from outside", _text.Of(new TriggerArmed(new Subscription(1, 0, "webhook:paid", null), "submit", s_now)).Text);
        var received = _text.Of(new SignalReceived("1", "webhook:paid", "R-7", s_empty, null, "webhook", s_now));
        Assert.Equal(("A system outside called “paid”", "Key R-7"), (received.Text, received.Note));
        Assert.Equal("The call “paid” reached “Submit request”", _text.Of(new SignalConsumed("1", "webhook:paid", 1, "submit", s_now)).Text);
        Assert.Equal("The call “paid” was lost", _text.Of(new SignalDropped("1", "webhook:paid", "Nothing waited for it.", s_now)).Text);
    }

    [Fact]
    public void Of_TaskForAnybody_IsOfferedToEveryone()
    {
        Assert.Equal("“Manager approval” was offered to everyone", _text.Of(new HumanTaskCreated(Task(null, [], []), s_now)).Text);
    }

    [Fact]
    public void Of_MachineStepDone_SaysWhereItWentOn()
    {
        var line = _text.Of(new StepCompleted(1, "submit", null, DataChange.None, [new TakenEdge(0, "approve", 2)], s_now));

        Assert.Equal(("“Submit request” is done", "Next: Manager approval", false), (line.Text, line.Note, line.IsDetail));
    }

    [Fact]
    public void Of_HumanStepDone_IsADetailBecauseTheDecisionSaidIt()
    {
        Assert.True(_text.Of(new StepCompleted(1, "approve", "approve", DataChange.None, [], s_now)).IsDetail);
    }

    [Theory]
    [InlineData(1, "“Manager approval” began")]
    [InlineData(2, "“Manager approval” began again, for the 2nd time")]
    [InlineData(3, "“Manager approval” began again, for the 3rd time")]
    [InlineData(11, "“Manager approval” began again, for the 11th time")]
    [InlineData(21, "“Manager approval” began again, for the 21st time")]
    public void Of_StepStarted_CountsTheVisits(int visit, string expected)
    {
        Assert.Equal(expected, _text.Of(new StepStarted(1, "approve", 0, visit, StepStatus.Waiting, [], null, s_now)).Text);
    }

    [Fact]
    public void Of_Timer_TellsTheMomentInTheViewersZone()
    {
        var text = new EventText(null, TimeZoneInfo.CreateCustomTimeZone("two", TimeSpan.FromHours(2), "two", "two"));

        var line = text.Of(new TimerSet(1, "wait", TimerKind.Step, s_now, s_now));

        Assert.StartsWith("“wait” waits until ", line.Text, StringComparison.Ordinal);
        Assert.EndsWith("(UTC+02:00)", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_IncidentWithoutStep_IsAboutTheInstance()
    {
        var line = _text.Of(new IncidentOpened(new Incident { Id = 1, Code = IncidentCodes.Stuck, Message = "Nothing can ever happen.", At = s_now }, s_now));

        Assert.Equal(("The instance cannot go on", "Nothing can ever happen.", "failed"), (line.Text, line.Note, line.Tone));
    }

    private static IEnumerable<InstanceEvent> Examples =>
    [
        Started("rita"),
        new StepStarted(1, "submit", 0, 1, StepStatus.Running, [], null, s_now),
        new StepCompleted(1, "submit", "done", DataChange.None, [], s_now),
        new StepSkipped(1, "submit", "Nothing to do.", [], s_now),
        new StepFailed(1, "submit", 2, "No connection.", s_now),
        new StepBlocked(1, "submit", null, DataChange.None, s_now),
        new StepRetried(1, "submit", 2, StepStatus.Running, "ada", s_now),
        new StepProgressed(1, "submit", 0.5, "half", s_now),
        new StepInterrupted(1, "submit", 1, 2, "node", s_now),
        new EventPublished(1, "submit", "order.shipped", default, s_now),
        new StepCanceled(1, "submit", "The instance was canceled.", s_now),
        new InstancePaused("ada", "Audit.", s_now),
        new InstanceResumed("ada", "Done.", s_now),
        new StepOverridden(1, "approve", false, "approve", DataChange.None, [], "ada", "The board said so.", s_now),
        new TokensMoved("submit", 0, [1], "ada", "Once more.", s_now),
        new DataEdited(new DataChange(System.Text.Json.JsonElement.Parse("{\"amount\":1}"), ["note"]), "ada", "A typing error.", s_now),
        new TokenWithdrawn(1, 0, "approve", "The instance was canceled.", s_now),
        new TokenPlaced(1, "submit", 0, s_now),
        new StepReturned(1, "submit", new TakenEdge(0, "submit", 2), "'open' is no longer marked.", s_now),
        new ChoiceMade(1, "open", 0, 2, "submit", s_now),
        new WorkPlanned(1, "submit", [s_empty], s_now),
        new WorkAdded(1, "submit", s_empty, "ada", s_now),
        new WorkSettled(1, "submit", "1 of 2 are done.", s_now),
        new ScopeOpened(new Scope(1, 0) { Step = "submit" }, s_now),
        new ScopeClosed(1, "submit", null, null, null, s_now),
        new CompensationStarted(1, "approve", "pay", "Declined.", s_now),
        new CompensationCompleted(1, "approve", s_now),
        new TriggerArmed(new Subscription(1, 0, "paid", null), "submit", s_now),
        new TriggerFired(1, "submit", 0, "paid", DataChange.None, [], s_now),
        new SignalReceived("1", "paid", "7", s_empty, null, "bank", s_now),
        new SignalConsumed("1", "paid", 1, "submit", s_now),
        new SignalDropped("1", "paid", "Nothing waited for it.", s_now),
        new TokenAbsorbed(5, 3, "submit", 0, "'submit' has gone on without this input.", s_now),
        new JoinFired("submit", 0, [2], s_now),
        new JoinReset("submit", 0, s_now),
        new TimerSet(1, "approve", TimerKind.Timeout, s_now, s_now),
        new TimerFired(1, "approve", TimerKind.Timeout, s_now),
        new HumanTaskCreated(Task(null, [], []), s_now),
        new HumanTaskClaimed(s_task, "approve", "max", s_now),
        new HumanTaskReleased(s_task, "approve", "max", s_now),
        new HumanTaskCompleted(s_task, "approve", "max", "approve", null, s_empty, s_now),
        new HumanTaskCanceled(s_task, "approve", "The instance was canceled.", s_now),
        new IncidentOpened(new Incident { Id = 1, Code = IncidentCodes.StepFailed, Message = "No connection.", Step = "submit", At = s_now }, s_now),
        new IncidentResolved(1, "submit", "It was retried.", "ada", s_now),
        new InstanceCompleted("done", s_now),
        new InstanceFailed("No connection.", s_now),
        new InstanceCanceled("rita", "No longer needed.", s_now),
    ];

    private static InstanceStarted Started(string by) =>
        new(new InstanceId(Guid.Empty), TenantId.Default, "approval", new SemanticVersion(1, 0, 0), "Laptop", null, null, by, s_empty, s_now);

    private static HumanTask Task(string? assignee, ImmutableArray<string> users, ImmutableArray<string> groups) =>
        new() { Id = s_task, Token = 1, Step = "approve", Title = "Manager approval", Users = users, Groups = groups, Assignee = assignee, CreatedAt = s_now };
}
