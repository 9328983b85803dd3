using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Instances;

/// <content>What time does.</content>
internal sealed partial class Turn
{
    public Rejection? FireTimer(InstanceCommand.FireTimer command, string? by = null)
    {
        if (instance.FindToken(command.Token) is not { } token || !instance.Timers.Exists(t => t.Token == command.Token && t.Kind == command.Kind))
        {
            return new Rejection.Stale($"The timer of token {command.Token} is not armed any more.");
        }

        Emit(new TimerFired(token.Id, token.Step, command.Kind, now) { By = by });
        if (command.Kind is TimerKind.Step)
        {
            Complete(token, null, DataChange.None);
            return null;
        }

        if (command.Kind is TimerKind.Retry)
        {
            Emit(new StepRetried(token.Id, token.Step, token.Attempt + 1, StepStatus.Running, null, now) { Node = node });
            return null;
        }

        var timeout = StepOf(token).Timeout!;
        if (timeout.Interrupts)
        {
            Interrupt(token, timeout.Outcome, $"It was not done within {timeout.After}.", DataChange.None);
        }
        else
        {
            GoBeside(token, null, timeout.Outcome, DataChange.None);
        }

        return null;
    }

    private bool Arm(Token token, TimerKind kind, Moment moment)
    {
        if (!TryResolve(token, kind is TimerKind.Step ? "its moment" : "its time limit", moment, out var due))
        {
            return false;
        }

        if (instance.Timers.Exists(t => t.Token == token.Id && t.Kind == kind))
        {
            return true;
        }

        Emit(new TimerSet(token.Id, token.Step, kind, due!.Value, now));
        return true;
    }

    /// <summary>The instant a moment means now; an incident when its expression cannot say.</summary>
    private bool TryResolve(Token token, string what, Moment moment, out DateTimeOffset? due)
    {
        due = moment.At ?? now + moment.After;
        if (due is not null)
        {
            return true;
        }

        var result = moment.Expression!.Evaluate(ContextOf(token.Scope));
        if (!result.IsError && result.Value.TryGetDuration(out var after) && after.Ticks <= (DateTimeOffset.MaxValue - now).Ticks)
        {
            due = now + after;
        }
        else if (!result.IsError && result.Value.TryGetTimestamp(out var at))
        {
            due = at;
        }

        if (due is null)
        {
            var error = result.Error ?? new ExpressionError(ExpressionErrorCodes.Result, "it must give a duration or a timestamp", 1);
            FailExpression(token, what, moment.Expression!, error);
        }

        return due is not null;
    }
}
