using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Simulation;

/// <summary>One simulation under way: hands the kernel one command after the other, and keeps what it answers.</summary>
internal sealed class SimulationRun(DefinitionSet definitions, TenantId tenant, DateTimeOffset now)
{
    /// <summary>How many commands a simulation may take.</summary>
    public const int MaxCommands = 1000;

    private static readonly JsonElement s_nothing = JsonSerializer.SerializeToElement(new { });

    private readonly List<InstanceEvent> _events = [];
    private readonly HashSet<int> _assumed = [];
    private readonly Dictionary<int, CalledDefinition?> _scopes = new() { [Scope.Case.Id] = null };
    private DateTimeOffset _now = now;
    private int _ids;
    private int _commands;

    public WorkflowInstance? State { get; private set; }

    public IReadOnlyList<InstanceEvent> Events => _events;

    public bool IsCut => _commands >= MaxCommands;

    /// <summary>The tokens whose machine step was assumed to succeed and to change nothing.</summary>
    public IReadOnlySet<int> Assumed => _assumed;

    /// <summary>Goes on from a state as it is.</summary>
    public void Resume(WorkflowInstance state)
    {
        State = state;
        foreach (var scope in state.Scopes)
        {
            _scopes[scope.Id] = scope.Call is { } call ? state.ScopeOf(call).Definition : null;
        }
    }

    /// <summary>Hands a command to the kernel; gives why it was refused.</summary>
    public Rejection? Send(InstanceCommand command)
    {
        _commands++;
        var decision = Transition.Decide(definitions, State, command, _now, () => new Guid(++_ids, 0, 0, new byte[8]));
        if (decision is Decision.Rejected rejected)
        {
            return rejected.Reason;
        }

        var accepted = (Decision.Accepted)decision;
        _events.AddRange(accepted.Events);
        foreach (var opened in accepted.Events.OfType<ScopeOpened>())
        {
            _scopes[opened.Scope.Id] = opened.Scope.Definition ?? _scopes[opened.Scope.Parent!.Value];
        }

        State = accepted.Next;
        return null;
    }

    /// <summary>Lets the next machine step that nothing is known of succeed. False when none runs.</summary>
    public bool Assume()
    {
        if (State!.Tokens.Find(IsRunning) is not { } token)
        {
            return false;
        }

        _assumed.Add(token.Id);
        return Send(new InstanceCommand.CompleteStep(token.Id, token.Attempt, DataChange.None)) is null;
    }

    /// <summary>Lets a move happen, when it can now. False when it cannot; otherwise gives why the kernel refused it.</summary>
    public bool TryMove(SimulatedMove move, out Rejection? refusal)
    {
        refusal = null;
        var command = move switch
        {
            SimulatedMove.Complete work when RunningAt(work.Step) is { } token =>
                new InstanceCommand.CompleteStep(token.Id, token.Attempt, new DataChange(work.Data, []), work.Outcome),
            SimulatedMove.Complete decide when State!.OpenTasks.Find(t => t.Step == decide.Step) is { } task =>
                new InstanceCommand.CompleteTask(task.Id, PersonFor(task, decide.By), decide.Outcome, decide.Data ?? s_nothing, decide.Comment),
            SimulatedMove.Fail fail => RunningAt(fail.Step) is { } token ? new InstanceCommand.FailStep(token.Id, token.Attempt, fail.Message) : null,
            SimulatedMove.Elapse elapse => State!.Timers.Find(t => State.FindToken(t.Token)?.Step == elapse.Step) is { } timer ? Fire(timer) : null,
            SimulatedMove.Send send => State!.Subscriptions.Find(s => s.Signal == send.Name && (send.Key is null || s.Key is null || s.Key == send.Key)) is { } waited
                ? new InstanceCommand.Signal(send.Name, send.Key ?? waited.Key, send.Payload ?? s_nothing, new Actor("somebody", [], tenant))
                : (InstanceCommand?)null,
            _ => null,
        };
        if (command is null)
        {
            return false;
        }

        refusal = Send(command);
        return true;
    }

    /// <summary>Moves the clock to the next timer step, when the instance waits for nothing but time. False when it does not.</summary>
    public bool PassTime()
    {
        var state = State!;
        if (state.OpenTasks.Count > 0 || state.Subscriptions.Count > 0)
        {
            return false;
        }

        var timer = state.Timers.Where(t => t.Kind is TimerKind.Step).MinBy(t => t.DueAt);
        return timer is not null && Send(Fire(timer)) is null;
    }

