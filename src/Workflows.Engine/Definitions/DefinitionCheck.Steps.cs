using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions;

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
            for (var c = 0; c < step.Cancels.Length; c++)
            {
                if (!_indexes.ContainsKey(step.Cancels[c]))
                {
                    _problems.Error(ProblemCodes.CancelsUnknown, DocumentText.Join(place + "/cancels", c), NoStep(step.Cancels[c]));
                }
            }
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

                break;
            case StepBody.Human human:
                CheckHuman(human, place);
                break;
            case StepBody.Timer timer:
                CheckPaths(timer.Until.Expression?.Paths, place + "/until", seesOutcome: false);
                break;
            case StepBody.Data data:
                CheckAssignments(data, place + "/set");
                break;
        }
    }

    private void CheckAssignments(StepBody.Data data, string place)
    {
        if (data.Assignments.IsEmpty)
        {
            _problems.Error(ProblemCodes.SetEmpty, place, "The step sets nothing; add an assignment, or use a gateway.");
        }

        for (var i = 0; i < data.Assignments.Length; i++)
        {
            CheckText(data.Assignments[i].Name, DocumentText.Join(place, i) + "/name", DefinitionLimits.MaxNameLength);
            CheckPaths(data.Assignments[i].Value.Paths, DocumentText.Join(place, i) + "/value", seesOutcome: false);
        }
    }

    private void CheckHuman(StepBody.Human human, string place)
    {
        CheckPaths(human.Title?.Paths, place + "/title", seesOutcome: false);
        CheckPaths(human.Summary?.Paths, place + "/summary", seesOutcome: false);
        CheckPaths(human.Due?.Expression?.Paths, place + "/due", seesOutcome: false);
        CheckPaths(human.Assign.From?.Paths, place + "/assign/from", seesOutcome: false);
        CheckForm(human.Form, place + "/form", savesDecision: human.SaveAs is not "");
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

        if (step.Kind is not (StepKind.Human or StepKind.Timer))
        {
            _problems.Error(ProblemCodes.TimeoutWithoutWait, place + "/timeout", $"A {WordOf(step.Kind)} step does not wait, so it has no timeout; only human and timer steps do.");
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

    private void CheckForm(FormSchema form, string place, bool savesDecision) => FormCheck.Check(form, place, savesDecision, _problems);

    private static string WordOf(StepKind kind) => kind.ToString().ToLowerInvariant();
}
