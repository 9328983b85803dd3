using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>
/// Sagas: when work in one fails, the rest is withdrawn, machine steps under way are awaited (nobody can undo what is still being done), and what was done is undone,
/// one step after the other, the last one first.
/// </content>
internal sealed partial class Turn
{
    /// <summary>Lets the saga around a failed step deal with it. False when there is none, or when the fault is not one of the work but of the definition.</summary>
    private bool FailSaga(Token token, string code, string message, string? errorCode)
    {
        var isOfWork = code is IncidentCodes.StepFailed or IncidentCodes.StepCrashed or IncidentCodes.CallFailed or IncidentCodes.LoopLimit or IncidentCodes.SagaFailed;
        if (!isOfWork || instance.ScopeOf(token.Scope).Saga is not { } id)
        {
            return false;
        }

        Emit(new StepFailed(token.Id, token.Step, token.Attempt, message, now) { Code = errorCode, IsHandled = true, Done = DoneBy(token) });
        if (!instance.FindWork(id)!.IsUndoing)
        {
            Emit(new CompensationStarted(id, instance.FindToken(id)!.Step, token.Step, message, now));
        }

        return true;
    }

    /// <summary>What a saga has to undo of a step that did its work, or may have done some of it. What happens in scopes is noted where they are opened.</summary>
    private Undoable? DoneBy(Token token) =>
        StepOf(token) is { CompensateWith: { } with } step && (!step.HasScopes || IsElement(token)) && instance.ScopeOf(token.Scope).Saga is { } saga
            ? instance.Lift(new Undoable(saga, step.Id, with), token.Scope)
            : null;

    /// <summary>What a saga has to undo of a group or a call, after what is done inside it. A saga that fails undoes itself, too.</summary>
    private Undoable? DoneIn(Step step, Token token, JsonElement? own)
    {
        if (step is not { CompensateWith: { } with, Body: StepBody.Group or StepBody.Call })
        {
            return null;
        }

        if (step.Saga is not null)
        {
            return new Undoable(token.Id, step.Id, with);
        }

        return instance.ScopeOf(token.Scope).Saga is { } around ? instance.Lift(new Undoable(around, step.Id, with, Data: own), token.Scope) : null;
    }

    /// <summary>Withdraws one thing that a failed saga must not go on with. Machine steps under way, and sagas inside that are being undone, come to their end first.</summary>
    private bool Calm()
    {
        foreach (var work in instance.Work)
        {
            if (work is { IsUndoing: true, Failure: { } failure } && instance.Scopes.Find(s => s.Owner == work.Token && s.Undoes is null) is { } pass && Calm(pass, failure.Message))
            {
                return true;
            }
        }

        return false;
    }

    private bool Calm(Scope scope, string cause)
    {
        if (instance.Tokens.Find(t => t.Scope == scope.Id && !IsBusy(t)) is { } idle)
        {
            // Nobody knows how far the attempts came that a step has behind it.
            Withdraw(idle, cause, idle.Status is StepStatus.Scheduled ? DoneBy(idle) : null);
            return true;
        }

        return instance.Scopes.FindAll(s => s.Parent == scope.Id && s.Undoes is null).Exists(s => Calm(s, cause));
    }

    private bool IsBusy(Token token) =>
        token.Status is StepStatus.Running
        || instance.FindWork(token.Id) is { IsUndoing: true }
        || instance.Scopes.Exists(s => s.Owner == token.Id && s.Parent == token.Scope);

    /// <summary>Undoes the next step, the last one first; once nothing is left to undo, goes on as the saga says.</summary>
    private bool Undo(Step step, Token token)
    {
        if (instance.Scopes.Exists(s => s.Owner == token.Id))
        {
            return true;
        }

        if (instance.Undoables.FindLast(u => u.Saga == token.Id) is { } done)
        {
            OpenUndo(step, token, done);
            return true;
        }

        Emit(new CompensationCompleted(token.Id, token.Step, now));
        if (IsUndoing(token.Scope))
        {
            return true;
        }

        var (saga, work) = (step.Saga!, instance.FindWork(token.Id)!);
        if (saga.Then is AfterUndo.Continue)
        {
            return Complete(token, Saga.Undone, DataChange.None);
        }

        // Whoever retries allows as many passes again.
        if (saga.Then is AfterUndo.Retry && work.Begun < saga.Attempts * token.Attempt)
        {
            ArmBeside(step, token);
            return Open(step, token, work.Begun);
        }

        Fail(token, IncidentCodes.SagaFailed, $"'{token.Step}' failed, and everything done in it is undone. {work.Failure!.Message}");
        return false;
    }

    private void OpenUndo(Step step, Token token, Undoable done)
    {
        var (around, id) = (instance.ScopeOf(token.Scope), instance.LastScope + 1);
        var scope = new Scope(id, token.Scope) { Owner = token.Id, Step = step.Id, Undoes = done.Step, Call = around.Call, Depth = around.Depth, Data = done.Data };
        if (done.Definition is { } called)
        {
            scope = scope with { Call = id, Depth = around.Depth + 1, Definition = called, Steps = ImmutableDictionary<StepId, StepTrace>.Empty };
        }

        Emit(new ScopeOpened(scope, now));
        Enter(NetOf(id).IndexOf(done.With), id);
    }

    private bool IsUndoing(int scope) => UndoingOf(instance.ScopeOf(scope)) is not null;

    /// <summary>The failure of the nearest saga around a scope, the one that it is a pass of included, that is being undone.</summary>
    private SagaFailure? UndoingOf(Scope scope)
    {
        for (var id = scope.Saga; id is { } saga; id = instance.ScopeOf(instance.FindToken(saga)!.Scope).Saga)
        {
            if (instance.FindWork(saga) is { IsUndoing: true, Failure: { } failure })
            {
                return failure;
            }
        }

        return null;
    }
}
