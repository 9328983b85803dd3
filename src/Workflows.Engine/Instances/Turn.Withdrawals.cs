using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>How work is withdrawn: never in silence, and with everything inside it.</content>
internal sealed partial class Turn
{
    /// <summary>Withdraws everything in a scope, or only the work of one step and what is on its way to it.</summary>
    private void WithdrawAll(int scope, string cause, StepId? only = null)
    {
        foreach (var token in instance.Tokens.FindAll(t => t.Scope == scope && (only is null || t.Step == only)))
        {
            Withdraw(token, cause);
        }

        // What a step left behind when it went on is its work all the same.
        foreach (var left in instance.Scopes.FindAll(s => s.Parent == scope && (only is null || s.Step == only)))
        {
            WithdrawScope(left, cause);
        }

        foreach (var incident in only is null && scope == Scope.Case.Id ? instance.Incidents.ToList() : [])
        {
            Emit(new IncidentResolved(incident.Id, incident.Step, cause, null, now));
        }
    }

    private void Withdraw(Token token, string cause, Undoable? done = null)
    {
        if (instance.FindToken(token.Id) is null)
        {
            return;
        }

        if (token.Edge is { } edge)
        {
            Emit(new TokenWithdrawn(token.Id, edge, token.Step, cause, now));
            return;
        }

        WithdrawWork(token, cause);
        Emit(new StepCanceled(token.Id, token.Step, cause, now) { Done = done });
        WithdrawCompetitors(token.Id, cause);
    }

    /// <summary>Withdraws what a token's step is doing; the token stays.</summary>
    private void WithdrawWork(Token token, string cause)
    {
        WithdrawTask(token, cause);
        foreach (var scope in instance.Scopes.FindAll(s => s.Owner == token.Id && s.Step is not null))
        {
            WithdrawScope(scope, cause);
        }

        foreach (var incident in instance.Incidents.Where(i => i.Token == token.Id).ToList())
        {
            Emit(new IncidentResolved(incident.Id, token.Step, cause, null, now));
        }
    }

    private void WithdrawScope(Scope scope, string cause)
    {
        WithdrawAll(scope.Id, cause);
        if (instance.Scopes.Exists(s => s.Id == scope.Id))
        {
            Emit(new ScopeClosed(scope.Id, scope.Step!.Value, null, null, cause, now));
        }
    }
}
