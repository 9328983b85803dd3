using System.Collections.Immutable;
using System.Diagnostics;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>How events change the state.</content>
internal sealed partial class WorkflowInstance
{
    /// <summary>How many ids of signals are kept, to know one that is sent twice.</summary>
    private const int MaxSignalIds = 100;

    /// <summary>How many signals are kept that nothing waits for yet: no sender fills up the state of an instance.</summary>
    public const int MaxSignals = 1000;

    /// <summary>The state that a history makes.</summary>
    public static WorkflowInstance Replay(IEnumerable<InstanceEvent> events)
    {
        var instance = new WorkflowInstance();
        foreach (var happened in events)
        {
            instance.Apply(happened);
        }

        return instance;
    }

    /// <summary>Changes the state as an event says. Needs no definition, no clock and no id: everything is in the event.</summary>
    public void Apply(InstanceEvent happened)
    {
        Position++;
        UpdatedAt = happened.At;
        switch (happened)
        {
            case InstanceStarted e:
                Begin(e);
                break;
            case StepStarted e:
                Enter(e);
                break;
            case StepCompleted e:
                ChangeData(e.Token, e.Changes);
                Keep(e.Done);
                Leave(e.Token, e.Step, StepStatus.Succeeded, e.Taken, e.At);
                break;
            case StepSkipped e:
                Leave(e.Token, e.Step, StepStatus.Skipped, e.Taken, e.At);
                break;
            case StepFailed { IsHandled: true } e:
                Keep(e.Done);
                Leave(e.Token, e.Step, StepStatus.Failed, [], e.At);
                break;
            case StepFailed { RetryAt: not null } e:
                Change(e.Token, t => t with { Status = StepStatus.Scheduled, FirstTriedAt = t.FirstTriedAt ?? t.Since, Progress = null, Since = e.At });
                break;
            case StepFailed e:
                Change(e.Token, t => t with { Status = StepStatus.Failed, Progress = null, Since = e.At });
                break;
            case StepProgressed e:
                Change(e.Token, t => t with { Progress = new StepProgress(e.Fraction, e.Message, e.At) });
                break;
            case StepInterrupted e:
                Change(e.Token, t => t with { Crashes = e.Crashes, Node = e.Node, Progress = null });
                break;
            case EventPublished:
                break;
            case StepBlocked e:
                ChangeData(e.Token, e.Changes);
                Change(e.Token, t => t with { Status = StepStatus.Failed, Outcome = e.Outcome, IsRouting = true, Since = e.At });
                Timers.RemoveAll(t => t.Token == e.Token);
                Subscriptions.RemoveAll(s => s.Token == e.Token);
                break;
            case StepRetried { By: null } e:
                Change(e.Token, t => t with { Status = e.Status, Attempt = e.Attempt, Node = e.Node, Since = e.At });
                break;
            case StepRetried e:
                Change(e.Token, t => t with
                {
                    Status = e.Status,
                    Attempt = e.Attempt,
                    Node = e.Node,
                    EarlierAttempts = e.Attempt - 1,
                    FirstTriedAt = null,
                    Crashes = 0,
                    IsRouting = false,
                    Since = e.At,
                });
                break;
            case StepCanceled e:
                Keep(e.Done);
                Leave(e.Token, e.Step, StepStatus.Canceled, [], e.At);
                break;
            case TokenWithdrawn e:
                Tokens.RemoveAll(t => t.Id == e.Token);
                break;
            case TokenAbsorbed e:
                Tokens.RemoveAll(t => t.Id == e.Token);
                ChangeRound(e.To, e.Scope, r => r.Seen.Contains(e.Edge) ? r : r with { Seen = r.Seen.Add(e.Edge) });
                break;
            case JoinFired e:
                Rounds.Add(new JoinRound(e.Step, e.Scope, e.Seen));
                break;
            case JoinReset e:
                Rounds.RemoveAll(r => r.Step == e.Step && r.Scope == e.Scope);
                break;
            case TokenPlaced e:
                Put([new TakenEdge(Token.Entry, e.Step, e.Token)], e.Scope, e.At, isNew: false);
                break;
            case StepReturned e:
                Leave(e.Token, e.Step, StepStatus.Canceled, [e.To], e.At, isNew: false);
                break;
            case ChoiceMade e:
                Leave(e.Token, e.Step, StepStatus.Succeeded, [], e.At);
                Count(e.Edge, FindToken(e.Winner)!.Scope);
                Change(e.Winner, t => t with { Choice = null });
                break;
            case WorkPlanned e:
                Work.Add(new ScopedWork(e.Token, e.Items, 0, [], false));
                break;
            case WorkAdded e:
                ChangeWork(e.Token, w => w with { Items = w.Items!.Value.Add(e.Item) });
                break;
            case WorkSettled e:
                ChangeWork(e.Token, w => w with { IsSettled = true });
                break;
            case ScopeOpened e:
                Scopes.Add(e.Scope);
                LastScope = Math.Max(LastScope, e.Scope.Id);
                Keep(e.Done);
                Open(e.Scope);
                break;
            case ScopeClosed e:
                Close(e);
                break;
            case CompensationStarted e:
                ChangeWork(e.Token, w => w with { Failure = new SagaFailure(e.Message, IsUndone: false) });
                Timers.RemoveAll(t => t.Token == e.Token);
                Subscriptions.RemoveAll(s => s.Token == e.Token);
                break;
            case CompensationCompleted e:
                ChangeWork(e.Token, w => w with { Failure = w.Failure! with { IsUndone = true } });
                break;
            case TriggerArmed e:
                Subscriptions.Add(e.Subscription);
                break;
            case TriggerFired e:
                ChangeData(e.Token, e.Changes);
                Put(e.Taken, FindToken(e.Token)!.Scope, e.At);
                Subscriptions.RemoveAll(s => s.Token == e.Token && s.Trigger == e.Trigger && s.Signal is null);
                break;
            case SignalReceived e:
                Signals.Add(new KeptSignal(e.Signal, e.Name, e.Key, e.Payload, e.ExpiresAt));
                Remember(e.Signal);
                break;
            case SignalConsumed e:
                Signals.RemoveAll(s => s.Id == e.Signal);
                break;
            case SignalDropped e:
                Signals.RemoveAll(s => s.Id == e.Signal);
                break;
            case TimerSet e:
                Timers.Add(new ArmedTimer(e.Token, e.Kind, e.DueAt));
                break;
            case TimerFired e:
                Timers.RemoveAll(t => t.Token == e.Token && t.Kind == e.Kind);
                break;
            case HumanTaskCreated e:
                OpenTasks.Add(e.Task);
                break;
            case HumanTaskClaimed e:
                Change(e.Task, e.By);
                break;
            case HumanTaskReleased e:
                Change(e.Task, null);
                break;
            case HumanTaskCompleted e:
                OpenTasks.RemoveAll(t => t.Id == e.Task);
                break;
            case HumanTaskCanceled e:
                OpenTasks.RemoveAll(t => t.Id == e.Task);
                break;
            case IncidentOpened e:
                Incidents.Add(e.Incident);
                LastIncident = e.Incident.Id;
                break;
            case IncidentResolved e:
                Incidents.RemoveAll(i => i.Id == e.Incident);
                Reason = null;
                break;
            case InstancePaused e:
                Pause = new InstancePause(e.By, e.Reason, e.At);
                break;
            case InstanceResumed:
                Pause = null;
                break;
            case StepOverridden e:
                ChangeData(e.Token, e.Changes);
                Keep(e.Done);
                Trace(FindToken(e.Token)!.Scope, e.Step, last => last! with { IsOverridden = true });
                Leave(e.Token, e.Step, e.IsSkipped ? StepStatus.Skipped : StepStatus.Succeeded, e.Taken, e.At);
                break;
            case TokensMoved e:
                Trace(e.Scope, e.Step, last => (last ?? new StepTrace(0, null)) with { IsOverridden = true });
                break;
            case DataEdited e:
                Data = e.Changes.ApplyTo(Data);
                break;
            case InstanceCompleted e:
                End = e.End;
                Finish(InstanceStatus.Completed, null, e.At);
                return;
            case InstanceCanceled e:
                Finish(InstanceStatus.Canceled, e.Reason, e.At);
                return;
            case InstanceFailed e:
                Reason = e.Message;
                break;
            default:
                throw new UnreachableException($"No state follows from {happened.GetType().Name}.");
        }

        Status = StatusOfTokens();
    }

