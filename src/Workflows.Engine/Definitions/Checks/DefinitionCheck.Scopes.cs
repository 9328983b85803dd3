using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions.Checks;

/// <content>Groups, and what steps of one scope say about others: everything named is there, and inside the same scope.</content>
internal sealed partial class DefinitionCheck
{
    private void CheckGroup(int index, string place)
    {
        var step = _steps[index];
        if (step.In is { } id)
        {
            if (!_indexes.TryGetValue(id, out var group) || _steps[group].Kind is not StepKind.Group)
            {
                _problems.Error(ProblemCodes.GroupUnknown, place + "/in", $"'{step.Id}' is to be in '{DefinitionParts.Clip(id.ToString())}', which is no group of this definition.");
            }
            else if (IsInside(group, index))
            {
                _problems.Error(ProblemCodes.GroupCircle, place + "/in", $"The group '{id}' is inside '{step.Id}' itself.");
            }
        }

        if (step.Body is not StepBody.Group body)
        {
            return;
        }

        if (FirstIn(step.Id) < 0)
        {
            _problems.Error(ProblemCodes.GroupEmpty, place, $"No step is in the group '{step.Id}'. Add one that says \"in\": \"{step.Id}\", or make it a gateway.");
        }
        else if (body.Initial is { } initial && (!_indexes.TryGetValue(initial, out var entry) || _steps[entry].In != step.Id))
        {
            _problems.Error(ProblemCodes.GroupInitial, place + "/initial", $"The group begins with '{DefinitionParts.Clip(initial.ToString())}', which is not in it.");
        }
    }

    /// <summary>Whether a group lies in another step, or is it.</summary>
    private bool IsInside(int group, int other)
    {
        for (var passed = 0; passed <= _steps.Length; passed++)
        {
            if (group == other)
            {
                return true;
            }

            if (_steps[group].In is not { } id || !_indexes.TryGetValue(id, out group))
            {
                return false;
            }
        }

        return true;
    }

    private void CheckEffect(Step step, IReadOnlyList<StepId> targets, string place, string unknown)
    {
        for (var t = 0; t < targets.Count; t++)
        {
            if (!_indexes.TryGetValue(targets[t], out var target))
            {
                _problems.Error(unknown, DocumentText.Join(place, t), NoStep(targets[t]));
            }
            else if (_steps[target].In != step.In)
            {
                _problems.Error(
                    ProblemCodes.EffectOutside,
                    DocumentText.Join(place, t),
                    $"'{step.Id}' and '{targets[t]}' are not in the same group. Name the group that '{targets[t]}' is in, or move one of them.");
            }
        }
    }

    /// <summary>A state is a choice that whatever happens first makes: were it completed, every step that follows would win.</summary>
    private void CheckCompletes(Step step, string place)
    {
        CheckEffect(step, step.Completes, place, ProblemCodes.CompletesUnknown);
        for (var c = 0; c < step.Completes.Length; c++)
        {
            if (_indexes.TryGetValue(step.Completes[c], out var target) && _steps[target].Kind is StepKind.State)
            {
                _problems.Error(
                    ProblemCodes.CompletesState,
                    DocumentText.Join(place, c),
                    $"What happens first decides at the state '{_steps[target].Id}', so it cannot be completed. Complete one of the steps that follow it, or cancel it.");
            }
        }
    }

