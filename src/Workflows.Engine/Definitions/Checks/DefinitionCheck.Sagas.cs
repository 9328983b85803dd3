namespace Workflows.Engine.Definitions.Checks;

/// <content>Sagas, and the steps that undo others.</content>
internal sealed partial class DefinitionCheck
{
    /// <summary>The steps that undo others: they begin when something failed, not over an edge.</summary>
    private readonly HashSet<StepId> _compensations;

    private void CheckSaga(Step step, string place)
    {
        if (step.Saga is not { } saga)
        {
            return;
        }

        if (step.Kind is not StepKind.Group)
        {
            _problems.Error(ProblemCodes.SagaKind, place + "/saga", $"'{step.Id}' is no group, so there is nothing in it to undo. Put the step into a group, and make that a saga.");
        }

        if (step.Multi is not null || step.Loop is not null)
        {
            _problems.Error(ProblemCodes.SagaRepeats, place + "/saga", $"'{step.Id}' is repeated, and each time would have to be undone by itself. Put the saga into a group, and repeat that.");
        }

        if (saga.Attempts is < 1 or > Saga.MaxAttempts)
        {
            _problems.Error(ProblemCodes.SagaAttempts, place + "/saga/attempts", $"A saga is done from 1 to {Saga.MaxAttempts} times, not {saga.Attempts}.");
        }
        else if (saga.Attempts is not Saga.DefaultAttempts && saga.Then is not AfterUndo.Retry)
        {
            _problems.Error(ProblemCodes.SagaAttempts, place + "/saga/attempts", "Only a saga that says \"then\": \"retry\" is done again; take 'attempts' away, or say so.");
        }
    }

    private void CheckCompensation(Step step, string place)
    {
        if (step.CompensateWith is not { } id)
        {
            return;
        }

        place += "/compensateWith";
        if (step.Kind is StepKind.Gateway or StepKind.End or StepKind.State)
        {
            _problems.Error(ProblemCodes.CompensationKind, place, $"A {WordOf(step.Kind)} step does nothing that could be undone; take 'compensateWith' away.");
        }

        if (_compensations.Contains(step.Id))
        {
            _problems.Error(ProblemCodes.CompensationKind, place, $"'{step.Id}' undoes another step; it is not undone itself. Take 'compensateWith' away.");
        }

        if (!_indexes.TryGetValue(id, out var index))
        {
            _problems.Error(ProblemCodes.CompensationUnknown, place, NoStep(id));
            return;
        }

        var undo = _steps[index];
        if (undo.In != step.In)
        {
            _problems.Error(ProblemCodes.EffectOutside, place, $"'{step.Id}' and '{id}' are not in the same group. Move one of them.");
        }

        if (undo.Kind is StepKind.End or StepKind.State)
        {
            _problems.Error(ProblemCodes.CompensationKind, place, $"'{id}' does nothing that could undo '{step.Id}'. Name a step that works, or a group.");
        }

        if (_incoming[index].Count > 0 || _outgoing[index].Count > 0 || id == _definition.Initial || IsEntry(undo))
        {
            _problems.Error(
                ProblemCodes.CompensationConnected, place, $"'{id}' undoes '{step.Id}', so it begins when something failed and at no other time. Take its edges away, and let nothing begin with it.");
        }
    }

    private bool IsEntry(Step step) =>
        step.In is { } id && _indexes.TryGetValue(id, out var group) && _steps[group].Body is StepBody.Group { Initial: { } initial } && initial == step.Id;
}
