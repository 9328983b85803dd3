using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>Which steps are enabled by the tokens on their inputs (patterns.md: join, rules 3 and 4).</content>
internal sealed partial class Turn
{
    /// <summary>
    /// Fires what is enabled until nothing is. Steps whose own inputs decide come first, in the order they got tokens; joins that must look at the rest of
    /// the instance (<see cref="Join.Active"/> with several inputs) only once everything else has moved.
    /// </summary>
    private void Advance()
    {
        while (!instance.IsEnded)
        {
            if (Calm())
            {
                continue;
            }

            if (_marked.TryDequeue(out var place))
            {
                FireMarked(place.Step, place.Scope);
            }
            else if (!CloseScope() && !LeaveClosedGate() && !PassGate() && !FireDataTrigger() && !FireActiveJoin())
            {
                return;
            }
        }
    }

    private void FireMarked(int step, int scope)
    {
        while (!instance.IsEnded && instance.Scopes.Exists(s => s.Id == scope) && TryTakeInputs(step, scope, out var inputs))
        {
            if (NetOf(scope).Steps[step].IsGated)
            {
                return;
            }

            Fire(step, scope, inputs);
        }
    }

    /// <summary>The tokens that enable a step by its own inputs alone.</summary>
    private bool TryTakeInputs(int step, int scope, out List<Token> inputs)
    {
        var net = NetOf(scope);
        var (join, ways) = (net.Steps[step].Join, net.Incoming[step].Length);
        inputs = join.Need is JoinNeed.Count && ways > 1 ? TakeCount(step, scope, join) : TokensInto(step, scope);
        switch (join.Need)
        {
            case JoinNeed.Count when ways == 1:
                inputs = FirstOf(inputs, join.Number);
                break;
            case JoinNeed.Active or JoinNeed.All when ways > 1:
                inputs = OneOfEach(inputs);
                return join.Need is JoinNeed.All && inputs.Count == ways;
            case not JoinNeed.Count:
                inputs = FirstOf(inputs, 1);
                break;
        }

        return inputs.Count > 0;
    }

    /// <summary>The inputs that make a join of a number of them fire; before that, what comes too late in its round is swallowed.</summary>
    private List<Token> TakeCount(int step, int scope, Join join)
    {
        var (net, waiting) = (NetOf(scope), TokensInto(step, scope));
        if (join.Rest is JoinRest.Keep)
        {
            return FirstOf(waiting, join.Number);
        }

        if (instance.FindRound(net.Steps[step].Id, scope) is { } round)
        {
            foreach (var token in waiting)
            {
                var isRepeated = round.Seen.Contains(token.Edge!.Value);
                if (!isRepeated || join.Rest is not JoinRest.Hold)
                {
                    Emit(new TokenAbsorbed(token.Id, token.Edge.Value, token.Step, scope, $"'{token.Step}' has gone on without this input.", now));
                    round = instance.FindRound(token.Step, scope)!;
                }
            }

            if (round.Seen.Length < net.Incoming[step].Length)
            {
                return [];
            }

            Emit(new JoinReset(round.Step, scope, now));
            waiting = TokensInto(step, scope);
        }

        return FirstOf(OneOfEach(waiting), join.Number);
    }

    /// <summary>Begins the round of a join of a number of inputs that has just fired: what else belongs to it is awaited, or withdrawn.</summary>
    private void BeginRound(int step, int scope, List<Token> inputs)
    {
        var net = NetOf(scope);
        var join = net.Steps[step].Join;
        if (inputs.Count == 0 || join.Need is not JoinNeed.Count || net.Incoming[step].Length < 2 || join.Rest is JoinRest.Keep)
        {
            return;
        }

        if (join.Rest is not JoinRest.Cancel)
        {
            if (inputs.Count < net.Incoming[step].Length)
            {
                Emit(new JoinFired(net.Steps[step].Id, scope, [.. inputs.Select(t => t.Edge!.Value)], now));
            }

            return;
        }

        var cause = $"'{net.Steps[step].Id}' had enough and went on.";
        foreach (var token in instance.Tokens.Where(t => t.Scope == scope && IsInRegion(t)).ToList())
        {
            Withdraw(token, cause);
        }

        bool IsInRegion(Token token) => net.IndexOf(token.Step) is var at && (at == step ? token.IsOnEdge : net.Region(step).Get(at));
    }

