using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions.Checks;

/// <content>What becomes of machine steps that fail.</content>
internal sealed partial class DefinitionCheck
{
    private void CheckFailure(Step step, string place)
    {
        var given = step.Retry is not null ? "retry"
            : step.AttemptTimeout is not null ? "attemptTimeout"
            : step.Heartbeat is not null ? "heartbeat"
            : step.Errors.IsEmpty ? null : "errors";
        if (given is not null && step.Kind is not StepKind.Machine)
        {
            _problems.Error(
                ProblemCodes.RetryKind, $"{place}/{given}", $"Only machine steps fail and are tried again; a {WordOf(step.Kind)} step has no '{given}'. Take it away, or give it to a machine step.");
        }

        CheckDuration(step.AttemptTimeout, place + "/attemptTimeout");
        CheckDuration(step.Heartbeat, place + "/heartbeat");
        CheckRetry(step.Retry, place + "/retry");
        for (var i = 0; i < step.Errors.Length; i++)
        {
            var (error, at) = (step.Errors[i], DocumentText.Join(place + "/errors", i));
            CheckText(error.Code, at + "/code", DefinitionLimits.MaxNameLength);
            CheckOutcomeId(error.Outcome, at + "/outcome");
            if (step.Errors.Take(i).Any(e => e.Code is null || e.Code == error.Code))
            {
                _problems.Error(ProblemCodes.ErrorInvalid, at, "An entry before this one takes the same error already, so this one never counts. Take one away, or put the one without a code last.");
            }
        }
    }

    private void CheckRetry(Retry? retry, string place)
    {
        if (retry is null)
        {
            return;
        }

        if (retry.Attempts is < 2 or > Retry.MaxAttempts)
        {
            _problems.Error(ProblemCodes.RetryNumber, place + "/attempts", $"A step that is tried again is done from 2 to {Retry.MaxAttempts} times in all, not {retry.Attempts}.");
        }

        if (retry.Jitter is < 0 or > 100)
        {
            _problems.Error(ProblemCodes.RetryNumber, place + "/jitter", $"From 0 to 100 percent of a delay may be left to chance, not {retry.Jitter}.");
        }

        CheckDuration(retry.Delay, place + "/delay", mayBeNothing: true);
        CheckDuration(retry.MaxDelay, place + "/maxDelay");
        CheckDuration(retry.MaxAge, place + "/maxAge");
        for (var i = 0; i < retry.NotFor.Length; i++)
        {
            CheckText(retry.NotFor[i], DocumentText.Join(place + "/notFor", i), DefinitionLimits.MaxNameLength);
        }
    }

    private void CheckDuration(TimeSpan? duration, string place, bool mayBeNothing = false)
    {
        if (duration < TimeSpan.Zero || (duration == TimeSpan.Zero && !mayBeNothing) || duration > Retry.MaxDuration)
        {
            _problems.Error(ProblemCodes.RetryNumber, place, $"It must be {(mayBeNothing ? "" : "longer than nothing and ")}at most {Retry.MaxDuration.Days} days.");
        }
    }
}
