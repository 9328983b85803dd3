using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>Joins, what is done in scopes, and what sagas undo.</content>
internal sealed partial class WorkflowInstance
{
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

    private void Absorb(TokenAbsorbed e)
    {
        Tokens.RemoveAt(IndexOf(e.Token));
        ChangeRound(e.To, e.Scope, r => r.Seen.Contains(e.Edge) ? r : r with { Seen = r.Seen.Add(e.Edge) });
    }

    private void Reset(JoinReset e) => Rounds.RemoveAll(r => r.Step == e.Step && r.Scope == e.Scope);

    private void Add(WorkAdded e) => ChangeWork(e.Token, w => w with { Items = w.Items!.Value.Add(e.Item) });

    private void Settle(WorkSettled e) => ChangeWork(e.Token, w => w with { IsSettled = true });

    private void Undo(CompensationStarted e) => ChangeWork(e.Token, w => w with { Failure = new SagaFailure(e.Message, IsUndone: false) });

    private void EndUndoing(CompensationCompleted e) => ChangeWork(e.Token, w => w with { Failure = w.Failure! with { IsUndone = true } });

    private void ChangeScope(int scope, Func<Scope, Scope> change) => Change(Scopes, s => s.Id == scope, change);

    private void ChangeWork(int token, Func<ScopedWork, ScopedWork> change) => Change(Work, w => w.Token == token, change);

    private void ChangeRound(StepId step, int scope, Func<JoinRound, JoinRound> change) => Change(Rounds, r => r.Step == step && r.Scope == scope, change);

    private static void Change<T>(List<T> list, Predicate<T> which, Func<T, T> change)
    {
        var index = list.FindIndex(which);
        list[index] = change(list[index]);
    }
}
