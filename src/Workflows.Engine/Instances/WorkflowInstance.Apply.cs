using System.Diagnostics;
using Workflows.Engine.Definitions;

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
                Data = e.Changes.ApplyTo(Data);
                Leave(e.Token, e.Step, StepStatus.Succeeded, e.Taken, e.At);
                break;
            case StepSkipped e:
                Leave(e.Token, e.Step, StepStatus.Skipped, e.Taken, e.At);
                break;
            case StepFailed e:
                Change(e.Token, t => t with { Status = StepStatus.Failed, Since = e.At });
                break;
            case StepBlocked e:
                Data = e.Changes.ApplyTo(Data);
                Change(e.Token, t => t with { Status = StepStatus.Failed, Outcome = e.Outcome, IsRouting = true, Since = e.At });
                Timers.RemoveAll(t => t.Token == e.Token);
                break;
            case StepRetried e:
                Change(e.Token, t => t with { Status = e.Status, Attempt = e.Attempt, IsRouting = false, Since = e.At });
                break;
            case StepCanceled e:
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
        Tokens.Add(new Token { Id = e.Token, Step = e.Step, Scope = e.Scope, Status = e.Status, Attempt = 1, Visit = e.Visit, Since = e.At });
        LastToken = Math.Max(LastToken, e.Token);
        Steps[e.Step] = new StepTrace(e.Visit, Steps.GetValueOrDefault(e.Step)?.Last);
    }

    private void Leave(int token, StepId step, StepStatus how, System.Collections.Immutable.ImmutableArray<TakenEdge> taken, DateTimeOffset at)
    {
        var index = Tokens.FindIndex(t => t.Id == token);
        var scope = Tokens[index].Scope;
        Tokens.RemoveAt(index);
        Timers.RemoveAll(t => t.Token == token);
        foreach (var edge in taken)
        {
            Tokens.Add(new Token { Id = edge.Token, Step = edge.To, Edge = edge.Edge, Scope = scope, Status = StepStatus.Pending, Since = at });
            LastToken = Math.Max(LastToken, edge.Token);
            TakenEdges[edge.Edge] = TakenEdges.GetValueOrDefault(edge.Edge) + 1;
        }

        Steps[step] = Steps[step] with { Last = how };
    }

    private void Finish(InstanceStatus status, string? reason, DateTimeOffset at)
    {
        Status = status;
        Reason = reason;
        EndedAt = at;
        Rounds.Clear();
    }

    private void Change(int token, Func<Token, Token> change)
    {
        var index = Tokens.FindIndex(t => t.Id == token);
        Tokens[index] = change(Tokens[index]);
    }

    private void ChangeRound(StepId step, int scope, Func<JoinRound, JoinRound> change)
    {
        var index = Rounds.FindIndex(r => r.Step == step && r.Scope == scope);
        Rounds[index] = change(Rounds[index]);
    }

    private void Change(HumanTasks.HumanTaskId task, string? assignee)
    {
        var index = OpenTasks.FindIndex(t => t.Id == task);
        OpenTasks[index] = OpenTasks[index] with { Assignee = assignee };
    }

    private InstanceStatus StatusOfTokens()
    {
        var (running, waiting, failed) = (false, false, Incidents.Count > 0);
        foreach (var token in Tokens)
        {
            running |= token.Status is StepStatus.Running;
            waiting |= token.Status is StepStatus.Waiting or StepStatus.Scheduled;
            failed |= token.Status is StepStatus.Failed;
        }

        return running ? InstanceStatus.Running
            : waiting ? InstanceStatus.Waiting
            : failed ? InstanceStatus.Failed
            : InstanceStatus.Pending;
    }
}
