using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <content>Which steps are enabled by the tokens on their inputs (patterns.md: join, rule 4).</content>
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
            if (_marked.TryDequeue(out var place))
            {
                while (!instance.IsEnded && TryTakeInputs(place.Step, place.Scope, out var inputs))
                {
                    Fire(place.Step, place.Scope, inputs);
                }
            }
            else if (!FireActiveJoin())
            {
                return;
            }
        }
    }

    /// <summary>The tokens that enable a step by its own inputs alone.</summary>
    private bool TryTakeInputs(int step, int scope, out List<int> inputs)
    {
        inputs = [];
        var incoming = _net.Incoming[step];
        var each = incoming.Length == 1 || _net.Steps[step].Join is Join.Each;
        if (!each && _net.Steps[step].Join is Join.Active)
        {
            return false;
        }

        foreach (var edge in incoming)
        {
            if (instance.Tokens.Find(t => t.Edge == edge && t.Scope == scope) is { } token)
            {
                inputs.Add(token.Id);
                if (each)
                {
                    return true;
                }
            }
            else if (!each)
            {
                return false;
            }
        }

        return inputs.Count > 0;
    }

    /// <summary>
    /// Fires the first join, in definition order, of which at least one input is marked and no unmarked one can be reached any more. When only such joins
    /// are left and they wait for each other, the first of them fires, and its history row says so.
    /// </summary>
    private bool FireActiveJoin()
    {
        List<(int Step, int Scope)>? waiting = null;
        foreach (var token in instance.Tokens)
        {
            if (token.IsOnEdge)
            {
                var place = (_net.IndexOf(token.Step), token.Scope);
                if (_net.Steps[place.Item1].Join is Join.Active && waiting?.Contains(place) is not true)
                {
                    (waiting ??= []).Add(place);
                }
            }
        }

        if (waiting is null)
        {
            return false;
        }

        waiting.Sort();
        foreach (var (step, scope) in waiting)
        {
            if (!CanMissingInputArrive(step, scope))
            {
                Fire(step, scope, MarkedInputs(step, scope));
                return true;
            }
        }

        if (!instance.Tokens.TrueForAll(t => t.IsOnEdge))
        {
            return false;
        }

        var first = waiting[0];
        var others = string.Join(", ", waiting.Skip(1).Select(w => $"'{_net.Steps[w.Step].Id}'"));
        var cause = others.Length == 0
            ? "The missing inputs wait behind joins that can never fire."
            : $"This join and {others} waited for each other; the first in the definition went on.";
        Fire(first.Step, first.Scope, MarkedInputs(first.Step, first.Scope), cause);
        return true;
    }

    private bool CanMissingInputArrive(int step, int scope)
    {
        var incoming = _net.Incoming[step];
        for (var input = 0; input < incoming.Length; input++)
        {
            var edge = incoming[input];
            if (!instance.Tokens.Exists(t => t.Edge == edge && t.Scope == scope)
                && instance.Tokens.Exists(t => t.Scope == scope && _net.CanReach(_net.IndexOf(t.Step), step, input)))
            {
                return true;
            }
        }

        return false;
    }

    private List<int> MarkedInputs(int step, int scope)
    {
        var inputs = new List<int>();
        foreach (var edge in _net.Incoming[step])
        {
            if (instance.Tokens.Find(t => t.Edge == edge && t.Scope == scope) is { } token)
            {
                inputs.Add(token.Id);
            }
        }

        return inputs;
    }
}
