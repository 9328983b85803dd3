using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions.Checks;

/// <summary>
/// Where tokens can be at the same time: steps that put tokens on several edges at once are the only ones that make more of them, so two inputs of a join can
/// only be marked together when one such step leads to both. Errs on the side of "they can".
/// </summary>
internal sealed class TokenPaths
{
    /// <summary>How many edges may be looked at for all joins together; what is left then is taken for possible.</summary>
    private const long MaxWork = 30_000_000;

    /// <summary>How many conditions of a step are compared with each other.</summary>
    private const int MaxConditions = 16;

    private readonly WorkflowDefinition _definition;
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly List<List<int>> _outgoing;
    private readonly List<List<int>> _incoming;
    private readonly List<(int Step, List<(int One, int Other)> Pairs)> _forks = [];
    private long _work;

    public TokenPaths(WorkflowDefinition definition, int[] from, int[] to, List<List<int>> outgoing, List<List<int>> incoming)
    {
        (_definition, _from, _to, _outgoing, _incoming) = (definition, from, to, outgoing, incoming);
        for (var i = 0; i < definition.Steps.Length; i++)
        {
            if (PairsOf(i) is { Count: > 0 } pairs)
            {
                _forks.Add((i, pairs));
            }
        }
    }

    /// <summary>The edges that have been looked at: what the answers have cost.</summary>
    public long Work => _work;

    /// <summary>For each input of a join (in the order of its incoming edges), those that can be marked together with it.</summary>
    public bool[][] Together(int join)
    {
        var inputs = _incoming[join];
        var together = inputs.Select(_ => new bool[inputs.Count]).ToArray();
        var reach = inputs.ConvertAll(edge => Upstream(_from[edge], join));
        var ledTo = new Dictionary<int, List<int>>();
        var missing = (long)inputs.Count * (inputs.Count - 1) / 2;
        foreach (var (_, pairs) in _forks)
        {
            foreach (var (one, other) in pairs)
            {
                if ((missing == 0 && inputs.Count > 1) || _work > MaxWork)
                {
                    break;
                }

                var (ofOne, ofOther) = (LedTo(one), LedTo(other));
                foreach (var i in ofOne)
                {
                    foreach (var k in ofOther)
                    {
                        _work++;
                        if (i != k && !together[i][k])
                        {
                            (together[i][k], together[k][i]) = (true, true);
                            missing--;
                        }
                        else if (i == k)
                        {
                            together[i][i] = true;
                        }
                    }
                }
            }
        }

        if (_work > MaxWork)
        {
            Array.ForEach(together, row => Array.Fill(row, true));
        }

        return together;

        List<int> LedTo(int edge)
        {
            if (ledTo.TryGetValue(edge, out var led))
            {
                return led;
            }

            _work += inputs.Count;
            ledTo[edge] = led = [];
            for (var i = 0; i < inputs.Count; i++)
            {
                if (inputs[i] == edge || (_to[edge] != join && reach[i][_to[edge]]))
                {
                    led.Add(i);
                }
            }

            return led;
        }
    }

    /// <summary>A step between a fork and a join of all inputs that may send its token elsewhere for good, and the edge it would take; null when there is none.</summary>
    public (int Step, int Edge)? FindLoss(int join)
    {
        var before = new bool[_definition.Steps.Length];
        foreach (var input in _incoming[join])
        {
            before = [.. before.Zip(Upstream(_from[input], join), (a, b) => a || b)];
        }

        for (var step = 0; step < before.Length; step++)
        {
            if (before[step] && LosingEdge(step) is { } edge && IsBesideAnother(step, join, before))
            {
                return (step, edge);
            }
        }

        return null;

        int? LosingEdge(int step)
        {
            foreach (var edge in _outgoing[step])
            {
                var isBeside = IsBeside(_definition.Steps[step], _definition.Edges[edge].Outcome);
                if (!isBeside && !before[_to[edge]] && _to[edge] != join && !_outgoing[step].Exists(other => (before[_to[other]] || _to[other] == join) && ComesWith(other, edge)))
                {
                    return edge;
                }
            }

            return null;
        }
    }

    /// <summary>Whether two edges of a step can get tokens from one completion of it, or one of them beside its work.</summary>
    public bool AreTakenTogether(int one, int other)
    {
        var (step, a, b) = (_definition.Steps[_from[one]], _definition.Edges[one], _definition.Edges[other]);
        if (IsBeside(step, a.Outcome) || IsBeside(step, b.Outcome))
        {
            return true;
        }

        if (step.Kind is StepKind.State || step.Split is Split.First || (a.Outcome is not null && b.Outcome is not null && a.Outcome != b.Outcome))
        {
            return false;
        }

        return step.Split is Split.All || (!a.IsDefault && !b.IsDefault && !Contradict(_from[one], a, b));
    }

    /// <summary>The steps from which a step can be reached, itself included, when nothing passes another one.</summary>
    private bool[] Upstream(int step, int without) => Along(step, without, _incoming, _from);

    private bool[] Along(int start, int without, List<List<int>> edges, int[] end)
    {
        var seen = new bool[_definition.Steps.Length];
        if (start == without)
        {
            return seen;
        }

        seen[start] = true;
        var next = new Stack<int>([start]);
        while (next.TryPop(out var step))
        {
            foreach (var edge in edges[step])
            {
                _work++;
                if (end[edge] != without && !seen[end[edge]])
                {
                    seen[end[edge]] = true;
                    next.Push(end[edge]);
                }
            }
        }

        return seen;
    }

    private List<(int One, int Other)> PairsOf(int step)
    {
        var pairs = new List<(int, int)>();
        var edges = _outgoing[step];
        for (var i = 0; i < edges.Count; i++)
        {
            var edge = _definition.Edges[edges[i]];
            if (edge.Weight > 1 || IsBeside(_definition.Steps[step], edge.Outcome))
            {
                pairs.Add((edges[i], edges[i]));
            }

            for (var k = i + 1; k < edges.Count; k++)
            {
                if (AreTakenTogether(edges[i], edges[k]))
                {
                    pairs.Add((edges[i], edges[k]));
                }
            }
        }

        return pairs;
    }

    /// <summary>Whether, when a token takes one edge, another of the same step surely gets one as well.</summary>
    private bool ComesWith(int other, int edge)
    {
        var (with, taken) = (_definition.Edges[other], _definition.Edges[edge]);
        return AreTakenTogether(other, edge) && !with.IsDefault && (with.Outcome is null || with.Outcome == taken.Outcome)
            && (with.Condition is null || _definition.Steps[_from[other]].Split is Split.All);
    }

    /// <summary>Whether some fork sends one token to the step and another one to the join without coming through the step.</summary>
    private bool IsBesideAnother(int step, int join, bool[] before)
    {
        var around = Upstream(join, step);
        var toStep = Upstream(step, join);
        return _work < MaxWork && _forks.Exists(f => f.Step != step && before[f.Step] && f.Pairs.Exists(p => IsPair(p.One, p.Other) || IsPair(p.Other, p.One)));

        bool IsPair(int one, int other) => toStep[_to[one]] && around[_to[other]];
    }

    private bool Contradict(int step, Edge one, Edge other) =>
        one.Condition is { } a && other.Condition is { } b && _outgoing[step].Count <= MaxConditions
        && new ConditionFacts().Assume(a).Assume(b).AreImpossible;

    private static bool IsBeside(Step step, string? outcome) =>
        outcome is not null && step.ForcedOutcomes.Contains((outcome, false));
}
