using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Xunit;

namespace Workflows.TestKit.Storage;

/// <summary>An instance that a test moves by hand: the kernel decides, the test commits. It is what the engine does, without the engine.</summary>
internal sealed class TestInstance(WorkflowDefinition definition, FakeTimeProvider time)
{
    /// <summary>The state after the last decision that was taken over.</summary>
    public WorkflowInstance State { get; private set; } = new();

    public InstanceId Id => State.Id;

    public WorkflowDefinition Definition => definition;

    /// <summary>Begins an instance, without storing it.</summary>
    public static (TestInstance Instance, InstanceCommit Commit) Begin(
        WorkflowDefinition definition, FakeTimeProvider time, Actor? by = null, string? reference = null, string? title = null, string? startKey = null, object? data = null)
    {
        var instance = new TestInstance(definition, time);
        var start = new InstanceCommand.Start(
            new InstanceId(NewId(time)), by ?? "requester", JsonSerializer.SerializeToElement(data ?? new { amount = 500 }), reference, title, startKey);
        return (instance, instance.Decide(start));
    }

    /// <summary>Begins an instance and stores it.</summary>
    public static async Task<TestInstance> StartAsync(
        IInstanceStore store,
        WorkflowDefinition definition,
        FakeTimeProvider time,
        Actor? by = null,
        string? reference = null,
        string? title = null,
        string? startKey = null,
        object? data = null)
    {
        var (instance, commit) = Begin(definition, time, by, reference, title, startKey, data);
        await store.CommitAsync(commit, TestContext.Current.CancellationToken);
        instance.State = commit.Next;
        return instance;
    }

    /// <summary>Decides a command on the state, without storing or taking it over.</summary>
    public InstanceCommit Decide(InstanceCommand command) => Decide(State, command);

    /// <summary>Decides several commands in a row for one commit, as the engine does where a definition commits once per run.</summary>
    public InstanceCommit Decide(params ReadOnlySpan<Func<WorkflowInstance, InstanceCommand>> commands)
    {
        var state = State;
        List<InstanceEvent> events = [];
        foreach (var command in commands)
        {
            var accepted = Accept(state, command(state));
            events.AddRange(accepted.Events);
            state = accepted.Next;
        }

        state.Revision++;
        return new InstanceCommit(state, State.Revision, [.. events], State.Position + 1) { StoredTimers = State.StoredTimers() };
    }

    /// <summary>Decides a command, stores it, and takes it over.</summary>
    public async Task<InstanceCommit> CommitAsync(IInstanceStore store, InstanceCommand command)
    {
        var commit = Decide(command);
        await CommitAsync(store, commit);
        return commit;
    }

    /// <summary>Stores a decision and takes it over.</summary>
    public async Task CommitAsync(IInstanceStore store, InstanceCommit commit)
    {
        await store.CommitAsync(commit, TestContext.Current.CancellationToken);
        State = commit.Next;
    }

    /// <summary>The instance after a decision that somebody else stored.</summary>
    public TestInstance TakeOver(InstanceCommit commit) => new(definition, time) { State = commit.Next };

    /// <summary>The command that completes the machine step that is running.</summary>
    public InstanceCommand CompleteStep() => CompleteStep(State);

    /// <summary>The command that completes the machine step that is running in a state.</summary>
    public static InstanceCommand CompleteStep(WorkflowInstance state)
    {
        var token = state.Tokens.Find(t => t.Status is StepStatus.Running)!;
        return new InstanceCommand.CompleteStep(token.Id, token.Attempt, DataChange.None.With(token.Step.Value, JsonSerializer.SerializeToElement(new { done = true })));
    }

    /// <summary>The command that completes the open task.</summary>
    public InstanceCommand CompleteTask(Actor by, string? outcome = null, string? comment = null, object? answers = null) =>
        new InstanceCommand.CompleteTask(State.OpenTasks[0].Id, by, outcome, JsonSerializer.SerializeToElement(answers ?? new { ok = true }), comment);

    private InstanceCommit Decide(WorkflowInstance state, InstanceCommand command)
    {
        var accepted = Accept(state, command);
        accepted.Next.Revision++;
        return new InstanceCommit(accepted.Next, state.Revision, accepted.Events, state.Position + 1) { StoredTimers = state.StoredTimers() };
    }

    private Decision.Accepted Accept(WorkflowInstance state, InstanceCommand command) =>
        Transition.Decide(definition, command is InstanceCommand.Start ? null : state, command, time.GetUtcNow(), () => NewId(time)) switch
        {
            Decision.Accepted accepted => accepted,
            Decision.Rejected rejected => throw new InvalidOperationException(rejected.Reason.Message),
            _ => throw new InvalidOperationException(),
        };

    private static Guid NewId(FakeTimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
