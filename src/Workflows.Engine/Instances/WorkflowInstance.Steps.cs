using System.Collections.Immutable;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>How tokens come to steps, what becomes of them there, and how they leave.</content>
internal sealed partial class WorkflowInstance
{
    private void Enter(StepStarted e)
    {
        foreach (var consumed in e.Consumed)
        {
            Tokens.RemoveAt(IndexOf(consumed));
        }

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
        Trace(e.Scope, e.Step, e.Visit, static (last, visit) => (last ?? new StepTrace(0, null)) with { Visits = visit });
    }

    private void Leave(int token, StepId step, StepStatus how, ImmutableArray<TakenEdge> taken, DateTimeOffset at, bool isNew = true)
    {
        var index = IndexOf(token);
        var scope = Tokens[index].Scope;
        Tokens.RemoveAt(index);
        Disarm(token);
        RemoveOf(Work, token, static w => w.Token);
        PassOn(token, scope);
        Put(taken, scope, at, isNew);
        Trace(scope, step, how, static (last, how) => last! with { Last = how });
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

    private void Override(int scope, StepId step) => Trace(scope, step, true, static (last, _) => (last ?? new StepTrace(0, null)) with { IsOverridden = true });

    /// <summary>Keeps what is known of a step. The elements and passes of a step are no visits of their own.</summary>
    private void Trace<T>(int scope, StepId step, T news, Func<StepTrace?, T, StepTrace> change)
    {
        var at = ScopeOf(scope);
        if (at.Step == step && at.Definition is null)
        {
            return;
        }

        if (at.Call is { } call)
        {
            Trace(call, step, change(ScopeOf(call).Steps?.GetValueOrDefault(step), news));
        }
        else
        {
            Steps[step] = change(Steps.GetValueOrDefault(step), news);
        }
    }

    private void Trace(int call, StepId step, StepTrace trace) =>
        ChangeScope(call, s => s with { Steps = (s.Steps ?? ImmutableDictionary<StepId, StepTrace>.Empty).SetItem(step, trace) });

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
            ChangeOwnData(scope.Id, changes);
        }
    }

    private void ChangeOwnData(int scope, DataChange changes) => ChangeScope(scope, s => s with { Data = changes.ApplyTo(s.Data!.Value) });

    private void Schedule(StepFailed e) => Change(e.Token, t => t with { Status = StepStatus.Scheduled, FirstTriedAt = t.FirstTriedAt ?? t.Since, Progress = null, Since = e.At });

    private void Stop(StepFailed e) => Change(e.Token, t => t with { Status = StepStatus.Failed, Progress = null, Since = e.At });

    private void Note(StepProgressed e) => Change(e.Token, t => t with { Progress = new StepProgress(e.Fraction, e.Message, e.At) });

    private void Interrupt(StepInterrupted e) => Change(e.Token, t => t with { Crashes = e.Crashes, Node = e.Node, Progress = null });

    private void Block(StepBlocked e) => Change(e.Token, t => t with { Status = StepStatus.Failed, Outcome = e.Outcome, IsRouting = true, Since = e.At });

    private void TryAgain(StepRetried e) => Change(e.Token, t => e.By is null
        ? t with { Status = e.Status, Attempt = e.Attempt, Node = e.Node, Since = e.At }
        : t with
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

    private void Win(int token) => Change(token, t => t with { Choice = null });

    private void Change(int token, Func<Token, Token> change)
    {
        var index = IndexOf(token);
        Tokens[index] = change(Tokens[index]);
    }

    private int IndexOf(int token) => IndexOf(Tokens, token, static t => t.Id) is >= 0 and var index ? index : throw new InvalidOperationException($"Instance {Id} has no token {token}.");
}
