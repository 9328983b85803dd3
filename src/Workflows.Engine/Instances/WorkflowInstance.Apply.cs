using System.Diagnostics;

namespace Workflows.Engine.Instances;

/// <content>How events change the state.</content>
internal sealed partial class WorkflowInstance
{
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
                Schedule(e);
                break;
            case StepFailed e:
                Stop(e);
                break;
            case StepProgressed e:
                Note(e);
                break;
            case StepInterrupted e:
                Interrupt(e);
                break;
            case EventPublished:
                break;
            case StepBlocked e:
                ChangeData(e.Token, e.Changes);
                Block(e);
                Disarm(e.Token);
                break;
            case StepRetried e:
                TryAgain(e);
                break;
            case StepCanceled e:
                Keep(e.Done);
                Leave(e.Token, e.Step, StepStatus.Canceled, [], e.At);
                break;
            case TokenWithdrawn e:
                Tokens.RemoveAt(IndexOf(e.Token));
                break;
            case TokenAbsorbed e:
                Absorb(e);
                break;
            case JoinFired e:
                Rounds.Add(new JoinRound(e.Step, e.Scope, e.Seen));
                break;
            case JoinReset e:
                Reset(e);
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
                Win(e.Winner);
                break;
            case WorkPlanned e:
                Work.Add(new ScopedWork(e.Token, e.Items, 0, [], false));
                break;
            case WorkAdded e:
                Add(e);
                break;
            case WorkSettled e:
                Settle(e);
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
                Undo(e);
                Disarm(e.Token);
                break;
            case CompensationCompleted e:
                EndUndoing(e);
                break;
            case TriggerArmed e:
                Subscriptions.Add(e.Subscription);
                break;
            case TriggerFired e:
                ChangeData(e.Token, e.Changes);
                Put(e.Taken, FindToken(e.Token)!.Scope, e.At);
                Fire(e);
                break;
            case SignalReceived e:
                Signals.Add(new KeptSignal(e.Signal, e.Name, e.Key, e.Payload, e.ExpiresAt));
                Remember(e.Signal);
                break;
            case SignalConsumed e:
                Forget(e.Signal);
                break;
            case SignalDropped e:
                Forget(e.Signal);
                break;
            case TimerSet e:
                Timers.Add(new ArmedTimer(e.Token, e.Kind, e.DueAt));
                break;
            case TimerFired e:
                Fire(e);
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
                Close(e.Task);
                break;
            case HumanTaskCanceled e:
                Close(e.Task);
                break;
            case IncidentOpened e:
                Incidents.Add(e.Incident);
                LastIncident = e.Incident.Id;
                break;
            case IncidentResolved e:
                Resolve(e.Incident);
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
                Override(FindToken(e.Token)!.Scope, e.Step);
                Leave(e.Token, e.Step, e.IsSkipped ? StepStatus.Skipped : StepStatus.Succeeded, e.Taken, e.At);
                break;
            case TokensMoved e:
                Override(e.Scope, e.Step);
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

    private void Finish(InstanceStatus status, string? reason, DateTimeOffset at)
    {
        Status = status;
        Reason = reason;
        Pause = null;
        EndedAt = at;
        Signals.Clear();
        Rounds.Clear();
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
