using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Nets;

namespace Workflows.Engine.Instances;

/// <content>Steps that their inputs enable but that have to wait: for states to be marked, for locks to be free (patterns.md: gate, rule 7).</content>
internal sealed partial class Turn
{
    /// <summary>A step that could begin if its gate were open.</summary>
    /// <param name="Order">The token that enabled it last: who came first is let in first.</param>
    /// <param name="Step">The step.</param>
    /// <param name="Scope">The scope.</param>
    /// <param name="Inputs">The tokens it would take.</param>
    /// <param name="Choice">The token of the state it competes for.</param>
    private readonly record struct Gated(int Order, int Step, int Scope, List<Token> Inputs, int? Choice);

    /// <summary>
    /// Begins the first step that waits at a gate which is open. Nobody overtakes another who waits for the same lock; a step takes all of its locks at once, so
    /// that no two can wait for each other.
    /// </summary>
    private bool PassGate()
    {
        if (!HasGates())
        {
            return false;
        }

        var queue = new HashSet<string>();
        foreach (var gated in AtGates())
        {
            var step = NetOf(gated.Scope).Steps[gated.Step];
            if (!AreMarked(step.Requires, gated.Scope))
            {
                continue;
            }

            if (step.Locks.Any(queue.Contains) || FindHolder(step, gated.Scope, gated.Choice) is not null)
            {
                queue.UnionWith(step.Locks);
                continue;
            }

            Fire(gated.Step, gated.Scope, gated.Inputs, choice: gated.Choice);
            return true;
        }

        return false;
    }

    /// <summary>Withdraws a step that waits although a state it requires is no longer marked: its token goes back to the gate.</summary>
    private bool LeaveClosedGate()
    {
        if (!HasGates())
        {
            return false;
        }

        foreach (var token in instance.Tokens)
        {
            if (token.Status is not StepStatus.Waiting || IsElement(token) || StepOf(token) is not { Requires.IsEmpty: false, HasScopes: false } step || AreMarked(step.Requires, token.Scope))
            {
                continue;
            }

            var cause = $"'{string.Join("', '", step.Requires.Where(s => !AreMarked([s], token.Scope)))}' is no longer marked.";
            if (token.Gate is not { } edge)
            {
                Withdraw(token, cause);
                return true;
            }

            WithdrawTask(token, cause);
            Emit(new StepReturned(token.Id, token.Step, new TakenEdge(edge, token.Step, instance.LastToken + 1), cause, now));
            return true;
        }

        return false;
    }

    /// <summary>Begins a step without inputs; lets it wait at its gate, or until the instance is resumed.</summary>
    private void Enter(int entry, int scope)
    {
        var step = NetOf(scope).Steps[entry];
        if (step.IsGated || instance.Pause is not null)
        {
            Emit(new TokenPlaced(instance.LastToken + 1, step.Id, scope, now));
        }
        else
        {
            Fire(entry, scope, []);
        }
    }

    private bool HasGates() => definitions.Main.Net.IsGated || instance.Scopes.Exists(s => s.Definition is not null && NetOf(s.Id).IsGated);

    private IEnumerable<Gated> AtGates()
    {
        var waiting = new List<Gated>();
        foreach (var token in instance.Tokens)
        {
            var net = NetOf(token.Scope);
            var step = net.IndexOf(token.Step);
            if (token.IsOnEdge)
            {
                if (net.Steps[step].IsGated && !waiting.Exists(g => g.Step == step && g.Scope == token.Scope) && InputsOf(net, step, token.Scope) is { Count: > 0 } inputs)
                {
                    waiting.Add(new Gated(inputs.Max(t => t.Id), step, token.Scope, inputs, null));
                }
            }
            else if (net.Steps[step].Body is StepBody.State)
            {
                foreach (var edge in net.Outgoing[step])
                {
                    var target = net.EdgeTargets[edge];
                    if (net.Steps[target].IsGated && !instance.Tokens.Exists(t => t.Choice == token.Id && t.Step == net.Steps[target].Id))
                    {
                        waiting.Add(new Gated(token.Id, target, token.Scope, [], token.Id));
                    }
                }
            }
        }

        return waiting.OrderBy(g => g.Order);
    }

    /// <summary>The inputs that enable a step by themselves, without a change to the state.</summary>
    private List<Token> InputsOf(Net net, int step, int scope) =>
        TokensInto(step, scope).Find(t => t.Edge is Token.Entry) is { } entered ? [entered]
        : net.Steps[step].Join.Need is JoinNeed.Count && instance.FindRound(net.Steps[step].Id, scope) is not null ? []
        : TryTakeInputs(step, scope, out var inputs) ? inputs
        : [];

    private bool AreMarked(IEnumerable<StepId> states, int scope) => states.All(state => IsMarked(state, scope));

    /// <summary>Whether a token is in a state, in the scope or one around it.</summary>
    private bool IsMarked(StepId state, int scope)
    {
        for (int? at = scope; at is { } id;)
        {
            if (instance.Tokens.Exists(t => t.Scope == id && t.Step == state && !t.IsOnEdge))
            {
                return true;
            }

            var around = instance.ScopeOf(id);
            at = around.Definition is null ? around.Parent : null;
        }

        return false;
    }

    /// <summary>
    /// The token that has a lock which the step needs: one in a step with the same lock that is neither around the step, nor competes for the same choice, nor
    /// has failed (a retry takes the lock again).
    /// </summary>
    private Token? FindHolder(Step step, int scope, int? choice) => step.Locks.IsEmpty ? null : instance.Tokens.Find(t =>
        !t.IsOnEdge && t.Status is not StepStatus.Failed && (choice is null || t.Choice != choice) && StepOf(t).Locks.Intersect(step.Locks).Any() && !IsAround(t, scope));

    private bool IsAround(Token token, int scope)
    {
        for (var at = instance.ScopeOf(scope); at.Parent is { } parent; at = instance.ScopeOf(parent))
        {
            if (at.Owner == token.Id)
            {
                return true;
            }
        }

        return false;
    }
}
