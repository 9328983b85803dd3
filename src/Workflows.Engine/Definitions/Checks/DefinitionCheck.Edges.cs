using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions.Checks;

/// <content>Each edge by itself, and the choice that the edges of a step make together.</content>
internal sealed partial class DefinitionCheck
{
    private void CheckEdges()
    {
        var seen = new HashSet<(StepId, StepId, string?, string?, bool)>();
        var outgoing = new List<int>[_steps.Length];
        for (var e = 0; e < _edges.Length; e++)
        {
            var (edge, place) = (_edges[e], PlaceOfEdge(e));
            if (!_indexes.TryGetValue(edge.From, out var source))
            {
                _problems.Error(ProblemCodes.EdgeSourceUnknown, place + "/from", NoStep(edge.From));
                source = -1;
            }

            if (!_indexes.ContainsKey(edge.To))
            {
                _problems.Error(ProblemCodes.EdgeTargetUnknown, place + "/to", NoStep(edge.To));
            }

            if (_from[e] >= 0 && _to[e] >= 0 && _steps[_from[e]].In != _steps[_to[e]].In)
            {
                _problems.Error(ProblemCodes.EdgeCrosses, place, $"'{edge.From}' and '{edge.To}' are not in the same group, so no edge connects them. Connect the groups instead.");
            }

            if (!seen.Add((edge.From, edge.To, edge.Outcome, edge.Condition?.Source, edge.IsDefault)))
            {
                _problems.Error(ProblemCodes.EdgeDuplicate, place, $"The same edge from '{edge.From}' to '{edge.To}' is there already; take one away.");
            }

            if (edge.Weight is < 1 or > DefinitionLimits.MaxWeight)
            {
                _problems.Error(ProblemCodes.WeightInvalid, place + "/weight", $"An edge puts from 1 to {DefinitionLimits.MaxWeight} tokens on its way, not {edge.Weight}.");
            }

            CheckText(edge.Label, place + "/label", DefinitionLimits.MaxNameLength);
            if (edge.IsDefault && (edge.Condition is not null || edge.Outcome is not null))
            {
                _problems.Error(
                    ProblemCodes.DefaultWithCondition, place, "The default edge is taken when no other edge is, so it has no condition and no outcome; take them or \"default\" away.");
            }

            if (source >= 0)
            {
                CheckPaths(edge.Condition?.Paths, place + "/when", seesOutcome: _steps[source].Kind is not (StepKind.Gateway or StepKind.Data or StepKind.State));
                CheckOutcome(_steps[source], edge, place);
                (outgoing[source] ??= []).Add(e);
            }
        }

        for (var i = 0; i < _steps.Length; i++)
        {
            CheckChoice(i, outgoing[i] ?? []);
        }
    }

    /// <summary>Whether the step can end with the outcome that an edge names. A machine step may end with any.</summary>
    private void CheckOutcome(Step step, Edge edge, string place)
    {
        if (edge.Outcome is not { } outcome || step.Kind is StepKind.Machine or StepKind.End or StepKind.State or StepKind.Call)
        {
            return;
        }

        var known = OutcomesOf(step);
        if (!known.Contains(outcome))
        {
            var hint = known.Count == 0
                ? " It has none."
                : DocumentObject.DidYouMean(outcome, known, $" It has {string.Join(", ", known.Select(k => $"'{k}'"))}.");
            _problems.Error(ProblemCodes.EdgeOutcomeUnknown, place + "/outcome", $"Step '{step.Id}' never ends with the outcome '{DefinitionParts.Clip(outcome)}'.{hint}");
        }
    }

    private List<string> OutcomesOf(Step step)
    {
        List<string> outcomes = step switch
        {
            { Multi: not null } => [],
            { Body: StepBody.Human human } => [.. human.Outcomes.Select(o => o.Id)],
            { Body: StepBody.Group } => [.. _steps.Where(s => s.In == step.Id && s.Kind is StepKind.End).Select(s => s.Id.Value)],
            _ => [],
        };
        if (step.Saga?.Then is AfterUndo.Continue)
        {
            outcomes.Add(Saga.Undone);
        }

        return [.. outcomes.Concat(step.ForcedOutcomes.Select(f => f.Outcome)).Distinct()];
    }
}