    private void Begin(InstanceStarted e)
    {
        Id = e.Id;
        Tenant = e.Tenant;
        Definition = e.Definition;
        Version = e.Version;
        Title = e.Title;
        Reference = e.Reference;
        StartKey = e.StartKey;
        StartedBy = e.By;
        StartedAt = e.At;
        Data = e.Data;
        Scopes.Add(Scope.Case);
    }

    private void Enter(StepStarted e)
    {
        Tokens.RemoveAll(t => e.Consumed.Contains(t.Id));
        Tokens.Add(new Token
        {
            Id = e.Token,
            Step = e.Step,
            Scope = e.Scope,
            Status = e.Status,
            Attempt = 1,
            Visit = e.Visit,
            Node = e.Node,
            Choice = e.Choice,
            Gate = e.Gate,
            Since = e.At,
        });
        LastToken = Math.Max(LastToken, e.Token);
        Trace(e.Scope, e.Step, last => (last ?? new StepTrace(0, null)) with { Visits = e.Visit });
    }

    private void Leave(int token, StepId step, StepStatus how, ImmutableArray<TakenEdge> taken, DateTimeOffset at, bool isNew = true)
    {
        var index = Tokens.FindIndex(t => t.Id == token);
        var scope = Tokens[index].Scope;
        Tokens.RemoveAt(index);
        Timers.RemoveAll(t => t.Token == token);
        Subscriptions.RemoveAll(s => s.Token == token);
        Work.RemoveAll(w => w.Token == token);
        PassOn(token, scope);
        Put(taken, scope, at, isNew);
        Trace(scope, step, last => last! with { Last = how });
    }

