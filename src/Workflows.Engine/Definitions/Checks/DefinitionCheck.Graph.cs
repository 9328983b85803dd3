using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions.Checks;

/// <content>The graph as a whole: what can be reached, where paths end, loops that never rest.</content>
internal sealed partial class DefinitionCheck
{
    /// <summary>The steps each edge leaves and enters; -1 where there is none.</summary>
    private readonly int[] _from;

    private readonly int[] _to;

    /// <summary>The edges out of each step whose other end exists.</summary>
    private readonly List<List<int>> _outgoing = [];

    /// <summary>The edges into each step whose other end exists.</summary>
    private readonly List<List<int>> _incoming = [];

    private void CheckGraph()
    {
        if (!_indexes.TryGetValue(_definition.Initial, out var initial))
        {
            return;
        }

        // An edge to nowhere is the fault: that nothing is reached over it only follows from it.
        var isWhole = !_from.Contains(-1) && !_to.Contains(-1);
        var isReached = Reach(initial, without: -1);
        for (var i = 0; isWhole && i < _steps.Length; i++)
        {
            if (_indexes[_steps[i].Id] == i)
            {
                CheckPosition(i, isReached[i]);
            }
        }

        CheckEntries();
        CheckLoops();
        TokenPaths? paths = null;
        for (var i = 0; i < _steps.Length; i++)
        {
            CheckCancels(i);
            CheckCount(i);
            if (isReached[i] && NeedsSeveral(_steps[i].Join, _incoming[i].Count))
            {
                CheckJoin(i, EntryOf(i, initial), paths ??= new TokenPaths(_definition, _from, _to, _outgoing, _incoming));
            }
        }
    }

    private static bool NeedsSeveral(Join join, int inputs) =>
        (join.Need is JoinNeed.All && inputs > 1) || (join.Need is JoinNeed.Count && join.Number > 1 && (join.Number <= inputs || inputs == 1 || join.Rest is JoinRest.Keep) && inputs > 0);

    /// <summary>An instance starts at the top; what is in a group is not a place where it could start or end.</summary>
    private void CheckEntries()
    {
        if (_steps[_indexes[_definition.Initial]].In is { } group)
        {
            _problems.Error(ProblemCodes.InitialUnknown, "/initial", $"'{_definition.Initial}' is in the group '{group}'; an instance starts at a step that is in none.");
        }

        for (var i = 0; i < _definition.Terminals.Length; i++)
        {
            if (_indexes.TryGetValue(_definition.Terminals[i], out var step) && _steps[step].In is { } around)
            {
                _problems.Error(ProblemCodes.TerminalUnknown, DocumentText.Join("/terminals", i), $"'{_steps[step].Id}' is in the group '{around}'; name the group.");
            }
        }
    }

    private void Connect()
    {
        foreach (var _ in _steps)
        {
            _outgoing.Add([]);
            _incoming.Add([]);
        }

        for (var e = 0; e < _edges.Length; e++)
        {
            if (_from[e] >= 0 && _to[e] >= 0)
            {
                _outgoing[_from[e]].Add(e);
                _incoming[_to[e]].Add(e);
            }
        }
    }

    private void CheckPosition(int index, bool isReached)
    {
        var (step, isTerminal) = (_steps[index], _definition.Terminals.Contains(_steps[index].Id));
        if (_compensations.Contains(step.Id))
        {
            return;
        }

        if (!isReached && !isTerminal)
        {
            _problems.Error(
                ProblemCodes.StepUnreachable, PlaceOfStep(index), $"No path leads from '{_definition.Initial}' to '{step.Id}'. Add an edge to it, or take the step away.");
        }

        var isDeadEnd = _outgoing[index].Count == 0 && step.Kind is not (StepKind.End or StepKind.Gateway) && step.In is null;
        if (isReached && isDeadEnd && !isTerminal && !_definition.Terminals.IsEmpty)
        {
            _problems.Error(
                ProblemCodes.DeadEnd, PlaceOfStep(index), $"No edge leaves '{step.Id}', and it is not among the terminals. Add an edge, or declare it as a terminal.");
        }

        if (isTerminal && _outgoing[index].Count > 0)
        {
            _problems.Warning(ProblemCodes.TerminalHasEdges, PlaceOfStep(index), $"'{step.Id}' is declared as a terminal, but edges leave it, so no path ends there.");
        }
    }