    private void CheckGate(int index, Step step, string place)
    {
        if (!step.Requires.IsEmpty && _incoming[index].Count > 1 && step.Join.Need is not JoinNeed.Each)
        {
            _problems.Error(
                ProblemCodes.RequiresJoin, place + "/requires", $"'{step.Id}' may have to go back to where it came from, so it takes one token. Give it join: each, or join before it.");
        }

        for (var r = 0; r < step.Requires.Length; r++)
        {
            var id = step.Requires[r];
            if (!_indexes.TryGetValue(id, out var state) || _steps[state].Kind is not StepKind.State)
            {
                _problems.Error(ProblemCodes.RequiresUnknown, DocumentText.Join(place + "/requires", r), $"'{DefinitionParts.Clip(id.ToString())}' is no state of this definition.");
            }
            else if (!IsVisible(step, _steps[state]))
            {
                _problems.Error(ProblemCodes.EffectOutside, DocumentText.Join(place + "/requires", r), $"The state '{id}' is neither in the group of '{step.Id}' nor around it.");
            }
        }

        if (!step.Requires.IsEmpty && step.Id == _definition.Initial)
        {
            _problems.Error(ProblemCodes.RequiresJoin, place + "/requires", $"An instance starts at '{step.Id}', when no state is marked yet. Begin with another step.");
        }

        for (var l = 0; l < step.Locks.Length; l++)
        {
            if (!StepId.IsValid(step.Locks[l]))
            {
                _problems.Error(
                    ProblemCodes.LockInvalid,
                    DocumentText.Join(place + "/locks", l),
                    $"'{DefinitionParts.Clip(step.Locks[l])}' cannot name a lock: use a letter or underscore, then up to 63 letters, digits, underscores or hyphens.");
            }
        }
    }

    private bool IsVisible(Step step, Step state)
    {
        for (var (at, passed) = (step, 0); passed <= _steps.Length; passed++)
        {
            if (at.In == state.In)
            {
                return true;
            }

            if (at.In is not { } id || !_indexes.TryGetValue(id, out var group))
            {
                return false;
            }

            at = _steps[group];
        }

        return false;
    }

    private void CheckCall(StepBody.Call call, string place)
    {
        if (!StepId.IsValid(call.Definition))
        {
            _problems.Error(ProblemCodes.CallInvalid, place + "/definition", $"'{DefinitionParts.Clip(call.Definition)}' cannot be the key of a workflow.");
        }

        CheckAssignments(call.Input, place + "/input");
        CheckAssignments(call.Output, place + "/output", readsOwnData: false);
    }

    /// <summary>A state, whose successors compete for its token, and the steps that require it.</summary>
    private void CheckState(int index, List<int> outgoing)
    {
        var step = _steps[index];
        foreach (var e in outgoing)
        {
            var (edge, place) = (_edges[e], PlaceOfEdge(e));
            if (edge.Condition is not null || edge.Outcome is not null || edge.IsDefault || edge.Weight != 1)
            {
                _problems.Error(ProblemCodes.StateEdge, place, $"What happens first decides at the state '{step.Id}', so its edges have no condition, outcome, default or weight.");
            }

            if (_to[e] < 0)
            {
                continue;
            }

            var target = _steps[_to[e]];
            if (_incoming[_to[e]].Count > 1 && target.Join.Need is not JoinNeed.Each)
            {
                _problems.Error(ProblemCodes.StateEdge, place, $"'{target.Id}' competes for the token of '{step.Id}', so it cannot wait for other inputs as well. Give it join: each.");
            }

            if (outgoing.Count > 1 && target.Body is not (StepBody.Human or StepBody.Timer or StepBody.Wait) && !target.IsGated)
            {
                _problems.Error(
                    ProblemCodes.StateInstant,
                    place,
                    $"'{target.Id}' does not wait for anything, so it would always be first at '{step.Id}'. Let it follow a step that waits for a person, time or a signal.");
            }
        }

        var isUsed = _steps.Any(s => s.Cancels.Contains(step.Id) || s.Completes.Contains(step.Id)) || _steps.Any(s => s.Body is StepBody.End { Terminates: true } && s.In == step.In);
        if (outgoing.Count == 0 && !isUsed)
        {
            _problems.Warning(ProblemCodes.StateForever, PlaceOfStep(index), $"Nothing takes the token of the state '{step.Id}' away. Add an edge, or a step that cancels it.");
        }
    }
}
