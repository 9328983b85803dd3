namespace Workflows.Engine.Instances;

/// <content>Explicit states, whose successors compete for the token (deferred choice, WCP-16).</content>
internal sealed partial class Turn
{
    /// <summary>Lets every step that follows a state begin beside the others; those with a gate do when it opens.</summary>
    private bool Compete(Token state)
    {
        var net = NetOf(state.Scope);
        foreach (var edge in net.Outgoing[net.IndexOf(state.Step)])
        {
            if (!net.Steps[net.EdgeTargets[edge]].IsGated && instance.FindToken(state.Id) is not null)
            {
                Fire(net.EdgeTargets[edge], state.Scope, [], choice: state.Id);
            }
        }

        return true;
    }

    /// <summary>Gives the token of a state to the one that was first, and withdraws the others.</summary>
    private Token Win(Token winner)
    {
        if (winner.Choice is not { } choice)
        {
            return winner;
        }

        var (net, state) = (NetOf(winner.Scope), instance.FindToken(choice)!);
        var edge = net.Outgoing[net.IndexOf(state.Step)].First(e => net.Edges[e].To == winner.Step);
        Emit(new ChoiceMade(state.Id, state.Step, edge, winner.Id, winner.Step, now));
        WithdrawCompetitors(choice, $"'{winner.Step}' was first at '{state.Step}'.");
        return instance.FindToken(winner.Id)!;
    }

    private void WithdrawCompetitors(int choice, string cause)
    {
        foreach (var loser in instance.Tokens.FindAll(t => t.Choice == choice))
        {
            Withdraw(loser, cause);
        }
    }
}
