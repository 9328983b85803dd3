namespace Workflows.Engine.Definitions;

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

    /// <summary>Joins of all inputs that wait for ever: an input that only the join itself leads to, or two inputs of which a choice gives only one.</summary>
    private void CheckJoin(int join, int initial)
    {
        var isReached = Reach(initial, without: join);
        var origins = new Dictionary<int, int>();
        foreach (var input in _incoming[join])
        {
            var source = _from[input];
            if (!isReached[source] && join != initial)
            {
                _problems.Error(
                    ProblemCodes.JoinNever,
                    PlaceOfStep(join),
                    $"'{_steps[join].Id}' waits for all of its inputs, but the one from '{_edges[input].From}' comes only after it."
                        + " Let that edge enter a step before the join, or use join: active.");
                return;
            }

            var edge = OriginOf(input);
            var origin = _from[edge];
            if (origins.TryGetValue(origin, out var other) && other != edge && IsEitherOr(_steps[origin], _edges[other], _edges[edge]))
            {
                _problems.Error(
                    ProblemCodes.JoinNever,
                    PlaceOfStep(join),
                    $"'{_steps[join].Id}' waits for all of its inputs, but '{_steps[origin].Id}' takes either the way to '{_edges[other].To}'"
                        + $" or the way to '{_edges[edge].To}'. Use join: active.");
                return;
            }

            origins.TryAdd(origin, edge);
        }
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

    /// <summary>Whether a step never takes both of two of its edges.</summary>
    private static bool IsEitherOr(Step step, Edge one, Edge other) =>
        step.Kind is StepKind.State || step.Split is Split.First || (one.Outcome is not null && other.Outcome is not null && one.Outcome != other.Outcome) || one.IsDefault || other.IsDefault;
}
