using Workflows.Engine.Definitions.Documents;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions.Checks;

/// <content>The choice that the edges of a step make together: every way a step can end leads somewhere, and no edge is there in vain.</content>
internal sealed partial class DefinitionCheck
{
    private void CheckChoice(int index, List<int> outgoing)
    {
        var step = _steps[index];
        if (step.Kind is StepKind.End)
        {
            foreach (var e in outgoing)
            {
                _problems.Error(ProblemCodes.EndWithEdges, PlaceOfEdge(e) + "/from", $"'{step.Id}' is an end, so no edge leaves it; take the edge away, or make the step a gateway.");
            }

            return;
        }

        if (step.Kind is StepKind.State)
        {
            CheckState(index, outgoing);
            return;
        }

        if (outgoing.Count == 0)
        {
            if (step.Kind is StepKind.Gateway)
            {
                _problems.Error(ProblemCodes.GatewayWithoutEdges, PlaceOfStep(index), $"No edge leaves the gateway '{step.Id}'; add one, or make it an end.");
            }

            return;
        }

        foreach (var e in outgoing.Where(e => _edges[e].IsDefault).Skip(1))
        {
            _problems.Error(ProblemCodes.DefaultDuplicate, PlaceOfEdge(e), $"Step '{step.Id}' has a default edge already; it can have one.");
        }

        if (step.Split is Split.All)
        {
            foreach (var e in outgoing.Where(e => _edges[e].IsDefault || _edges[e].Condition is not null))
            {
                _problems.Error(
                    ProblemCodes.ChoiceIgnored,
                    PlaceOfEdge(e),
                    $"Step '{step.Id}' takes all of its edges, so a condition or a default would not be looked at. Use an inclusive gateway (split: matching) to choose.");
            }
        }
        else
        {
            CheckNeverTaken(step, outgoing);
        }

        CheckEveryOutcome(index, outgoing);
    }

    /// <summary>Edges whose place another edge always takes, and edges that are taken beside another where one was probably meant.</summary>
    private void CheckNeverTaken(Step step, List<int> outgoing)
    {
        List<int> unconditional = outgoing.FindAll(e => _edges[e] is { IsDefault: false, Condition: null });
        int? always = unconditional.Exists(e => _edges[e].Outcome is null) ? unconditional.Find(e => _edges[e].Outcome is null) : null;
        var decisions = step.Body is StepBody.Human human ? human.Outcomes.Select(o => o.Id).ToHashSet() : [];
        int? decided = unconditional.Exists(e => IsDecided(e)) ? unconditional.Find(e => IsDecided(e)) : null;
        var firstOf = new Dictionary<string, int>();
        foreach (var e in outgoing)
        {
            var edge = _edges[e];
            if (WinnerOver(e, edge) is { } other)
            {
                _problems.Warning(
                    ProblemCodes.EdgeNever,
                    PlaceOfEdge(e),
                    $"This edge is never taken, as the edge from '{step.Id}' to '{_edges[other].To}' always is. Give that one a condition, or put it last.");
            }
            else if (step.Split is Split.Matching && edge is { Outcome: null, IsDefault: false, Condition: null } && decided is { } one)
            {
                _problems.Warning(
                    ProblemCodes.OutcomeTakesMore,
                    PlaceOfEdge(e),
                    $"This edge names no outcome, so '{_edges[one].Outcome}' takes it and the edge to '{_edges[one].To}'."
                        + " Name its outcome, or make it the default edge, unless both are meant.");
            }

            if (edge is { Outcome: { } outcome, IsDefault: false, Condition: null })
            {
                firstOf.TryAdd(outcome, e);
            }
        }

        bool IsDecided(int e) => _edges[e].Outcome is { } outcome && decisions.Contains(outcome);

        // What a timeout leaves with takes only edges that name it, so nothing stands in the way of those.
        int? WinnerOver(int e, Edge edge) =>
            edge.IsDefault ? always
            : step.Split is not Split.First ? null
            : always < e && (edge.Outcome is null || !step.IsForced(edge.Outcome)) ? always
            : edge.Outcome is { } outcome && firstOf.TryGetValue(outcome, out var first) ? first
            : null;
    }

