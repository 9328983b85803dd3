using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions.Documents;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions.Checks;

/// <content>Each step by itself.</content>
internal sealed partial class DefinitionCheck
{
    private void CheckSteps()
    {
        for (var i = 0; i < _steps.Length; i++)
        {
            var (step, place) = (_steps[i], PlaceOfStep(i));
            if (!StepId.IsValid(step.Id.Value))
            {
                _problems.Error(
                    ProblemCodes.StepIdInvalid,
                    place + "/id",
                    $"'{DefinitionParts.Clip(step.Id.ToString())}' cannot name a step: use a letter or underscore, then up to 63 letters, digits, underscores or hyphens.");
            }
            else if (_indexes[step.Id] is var first && first != i)
            {
                _problems.Error(ProblemCodes.StepIdDuplicate, place + "/id", $"Step {first + 1} of the list is called '{step.Id}' too; rename one of them.");
            }

            CheckText(step.Name, place + "/name", DefinitionLimits.MaxNameLength);
            CheckText(step.Description, place + "/description", DefinitionLimits.MaxDescriptionLength);
            CheckBody(step, place);
            CheckTimeout(step, place);
            CheckFailure(step, place);
            CheckEffect(step, step.Cancels, place + "/cancels", ProblemCodes.CancelsUnknown);
            CheckCompletes(step, place + "/completes");
            CheckGate(i, step, place);
            CheckRepeat(step, place);
            CheckTriggers(step, place);
            CheckSaga(step, place);
            CheckCompensation(step, place);
            CheckGroup(i, place);
        }
    }

    private void CheckBody(Step step, string place)
    {
        switch (step.Body)
        {
            case StepBody.Machine machine:
                CheckText(machine.Type, place + "/type", DefinitionLimits.MaxNameLength);
                if (_knownStepTypes is not null && !_knownStepTypes.Contains(machine.Type))
                {
                    var hint = DocumentObject.DidYouMean(machine.Type, _knownStepTypes, " Register it with AddStep.");
                    _problems.Error(ProblemCodes.MachineTypeUnknown, place + "/type", $"No class is registered as '{DefinitionParts.Clip(machine.Type)}'.{hint}");
                }

                foreach (var (at, template) in machine.With?.Templates ?? [])
                {
                    CheckPaths(template.Paths, $"{place}/with{at}", seesOutcome: false);
                }

                break;
            case StepBody.Human human:
                CheckHuman(human, place);
                break;
            case StepBody.Timer timer:
                CheckPaths(timer.Until.Expression?.Paths, place + "/until", seesOutcome: false);
                break;
            case StepBody.Data data:
                if (data.Assignments.IsEmpty)
                {
                    _problems.Error(ProblemCodes.SetEmpty, place + "/set", "The step sets nothing; add an assignment, or use a gateway.");
                }

                CheckAssignments(data.Assignments, place + "/set");
                break;
            case StepBody.Wait wait:
                CheckTrigger(wait.For, place);
                break;
            case StepBody.Call call:
                CheckCall(call, place);
                break;
        }
    }

    private void CheckAssignments(ImmutableArray<DataAssignment> assignments, string place, bool readsOwnData = true)
    {
        for (var i = 0; i < assignments.Length; i++)
        {
            CheckText(assignments[i].Name, DocumentText.Join(place, i) + "/name", DefinitionLimits.MaxNameLength);
            CheckPaths(assignments[i].Value.Paths, DocumentText.Join(place, i) + "/value", seesOutcome: false, readsOwnData);
        }
    }

    /// <summary>An expression that reads nothing names the same people every time, so it is known at once whether it names any.</summary>
    private void CheckNamesPeople(Expression? from, string place)
    {
        if (from is null || from.Paths.Count > 0 || from.Source.Contains("now", StringComparison.Ordinal))
        {
            return;
        }

        var result = from.Evaluate(new ExpressionContext { Data = FormSchema.Empty.Schema });
        var named = result.IsError ? default : result.Value.ToJsonElement();
        var isSomebody = named.ValueKind is JsonValueKind.String ? named.GetString() is { Length: > 0 }
            : named.ValueKind is JsonValueKind.Array && named.GetArrayLength() > 0 && named.EnumerateArray().All(n => n.ValueKind is JsonValueKind.String && n.GetString() is { Length: > 0 });
        if (!isSomebody)
        {
            _problems.Error(
                ProblemCodes.AssignNobody, place, $"'{DefinitionParts.Clip(from.Source)}' names nobody, so nobody could ever do this step. Give the id of a person, or a list of them, or leave it out for anybody.");
        }
    }

    private void CheckHuman(StepBody.Human human, string place)
    {
        CheckPaths(human.Title?.Paths, place + "/title", seesOutcome: false);
        CheckPaths(human.Summary?.Paths, place + "/summary", seesOutcome: false);
        CheckPaths(human.Due?.Expression?.Paths, place + "/due", seesOutcome: false);
        CheckPaths(human.Assign.From?.Paths, place + "/assign/from", seesOutcome: false);
        CheckNamesPeople(human.Assign.From, place + "/assign/from");
        FormCheck.Check(human.Form, place + "/form", savesDecision: human.SaveAs is not "", isPrefilled: human.SaveAs is "", _problems);
        if (human.SaveAs is { Length: > 0 })
        {
            CheckText(human.SaveAs, place + "/saveAs", DefinitionLimits.MaxNameLength);
        }

        for (var i = 0; i < human.Assign.Users.Length; i++)
        {
            CheckText(human.Assign.Users[i], DocumentText.Join(place + "/assign/users", i), DefinitionLimits.MaxNameLength);
        }

        for (var i = 0; i < human.Assign.Groups.Length; i++)
        {
            CheckText(human.Assign.Groups[i], DocumentText.Join(place + "/assign/groups", i), DefinitionLimits.MaxNameLength);
        }

        for (var i = 0; i < human.Outcomes.Length; i++)
        {
            var (outcome, at) = (human.Outcomes[i], DocumentText.Join(place + "/outcomes", i));
            CheckOutcomeId(outcome.Id, at + "/id");
            CheckText(outcome.Label, at + "/label", DefinitionLimits.MaxNameLength);
            if (human.Outcomes.Take(i).Any(o => o.Id == outcome.Id))
            {
                _problems.Error(ProblemCodes.OutcomeDuplicate, at + "/id", $"The step has two outcomes '{outcome.Id}'; rename one of them.");
            }
        }
    }

    private void CheckTimeout(Step step, string place)
    {
        if (step.Timeout is not { } timeout)
        {
            return;
        }

        if (!step.TakesTime)
        {
            _problems.Error(ProblemCodes.TimeoutKind, place + "/timeout", $"A {WordOf(step.Kind)} step takes no time, so it has no timeout; only steps that work, or wait for people, time, signals or other steps, do.");
        }

        CheckOutcomeId(timeout.Outcome, place + "/timeout/outcome");
        CheckPaths(timeout.After.Expression?.Paths, place + "/timeout/until", seesOutcome: false);
    }

    private void CheckOutcomeId(string id, string place)
    {
        if (!StepId.IsValid(id))
        {
            _problems.Error(
                ProblemCodes.OutcomeIdInvalid,
                place,
                $"'{DefinitionParts.Clip(id)}' cannot name an outcome: use a letter or underscore, then up to 63 letters, digits, underscores or hyphens.");
        }
    }

    private static string WordOf(StepKind kind) => kind.ToString().ToLowerInvariant();
}