    private void Put(ImmutableArray<TakenEdge> taken, int scope, DateTimeOffset at, bool isNew = true)
    {
        foreach (var edge in taken)
        {
            Tokens.Add(new Token { Id = edge.Token, Step = edge.To, Edge = edge.Edge, Scope = scope, Status = StepStatus.Pending, Since = at });
            LastToken = Math.Max(LastToken, edge.Token);
            if (isNew)
            {
                Count(edge.Edge, scope);
            }
        }
    }

    /// <summary>Counts an edge of the instance's own definition.</summary>
    private void Count(int edge, int scope)
    {
        if (ScopeOf(scope).Call is null)
        {
            TakenEdges[edge] = TakenEdges.GetValueOrDefault(edge) + 1;
        }
    }

    /// <summary>Keeps what is known of a step. The elements and passes of a step are no visits of their own.</summary>
    private void Trace(int scope, StepId step, Func<StepTrace?, StepTrace> change)
    {
        var at = ScopeOf(scope);
        if (at.Step == step && at.Definition is null)
        {
            return;
        }

        if (at.Call is not { } call)
        {
            Steps[step] = change(Steps.GetValueOrDefault(step));
            return;
        }

        var steps = ScopeOf(call).Steps ?? ImmutableDictionary<StepId, StepTrace>.Empty;
        ChangeScope(call, s => s with { Steps = steps.SetItem(step, change(steps.GetValueOrDefault(step))) });
    }

    /// <summary>Changes the data that a token's step sees and sets: the nearest that a scope around it has for its own, or else the instance's.</summary>
    private void ChangeData(int token, DataChange changes)
    {
        if (changes.IsEmpty)
        {
            return;
        }

        var scope = ScopeOf(FindToken(token)!.Scope);
        while (scope is { Parent: { } parent, Data: null })
        {
            scope = ScopeOf(parent);
        }

        if (scope.Parent is null)
        {
            Data = changes.ApplyTo(Data);
        }
        else
        {
            ChangeScope(scope.Id, s => s with { Data = changes.ApplyTo(s.Data!.Value) });
        }
    }

