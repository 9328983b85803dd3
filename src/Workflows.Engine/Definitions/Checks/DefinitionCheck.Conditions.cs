using Workflows.Engine.Definitions.Documents;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions.Checks;

/// <content>Conditions that can never hold, or always do, and paths that lead nowhere.</content>
internal sealed partial class DefinitionCheck
{
    private readonly DataShape _shape;

    private void CheckConditions()
    {
        for (var i = 0; i < _steps.Length; i++)
        {
            var (step, place) = (_steps[i], PlaceOfStep(i));
            CheckCondition(step.Loop?.While, place + "/loop/while", null);
            CheckCondition(step.Loop?.Until, place + "/loop/until", null);
            CheckCondition(step.Multi?.Until, place + "/multi/until", null);
            CheckCondition((step.Body as StepBody.Wait)?.For is Trigger.Data waited ? waited.Condition : null, place + "/when", null);
            for (var t = 0; t < step.Triggers.Length; t++)
            {
                CheckCondition((step.Triggers[t].On as Trigger.Data)?.Condition, DocumentText.Join(place + "/on", t) + "/when", null);
            }

            CheckConditionsOut(i);
        }
    }

    /// <summary>The conditions of the edges out of a step; where only the first that holds is taken, those before it are known not to hold.</summary>
    private void CheckConditionsOut(int index)
    {
        var step = _steps[index];
        var refused = new ConditionFacts();
        foreach (var e in _outgoing[index])
        {
            if (_edges[e] is not { Condition: { } condition } edge || step.Split is Split.All)
            {
                continue;
            }

            var outcomes = edge.Outcome is { } named ? [named] : HasKnownOutcomes(step) ? OutcomesOf(step) : null;
            var isDoubtful = CheckCondition(condition, PlaceOfEdge(e) + "/when", outcomes);
            if (step.Split is Split.First && !isDoubtful && refused.Copy().Assume(condition).AreImpossible)
            {
                _problems.Warning(
                    ProblemCodes.EdgeNever, PlaceOfEdge(e) + "/when", $"This edge is never taken: whenever '{DefinitionParts.Clip(condition.Source)}' holds, an edge before it does. Put it before that one, or narrow that one.");
            }

            if (edge.Outcome is null)
            {
                refused.Assume(condition, holds: false);
            }
        }
    }

    /// <summary>Whether something is wrong with a condition.</summary>
    private bool CheckCondition(Expression? condition, string place, IReadOnlyCollection<string>? outcomes)
    {
        if (condition is null)
        {
            return false;
        }

        var source = DefinitionParts.Clip(condition.Source);
        if (ConditionFacts.ConstantOf(condition) is { } constant)
        {
            _problems.Warning(
                ProblemCodes.ConditionConstant, place, $"'{source}' is always {(constant ? "true" : "false")}, whatever the data. Let it read the data, or {(constant ? "leave it out" : "take away what it is for")}.");
            return true;
        }

        if (new ConditionFacts().Assume(condition).AreImpossible)
        {
            _problems.Error(ProblemCodes.ConditionNever, place, $"'{source}' can never be true: its parts contradict each other. Change one of them, or join them with ||.");
            return true;
        }

        var facts = new ConditionFacts();
        var known = new List<string>();
        var isCertain = true;
        foreach (var path in condition.Paths)
        {
            var isOutcome = path is { Root: "outcome", Segments.Count: 0 };
            var domain = isOutcome && outcomes is not null ? ValueDomain.Of([.. outcomes, null]) : _shape.DomainOf(path);
            if (domain.Allowed is { } allowed && !known.Contains(path.ToString()))
            {
                isCertain &= isOutcome || _shape.IsCertain;
                facts.Know(ConditionFacts.KeyOf(path), domain);
                known.Add($"{path} is {string.Join(" or ", allowed.Where(v => v is not null).Select(v => v is string text ? $"'{text}'" : v is bool b ? b ? "true" : "false" : v))}");
            }
        }

        if (known.Count == 0 || !facts.Assume(condition).AreImpossible)
        {
            return false;
        }

        var message = $"'{source}' can never be true: {string.Join(", and ", known.Take(3))}. Compare it with a value that it can have.";
        if (isCertain)
        {
            _problems.Error(ProblemCodes.ConditionNever, place, message);
        }
        else
        {
            _problems.Warning(ProblemCodes.ConditionNever, place, message);
        }

        return true;
    }

    /// <summary>Whether a step can only end with the outcomes that the definition names.</summary>
    private static bool HasKnownOutcomes(Step step) => step is { Multi: null, Body: StepBody.Human { Outcomes.IsEmpty: false } };

    private void CheckPathIsWritten(PathReference path, string place)
    {
        if (_shape.FindUnknown(path) is not var (unknown, known))
        {
            return;
        }

        var hint = _problems.TakesHints ? DocumentObject.DidYouMean(unknown.Name!, known, " Add it to a form, or set it before.") : "";
        var message = $"'{path}' has no value: no form asks for '{DefinitionParts.Clip(unknown.Name!)}', and no step sets it.{hint}";
        if (_shape.IsCertain)
        {
            _problems.Error(ProblemCodes.PathUnknown, place, message, unknown.Position);
        }
        else
        {
            _problems.Warning(ProblemCodes.PathUnknown, place, message, unknown.Position);
        }
    }
}