    /// <summary>The steps that paths from <paramref name="start"/> lead to, when none passes <paramref name="without"/>.</summary>
    private bool[] Reach(int start, int without)
    {
        var seen = new bool[_steps.Length];
        seen[start] = true;
        var next = new Stack<int>([start]);
        while (next.TryPop(out var step))
        {
            foreach (var edge in _outgoing[step])
            {
                Visit(_to[edge]);
            }

            if (_steps[step].CompensateWith is { } undo)
            {
                Visit(_indexes.GetValueOrDefault(undo, -1));
            }

            if (_steps[step].Body is StepBody.Group group)
            {
                Visit(group.Initial is { } entry ? _indexes.GetValueOrDefault(entry, -1) : FirstIn(_steps[step].Id));
            }
        }

        return seen;

        void Visit(int target)
        {
            if (target >= 0 && !seen[target] && target != without)
            {
                seen[target] = true;
                next.Push(target);
            }
        }
    }

    /// <summary>Where control enters the part of the definition that a step is in.</summary>
    private int EntryOf(int step, int initial) =>
        _steps[step].In is not { } id || !_indexes.TryGetValue(id, out var group) ? initial
        : _steps[group].Body is StepBody.Group { Initial: { } entry } ? _indexes.GetValueOrDefault(entry, initial)
        : FirstIn(id);

    private int FirstIn(StepId group)
    {
        for (var i = 0; i < _steps.Length; i++)
        {
            if (_steps[i].In == group && !_compensations.Contains(_steps[i].Id))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Loops that nothing outside can stop. One of gateways alone finds the same data each time round, so once entered it never ends; one that also sets
    /// data may count to its end, so it is only doubtful.
    /// </summary>
    private void CheckLoops()
    {
        var reported = new HashSet<int>();
        foreach (var loop in FindLoops(s => s.Kind is StepKind.Gateway && !s.IsGated))
        {
            reported.UnionWith(loop);
            _problems.Error(
                ProblemCodes.LoopSpins, PlaceOfStep(loop[0]), $"{Describe(loop)} has only gateways: it would go round for ever. Put a machine, human or timer step into it.");
        }

        foreach (var loop in FindLoops(s => s.Kind is StepKind.Gateway or StepKind.Data && !s.IsGated))
        {
            if (!loop.Exists(reported.Contains))
            {
                _problems.Warning(
                    ProblemCodes.LoopSpins,
                    PlaceOfStep(loop[0]),
                    $"{Describe(loop)} has no machine, human or timer step: the instance stops with an incident unless what it sets ends it soon.");
            }
        }

        string Describe(List<int> loop) => $"The loop of {string.Join(", ", loop.Take(5).Select(s => $"'{_steps[s].Id}'"))}{(loop.Count > 5 ? ", …" : "")}";
    }

    /// <summary>The steps of a kind that lie on a loop of steps of that kind, by loop (strongly connected components).</summary>
    private List<List<int>> FindLoops(Func<Step, bool> isOfKind)
    {
        var loops = new List<List<int>>();
        var isDone = new bool[_steps.Length];
        for (var i = 0; i < _steps.Length; i++)
        {
            if (isDone[i] || !isOfKind(_steps[i]))
            {
                continue;
            }

            var after = Along(i, isOfKind, _outgoing, _to);
            if (after[i])
            {
                var before = Along(i, isOfKind, _incoming, _from);
                List<int> loop = [.. Enumerable.Range(0, _steps.Length).Where(s => after[s] && before[s])];
                loop.ForEach(s => isDone[s] = true);
                loops.Add(loop);
            }
        }

        return loops;
    }

    /// <summary>The steps that one or more edges lead to, over steps of a kind.</summary>
    private bool[] Along(int start, Func<Step, bool> isOfKind, List<List<int>> edges, int[] end)
    {
        var seen = new bool[_steps.Length];
        var next = new Stack<int>([start]);
        while (next.TryPop(out var step))
        {
            foreach (var edge in edges[step])
            {
                var other = end[edge];
                if (!seen[other] && isOfKind(_steps[other]))
                {
                    seen[other] = true;
                    next.Push(other);
                }
            }
        }

        return seen;
    }
}