    private void Keep(Undoable? done)
    {
        if (done is not null)
        {
            Undoables.Add(done);
        }
    }

    /// <summary>What a saga has done belongs to the saga around it once it is over.</summary>
    private void PassOn(int saga, int scope)
    {
        if (ScopeOf(scope).Saga is not { } around)
        {
            Undoables.RemoveAll(u => u.Saga == saga);
            return;
        }

        for (var i = 0; i < Undoables.Count; i++)
        {
            if (Undoables[i].Saga == saga)
            {
                Undoables[i] = Lift(Undoables[i] with { Saga = around }, scope);
            }
        }
    }

    private void Open(Scope scope)
    {
        if (scope.Undoes is null)
        {
            ChangeWork(scope.Owner, w => w with { Begun = w.Begun + 1, Failure = null });
        }
        else
        {
            Undoables.RemoveAt(Undoables.FindLastIndex(u => u.Saga == scope.Owner));
        }
    }

    private void Close(ScopeClosed e)
    {
        var scope = ScopeOf(e.Scope);
        Scopes.Remove(scope);
        Rounds.RemoveAll(r => r.Scope == e.Scope);
        if (e.Cause is null && scope.Undoes is null && FindWork(scope.Owner) is not null)
        {
            ChangeWork(scope.Owner, w => w with { Results = w.Results.Add(new ScopeResult(scope.Index, e.Output, e.Outcome)) });
        }
    }

    private void Remember(string signal)
    {
        SignalIds.Add(signal);
        if (SignalIds.Count > MaxSignalIds)
        {
            SignalIds.RemoveAt(0);
        }
    }

    private void Finish(InstanceStatus status, string? reason, DateTimeOffset at)
    {
        Status = status;
        Reason = reason;
        Pause = null;
        EndedAt = at;
        Signals.Clear();
        Rounds.Clear();
    }

    private void Change(int token, Func<Token, Token> change) => Change(Tokens, t => t.Id == token, change);

    private void Change(HumanTasks.HumanTaskId task, string? assignee) => Change(OpenTasks, t => t.Id == task, t => t with { Assignee = assignee });

    private void ChangeScope(int scope, Func<Scope, Scope> change) => Change(Scopes, s => s.Id == scope, change);

    private void ChangeWork(int token, Func<ScopedWork, ScopedWork> change) => Change(Work, w => w.Token == token, change);

    private void ChangeRound(StepId step, int scope, Func<JoinRound, JoinRound> change) => Change(Rounds, r => r.Step == step && r.Scope == scope, change);

    private static void Change<T>(List<T> list, Predicate<T> which, Func<T, T> change)
    {
        var index = list.FindIndex(which);
        list[index] = change(list[index]);
    }

    /// <summary>Whether something outside can still move the instance: a person, time, or a signal.</summary>
    public bool IsArmed() => OpenTasks.Count > 0 || Timers.Count > 0 || Subscriptions.Exists(s => s.Signal is not null);

    private InstanceStatus StatusOfTokens()
    {
        if (Pause is not null)
        {
            return InstanceStatus.Paused;
        }

        var (running, waiting, failed) = (false, false, Incidents.Count > 0);
        foreach (var token in Tokens)
        {
            running |= token.Status is StepStatus.Running;
            waiting |= token.Status is StepStatus.Waiting or StepStatus.Scheduled;
            failed |= token.Status is StepStatus.Failed;
        }

        // What waits without being armed for anything waits for what is inside it, or for nothing.
        waiting &= !failed || IsArmed();
        return running ? InstanceStatus.Running
            : waiting ? InstanceStatus.Waiting
            : failed ? InstanceStatus.Failed
            : InstanceStatus.Pending;
    }
}