    /// <summary>The tokens on the edges into a step, in the order they came.</summary>
    private List<Token> TokensInto(int step, int scope)
    {
        var id = NetOf(scope).Steps[step].Id;
        return instance.Tokens.FindAll(t => t.IsOnEdge && t.Scope == scope && t.Step == id);
    }

    /// <summary>Enough tokens, or none.</summary>
    private static List<Token> FirstOf(List<Token> tokens, int number) => tokens.Count < number ? [] : tokens.GetRange(0, number);

    private static List<Token> OneOfEach(List<Token> tokens) => [.. tokens.DistinctBy(t => t.Edge)];

    /// <summary>
    /// Fires the first join, in definition order, of which at least one input is marked and no unmarked one can be reached any more. When joins are left
    /// that only wait for each other, the first of them fires, and its history row says so.
    /// </summary>
    private bool FireActiveJoin()
    {
        List<(int Step, int Scope)>? waiting = null;
        foreach (var token in instance.Tokens)
        {
            if (token.IsOnEdge)
            {
                var net = NetOf(token.Scope);
                var place = (Step: net.IndexOf(token.Step), token.Scope);
                var step = net.Steps[place.Step];
                if (step.Join.Need is JoinNeed.Active && net.Incoming[place.Step].Length > 1 && waiting?.Contains(place) is not true && IsOpen(step, token.Scope))
                {
                    (waiting ??= []).Add(place);
                }
            }
        }

        if (waiting is null)
        {
            return false;
        }

        waiting.Sort(static (a, b) => (a.Scope, a.Step).CompareTo((b.Scope, b.Step)));

        // As a rule some work under way answers for a missing input, and nothing more needs to be known.
        waiting.RemoveAll(w => CanMissingInputArrive(w.Step, w.Scope, static t => !t.IsOnEdge));
        foreach (var (step, scope) in waiting)
        {
            if (!CanMissingInputArrive(step, scope, static _ => true))
            {
                Fire(step, scope, OneOfEach(TokensInto(step, scope)));
                return true;
            }
        }

        return waiting.Count > 0 && FireBlockedJoin(waiting);
    }

    /// <summary>
    /// Fires the first of the joins whose missing inputs could come from nothing but tokens that wait themselves, before joins that nothing moving can reach.
    /// </summary>
    private bool FireBlockedJoin(List<(int Step, int Scope)> waiting)
    {
        var mayMove = instance.Tokens.Where(t => !t.IsOnEdge).Select(t => t.Id).ToHashSet();
        while (instance.Tokens.Find(t => !mayMove.Contains(t.Id) && MayBeMoved(t)) is { } next)
        {
            mayMove.Add(next.Id);
        }

        var blocked = waiting.FindAll(w => !CanMissingInputArrive(w.Step, w.Scope, t => mayMove.Contains(t.Id)));
        if (blocked.Count == 0)
        {
            return false;
        }

        var (step, scope) = blocked[0];
        var others = string.Join(", ", blocked.Skip(1).Select(w => $"'{NetOf(w.Scope).Steps[w.Step].Id}'"));
        var cause = others.Length == 0
            ? "The missing inputs wait behind joins that can never fire."
            : $"This join and {others} waited for each other; the first in the definition went on.";
        Fire(step, scope, OneOfEach(TokensInto(step, scope)), cause);
        return true;

        // A token that waits before a join moves when something that moves reaches the join.
        bool MayBeMoved(Token token)
        {
            var net = NetOf(token.Scope);
            var step = net.IndexOf(token.Step);
            return instance.Tokens.Exists(t => t.Scope == token.Scope && t.Step != token.Step && mayMove.Contains(t.Id) && net.CanReach(net.IndexOf(t.Step), step));
        }
    }

    private bool IsOpen(Step step, int scope) => !step.IsGated || (AreMarked(step.Requires, scope) && FindHolder(step, scope, null) is null);

    private bool CanMissingInputArrive(int step, int scope, Predicate<Token> counts)
    {
        var net = NetOf(scope);
        var marked = TokensInto(step, scope).Select(t => t.Edge).ToHashSet();
        return instance.Tokens.Exists(t => t.Scope == scope && counts(t) && CanReachMissing(net.IndexOf(t.Step)));

        bool CanReachMissing(int from)
        {
            var incoming = net.Incoming[step];
            for (var input = 0; input < incoming.Length; input++)
            {
                if (net.CanReach(from, step, input) && !marked.Contains(incoming[input]))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
