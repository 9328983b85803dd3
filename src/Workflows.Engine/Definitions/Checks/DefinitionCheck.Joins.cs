using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions.Checks;

/// <content>Joins that never fire, or wait for what should not be waited for.</content>
internal sealed partial class DefinitionCheck
{
    /// <summary>A step that cancels another one, but whose join waits for what the other one may still send it.</summary>
    private void CheckCancels(int step)
    {
        if (_steps[step].Join.Need is JoinNeed.Each or JoinNeed.Count || _incoming[step].Count < 2 || _steps[step].Cancels.IsEmpty)
        {
            return;
        }

        var before = Along(step, _ => true, _incoming, _from);
        foreach (var id in _steps[step].Cancels)
        {
            if (_indexes.TryGetValue(id, out var canceled) && canceled != step && before[canceled])
            {
                _problems.Warning(
                    ProblemCodes.CancelsWaits,
                    PlaceOfStep(step) + "/cancels",
                    $"'{_steps[step].Id}' is to cancel '{id}', but its join waits while '{id}' may still come to it. Use join: each, so that the first one to come acts.");
                return;
            }
        }
    }

    /// <summary>A join of a number of inputs that can never have so many, or whose region is not of the definition.</summary>
    private void CheckCount(int step)
    {
        var (join, ways, place) = (_steps[step].Join, _incoming[step].Count, PlaceOfStep(step) + "/join");
        if (join.Need is not JoinNeed.Count)
        {
            return;
        }

        if (join.Number < 1)
        {
            _problems.Error(ProblemCodes.JoinCount, place, $"'{_steps[step].Id}' needs {join.Number} inputs; a join needs at least one.");
        }
        else if (join.Number > ways && ways > 1 && join.Rest is not JoinRest.Keep)
        {
            _problems.Error(
                ProblemCodes.JoinCount,
                place,
                $"'{_steps[step].Id}' needs {join.Number} of its inputs, but only {ways} edges enter it. Lower the number, or count every token with rest: keep.");
        }

        for (var r = 0; r < join.Region.Length; r++)
        {
            if (!_indexes.ContainsKey(join.Region[r]))
            {
                _problems.Error(ProblemCodes.RegionUnknown, DocumentText.Join(place + "/region", r), NoStep(join.Region[r]));
            }
        }

        if (!join.Region.IsEmpty && join.Rest is not JoinRest.Cancel)
        {
            _problems.Error(ProblemCodes.RegionIgnored, place + "/region", "Only a join with rest: cancel withdraws a region; say so, or take the region away.");
        }
    }

    /// <summary>Joins of several inputs that wait for ever: an input that only the join itself leads to, or inputs that are never marked together.</summary>
    private void CheckJoin(int join, int initial, TokenPaths paths)
    {
        var (step, place, inputs) = (_steps[join], PlaceOfStep(join), _incoming[join]);
        var isReached = Reach(initial, without: join);
        if (step.Join.Need is JoinNeed.All && join != initial && inputs.Find(i => !isReached[_from[i]]) is var late && inputs.Exists(i => !isReached[_from[i]]))
        {
            _problems.Error(
                ProblemCodes.JoinNever,
                place,
                $"'{step.Id}' waits for all of its inputs, but the one from '{_edges[late].From}' comes only after it."
                    + " Let that edge enter a step before the join, or use join: active.");
            return;
        }

        var together = paths.Together(join);
        if (step.Join.Need is JoinNeed.Count)
        {
            CheckCanCount(step, place, together);
            return;
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            for (var k = 0; k < i; k++)
            {
                if (!together[i][k])
                {
                    _problems.Error(ProblemCodes.JoinNever, place, $"'{step.Id}' waits for all of its inputs, but {WhyApart(inputs[k], inputs[i])}. Use join: active.");
                    return;
                }
            }
        }

        if (CanBeLost(step) && paths.FindLoss(join) is var (at, edge) && !IsRescued(_to[edge], step))
        {
            _problems.Warning(
                ProblemCodes.JoinMayWait,
                place,
                $"'{step.Id}' waits for all of its inputs, but '{_steps[at].Id}' may go to '{_edges[edge].To}' instead, and then it waits for ever."
                    + " Use join: active, or let that way end everything (an end that terminates, or cancels).");
        }
    }

    private void CheckCanCount(Step step, string place, bool[][] together)
    {
        var number = step.Join.Number;
        if (together.Length == 1)
        {
            if (!together[0][0])
            {
                _problems.Error(
                    ProblemCodes.JoinNever, place + "/join", $"'{step.Id}' needs {number} tokens on its one input, but only one can come. Give the edge before it a weight, or take the number away.");
            }

            return;
        }

        // What is kept is counted however it comes, so all that matters is that more than one token can be there.
        if (step.Join.Rest is JoinRest.Keep)
        {
            number = Array.Exists(together, row => row.Contains(true)) ? 0 : number;
        }

        // Only inputs that can be marked with enough others count, and only together with such.
        var left = Enumerable.Range(0, together.Length).ToList();
        while (left.RemoveAll(i => left.Count(k => k != i && together[i][k]) < number - 1) > 0)
        {
        }

        if (left.Count < number)
        {
            _problems.Error(
                ProblemCodes.JoinNever, place + "/join", $"'{step.Id}' needs {number} of its inputs, but so many never come together: no step before them goes that many ways at once. Lower the number.");
        }
    }

    private string WhyApart(int one, int other)
    {
        var (a, b) = (OriginOf(one), OriginOf(other));
        return _from[a] == _from[b] && a != b
            ? $"'{_edges[a].From}' takes either the way to '{_edges[a].To}' or the way to '{_edges[b].To}'"
            : $"those from '{_edges[one].From}' and '{_edges[other].From}' never come together, as no step before them goes both ways at once";
    }

    /// <summary>Whether nothing outside a join's own scope takes away what waits there.</summary>
    private bool CanBeLost(Step join) =>
        (join.In is not { } id || !_indexes.TryGetValue(id, out var group) || (_steps[group].Timeout is null && _steps[group].Triggers.IsEmpty))
        && !_steps.Any(s => s.In == join.In && (s.Cancels.Contains(join.Id) || s.Completes.Contains(join.Id)));

    /// <summary>Whether a way leads to something that withdraws other work.</summary>
    private bool IsRescued(int target, Step join)
    {
        var after = Reach(target, without: -1);
        return Enumerable.Range(0, _steps.Length).Any(i => after[i] && _steps[i].In == join.In && (_steps[i].Body is StepBody.End { Terminates: true } || !_steps[i].Cancels.IsEmpty || !_steps[i].Completes.IsEmpty));
    }

    /// <summary>Follows an input back over steps with one way in and one way out, to the edge of the step that decides whether it comes.</summary>
    private int OriginOf(int input)
    {
        var edge = input;
        for (var passed = 0; passed < _steps.Length; passed++)
        {
            var source = _from[edge];
            if (_outgoing[source].Count != 1 || _incoming[source].Count != 1)
            {
                break;
            }

            edge = _incoming[source][0];
        }

        return edge;
    }
}
