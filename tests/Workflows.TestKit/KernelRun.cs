using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Xunit;

namespace Workflows.TestKit;

/// <summary>
/// An instance driven through the kernel alone: no store, no clock, no thread. After every command it checks what must always hold: the history replays to
/// the same state, the state survives being written and read, and the state that was decided on is untouched.
/// </summary>
internal sealed class KernelRun
{
    private int _ids;

    private KernelRun(WorkflowDefinition definition) => Definition = definition;

    public WorkflowDefinition Definition { get; }

    public WorkflowInstance State { get; private set; } = new();

    public List<InstanceEvent> History { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public InstanceStatus Status => State.Status;

    /// <summary>The steps that hold a token, in the order they got it.</summary>
    public string[] At => [.. State.Tokens.Where(t => !t.IsOnEdge).Select(t => t.Step.Value)];

    /// <summary>The steps that completed, in order.</summary>
    public string[] Completed => [.. History.OfType<StepCompleted>().Select(e => e.Step.Value)];

    /// <summary>How often a step was entered.</summary>
    public int Entered(string step) => History.OfType<StepStarted>().Count(e => e.Step == step);

    public static KernelRun Start(WorkflowDefinition definition, object? data = null, Actor? by = null)
    {
        var run = new KernelRun(definition);
        Assert.Null(run.TryStart(data, by));
        return run;
    }

    public static Rejection? StartRejected(WorkflowDefinition definition, object? data = null) => new KernelRun(definition).TryStart(data, null);

    /// <summary>Hands a command to the kernel. Gives the rejection, after checking that nothing changed.</summary>
    public Rejection? Send(InstanceCommand command) => Send(command, State);

    /// <summary>Completes the running machine step.</summary>
    public void Work(string step, object? set = null, string? outcome = null)
    {
        var token = TokenAt(step);
        var changes = set is null ? DataChange.None : new DataChange(JsonSerializer.SerializeToElement(set, JsonSerializerOptions.Web), []);
        Assert.Null(Send(new InstanceCommand.CompleteStep(token.Id, token.Attempt, changes, outcome)));
    }

    /// <summary>Fails the running machine step.</summary>
    public void Break(string step, string message = "broken")
    {
        var token = TokenAt(step);
        Assert.Null(Send(new InstanceCommand.FailStep(token.Id, token.Attempt, message)));
    }

    /// <summary>Completes the open task of a step.</summary>
    public void Answer(string step, string? outcome = null, object? answers = null, Actor? by = null, string? comment = null) =>
        Assert.Null(TryAnswer(step, outcome, answers, by, comment));

    public Rejection? TryAnswer(string step, string? outcome = null, object? answers = null, Actor? by = null, string? comment = null) =>
        Send(new InstanceCommand.CompleteTask(
            TaskOf(step).Id, by ?? "ann", outcome, JsonSerializer.SerializeToElement(answers ?? new { }, JsonSerializerOptions.Web), comment));

    /// <summary>Moves the clock to the step's timer and fires it.</summary>
    public void Fire(string step, TimerKind kind = TimerKind.Step)
    {
        var token = TokenAt(step);
        Now = State.Timers.Single(t => t.Token == token.Id && t.Kind == kind).DueAt;
        Assert.Null(Send(new InstanceCommand.FireTimer(token.Id, kind)));
    }

    public HumanTask TaskOf(string step) => State.OpenTasks.Single(t => t.Step == step);

    public Token TokenAt(string step) => State.Tokens.Single(t => t.Step == step && !t.IsOnEdge);

    public string Data(string member) => State.Data.GetProperty(member).GetRawText();

    private Rejection? TryStart(object? data, Actor? by) =>
        Send(
            new InstanceCommand.Start(
                new InstanceId(Guid.Parse("01900000-0000-7000-8000-000000000000")), by ?? "rita", JsonSerializer.SerializeToElement(data ?? new { }, JsonSerializerOptions.Web)),
            null);

    private Rejection? Send(InstanceCommand command, WorkflowInstance? before)
    {
        var written = before is null ? null : InstanceJson.Write(before);
        var decision = Transition.Decide(Definition, before, command, Now, NextId);
        if (before is not null)
        {
            Assert.Equal(written, InstanceJson.Write(before));
        }

        if (decision is Decision.Rejected rejected)
        {
            return rejected.Reason;
        }

        var accepted = (Decision.Accepted)decision;
        History.AddRange(accepted.Events);
        State = accepted.Next;
        CheckInvariants();
        return null;
    }

    private void CheckInvariants()
    {
        var state = InstanceJson.Write(State);
        var stored = History.Select(e => InstanceJson.ReadEvent(InstanceJson.Write(e)));
        Assert.Equal(state, InstanceJson.Write(WorkflowInstance.Replay(stored)));
        Assert.Equal(state, InstanceJson.Write(InstanceJson.ReadInstance(state)));
        Assert.Equal(History.Count, State.Position);

        // What is over holds nothing, and what is not over holds something that can move or says why it cannot.
        if (State.IsEnded)
        {
            Assert.Empty(State.Tokens);
            Assert.Empty(State.OpenTasks);
            Assert.Empty(State.Timers);
            Assert.Empty(State.Incidents);
        }
        else
        {
            Assert.True(State.Pause is not null || State.Incidents.Count > 0 || State.Tokens.Exists(t => t.Status is StepStatus.Running or StepStatus.Waiting));
        }

        Assert.All(State.OpenTasks, t => Assert.Contains(State.Tokens, k => k.Id == t.Token && k.Status is StepStatus.Waiting));
        Assert.All(State.Timers, t => Assert.Contains(State.Tokens, k => k.Id == t.Token));
    }

    private Guid NextId() => new(++_ids, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