    private void CheckEveryOutcome(int index, List<int> outgoing)
    {
        var (step, place) = (_steps[index], PlaceOfStep(index));
        var hasDefault = outgoing.Exists(e => _edges[e].IsDefault);
        var isOpen = false;
        if (step is { Multi: null, Body: StepBody.Human { Outcomes: { IsEmpty: false } outcomes } })
        {
            for (var o = 0; o < outcomes.Length; o++)
            {
                var id = outcomes[o].Id;
                var takers = outgoing.FindAll(e => !_edges[e].IsDefault && (_edges[e].Outcome is null || _edges[e].Outcome == id));
                isOpen |= IsConditional(takers);
                if (takers.Count == 0 && !hasDefault)
                {
                    _problems.Error(
                        ProblemCodes.OutcomeWithoutEdge,
                        DocumentText.Join(place + "/outcomes", o),
                        $"No edge leaves '{step.Id}' for the outcome '{id}'. Add one that names it, or a default edge.");
                }
            }
        }
        else
        {
            var takers = outgoing.FindAll(e => _edges[e] is { IsDefault: false, Outcome: null });
            isOpen |= IsConditional(takers) || (takers.Count == 0 && step.Kind is StepKind.Machine or StepKind.Group or StepKind.Call);
            if (takers.Count == 0 && !hasDefault && outgoing.TrueForAll(e => step.IsForced(_edges[e].Outcome)))
            {
                _problems.Error(ProblemCodes.OutcomeWithoutEdge, place, $"Every edge of '{step.Id}' is for its timeout, a trigger or an error; add one for when it completes.");
            }
        }

        for (var t = 0; t < step.Triggers.Length; t++)
        {
            var trigger = step.Triggers[t];
            if (!outgoing.Exists(e => _edges[e].Outcome == trigger.Outcome))
            {
                _problems.Error(
                    ProblemCodes.TriggerWithoutEdge, DocumentText.Join(place + "/on", t), $"No edge of '{step.Id}' names the outcome '{trigger.Outcome}' of this trigger. Add one.");
            }
        }

        for (var e = 0; e < step.Errors.Length; e++)
        {
            var error = step.Errors[e];
            var takers = outgoing.FindAll(o => _edges[o].Outcome == error.Outcome);
            isOpen |= IsConditional(takers);
            if (takers.Count == 0 && step.Multi is null && step.Loop is null)
            {
                _problems.Error(
                    ProblemCodes.ErrorWithoutEdge, DocumentText.Join(place + "/errors", e), $"No edge of '{step.Id}' names the outcome '{error.Outcome}', which it leaves with after this error. Add one.");
            }
        }

        if (step is { Timeout: { } timeout, TakesTime: true })
        {
            var takers = outgoing.FindAll(e => _edges[e].Outcome == timeout.Outcome);
            isOpen |= IsConditional(takers);
            if (takers.Count == 0)
            {
                _problems.Error(
                    ProblemCodes.TimeoutWithoutEdge,
                    place + "/timeout",
                    $"No edge of '{step.Id}' names the outcome '{timeout.Outcome}', which it leaves with when its time is over. Add one.");
            }
        }

        if (isOpen && !hasDefault && step.Split is not Split.All)
        {
            _problems.Warning(
                ProblemCodes.ChoiceWithoutDefault,
                place,
                $"When no edge of '{step.Id}' holds, the instance stops there with an incident. Add a default edge, unless one always holds.");
        }
    }

    /// <summary>Whether there are edges, and it may be that none of them holds.</summary>
    private bool IsConditional(List<int> edges)
    {
        if (edges.Count == 0 || edges.Exists(e => _edges[e].Condition is null))
        {
            return false;
        }

        var refused = new ConditionFacts();
        edges.ForEach(e => refused.Assume(_edges[e].Condition!, holds: false));
        return !refused.AreImpossible;
    }
}
