using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions.Checks;

/// <content>How often a step is done, and what may happen beside its work.</content>
internal sealed partial class DefinitionCheck
{
    private void CheckRepeat(Step step, string place)
    {
        if ((step.Multi is not null || step.Loop is not null) && step.Kind is StepKind.Gateway or StepKind.End or StepKind.State)
        {
            _problems.Error(ProblemCodes.RepeatKind, place, $"A {WordOf(step.Kind)} step is done once; put it into a group, and repeat that.");
        }

        if (step.Multi is not null && step.Loop is not null)
        {
            _problems.Error(ProblemCodes.RepeatTwice, place + "/loop", $"'{step.Id}' is done for several elements and in a loop; put it into a group, and repeat one of the two.");
        }

        if (step.Multi is { } multi)
        {
            CheckMulti(multi, place + "/multi");
        }

        if (step.Loop is { } loop)
        {
            if (loop.While is null && loop.Until is null)
            {
                _problems.Error(ProblemCodes.RepeatNever, place + "/loop", "The loop has neither 'while' nor 'until', so nothing ends it.");
            }

            CheckPositive(loop.Limit, place + "/loop/limit");
            CheckPaths(loop.While?.Paths, place + "/loop/while", seesOutcome: true);
            CheckPaths(loop.Until?.Paths, place + "/loop/until", seesOutcome: true);
        }
    }

    private void CheckMulti(Multi multi, string place)
    {
        CheckPaths(multi.Over.Paths, place + "/over", seesOutcome: false);
        CheckPaths(multi.Until?.Paths, place + "/until", seesOutcome: false);
        CheckPositive(multi.Width, place + "/width");
        CheckPositive(multi.Need, place + "/need");
        if (multi.SaveAs is not null)
        {
            CheckText(multi.SaveAs, place + "/saveAs", DefinitionLimits.MaxNameLength);
        }

        if (multi.IsDetached && (multi.Width is not null || multi.Need is not null || multi.Until is not null || multi.Grows || multi.SaveAs is not null || multi.Rest is not MultiRest.Cancel))
        {
            _problems.Error(ProblemCodes.MultiDetached, place + "/detached", "Nobody waits for detached elements, so there is no width, need, until, rest, grows or saveAs; take them or \"detached\" away.");
        }

        if (int.TryParse(multi.Over.Source, out var count) && multi.Need > count && !multi.Grows)
        {
            _problems.Error(ProblemCodes.RepeatNumber, place + "/need", $"{multi.Need} of {count} elements can never be done.");
        }
    }

    private void CheckPositive(int? number, string place)
    {
        if (number < 1)
        {
            _problems.Error(ProblemCodes.RepeatNumber, place, $"This must be at least 1, but it is {number}.");
        }
    }

    private void CheckTriggers(Step step, string place)
    {
        for (var t = 0; t < step.Triggers.Length; t++)
        {
            var (trigger, at) = (step.Triggers[t], DocumentText.Join(place + "/on", t));
            if (!step.TakesTime)
            {
                _problems.Error(ProblemCodes.TriggerWithoutWork, at, $"A {WordOf(step.Kind)} step is over as soon as it begins, so nothing can happen meanwhile.");
            }

            CheckTrigger(trigger.On, at);
            CheckOutcomeId(trigger.Outcome, at + "/outcome");
        }
    }

    private void CheckTrigger(Trigger trigger, string place)
    {
        CheckPaths(trigger.MessageKey?.Paths, place + "/key", seesOutcome: false);
        switch (trigger)
        {
            case Trigger.Signal signal:
                CheckMessage(signal.Name, "a signal", place + "/signal");
                break;
            case Trigger.Webhook webhook:
                CheckMessage(webhook.Name, "a webhook", place + "/webhook");
                break;
            case Trigger.Data data:
                CheckPaths(data.Condition.Paths, place + "/when", seesOutcome: false);
                break;
        }
    }

    private void CheckMessage(string name, string what, string place)
    {
        if (!StepId.IsValid(name))
        {
            _problems.Error(
                ProblemCodes.SignalInvalid, place, $"'{DefinitionParts.Clip(name)}' cannot name {what}: use a letter or underscore, then up to 63 letters, digits, underscores or hyphens.");
        }
    }
}