    /// <summary>The steps that were done, in order.</summary>
    public ImmutableArray<SimulatedStep> Path()
    {
        var path = ImmutableArray.CreateBuilder<SimulatedStep>();
        var scopeOf = new Dictionary<int, int>();
        string? by = null;
        foreach (var happened in _events)
        {
            switch (happened)
            {
                case StepStarted started:
                    scopeOf[started.Token] = started.Scope;
                    break;
                case HumanTaskCompleted decided:
                    by = decided.By;
                    break;
                case StepCompleted done:
                    Add(done.Token, done.Step, StepStatus.Succeeded, done.Outcome);
                    by = null;
                    break;
                case StepSkipped skipped:
                    Add(skipped.Token, skipped.Step, StepStatus.Skipped, null);
                    break;
                case StepFailed failed:
                    Add(failed.Token, failed.Step, StepStatus.Failed, null);
                    break;
                case StepCanceled canceled:
                    Add(canceled.Token, canceled.Step, StepStatus.Canceled, null);
                    break;
            }
        }

        return path.DrainToImmutable();

        void Add(int token, StepId id, StepStatus status, string? outcome)
        {
            var called = _scopes.GetValueOrDefault(scopeOf.GetValueOrDefault(token));
            var step = StepOf(id, called);
            path.Add(new SimulatedStep(id, step.Name, step.Kind, status, outcome, step.Kind is StepKind.Human ? by : null, _assumed.Contains(token), called));
        }
    }

    /// <summary>What the instance waits for, in the order of its tokens.</summary>
    public ImmutableArray<SimulatedWait> Waits() => [.. State!.Tokens.Where(t => t is { IsOnEdge: false, Status: StepStatus.Waiting }).Select(WaitOf).OfType<SimulatedWait>()];

    /// <summary>What people call the step of a token.</summary>
    public string NameOf(Token token) => definitions.StepOf(State!, token).Name;

    /// <summary>A step of the instance's definition, or of one that it called.</summary>
    public Step StepOf(StepId id, CalledDefinition? called) => DefinitionOf(called).FindStep(id)!;

    /// <summary>The edges out of a step.</summary>
    public IEnumerable<Edge> EdgesOf(Step step, CalledDefinition? called) => DefinitionOf(called).Edges.Where(e => e.From == step.Id);

    private WorkflowDefinition DefinitionOf(CalledDefinition? called) => called is null ? definitions.Main : definitions.Find(called.Key, called.Version)!;

    private SimulatedWait? WaitOf(Token token)
    {
        var (state, step) = (State!, definitions.StepOf(State!, token));
        var call = state.ScopeOf(token.Scope).Call is { } scope ? state.ScopeOf(scope).Definition : null;
        var due = state.Timers.Find(t => t.Token == token.Id)?.DueAt;
        if (state.OpenTasks.Find(t => t.Token == token.Id) is { } task)
        {
            return new SimulatedWait(token.Step, step.Name, WaitKind.Task) { Users = task.Users, Groups = task.Groups, Assignee = task.Assignee, DueAt = due, Called = call };
        }

        if (state.Subscriptions.Find(s => s.Token == token.Id && s.Trigger == Subscription.Body) is { } waited)
        {
            return new SimulatedWait(token.Step, step.Name, waited.Signal is null ? WaitKind.Data : WaitKind.Signal) { Signal = waited.Signal, Key = waited.Key, DueAt = due, Called = call };
        }

        return state.Timers.Exists(t => t.Token == token.Id && t.Kind is TimerKind.Step) ? new SimulatedWait(token.Step, step.Name, WaitKind.Timer) { DueAt = due, Called = call } : null;
    }

    private InstanceCommand.FireTimer Fire(ArmedTimer timer)
    {
        _now = timer.DueAt > _now ? timer.DueAt : _now;
        return new InstanceCommand.FireTimer(timer.Token, timer.Kind);
    }

    /// <summary>Whether a move is about a machine step that runs.</summary>
    public bool IsOfMachine(SimulatedMove move) => move is SimulatedMove.Fail || (move is SimulatedMove.Complete work && RunningAt(work.Step) is not null);

    private Token? RunningAt(StepId step) => State!.Tokens.Find(t => IsRunning(t) && t.Step == step);

    private static bool IsRunning(Token token) => token is { IsOnEdge: false, Status: StepStatus.Running };

    /// <summary>Somebody who may decide the task, unless it is somebody else's.</summary>
    private Actor PersonFor(HumanTask task, string? by)
    {
        var id = by ?? task.Assignee ?? task.Users.FirstOrDefault() ?? (task.Groups.IsEmpty ? "somebody" : $"somebody in {task.Groups[0]}");
        return new Actor(id, task.Groups, tenant);
    }
}
