using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Instances;

/// <content>Signals from outside, and data that steps wait for (patterns.md: trigger, rule 6).</content>
internal sealed partial class Turn
{
    public Rejection? Signal(InstanceCommand.Signal command)
    {
        // Sent twice, received once, also when it has ended since.
        if (command.Id is { } sent && instance.SignalIds.Contains(sent))
        {
            return null;
        }

        if (instance.IsEnded)
        {
            return new Rejection.InvalidState(instance.Status, "Receiving a signal");
        }

        if (instance.Signals.Count >= WorkflowInstance.MaxSignals)
        {
            return new Rejection.SignalsFull(instance.Id, WorkflowInstance.MaxSignals);
        }

        var id = command.Id ?? ids().ToString("N");
        Emit(new SignalReceived(id, command.Name, command.Key, command.Payload, command.ExpiresAt, command.By.Id, now));
        if (instance.Pause is null)
        {
            Deliver(instance.Signals.Find(s => s.Id == id)!);
        }

        return null;
    }

    /// <summary>Gives a signal to the first that waits for it, or keeps it for one that will.</summary>
    private void Deliver(KeptSignal signal)
    {
        if (instance.Subscriptions.Find(s => Matches(s, signal)) is { } subscription)
        {
            Consume(signal, subscription);
        }
        else if (!definitions.Expects(signal.Name))
        {
            Emit(new SignalDropped(signal.Id, signal.Name, "Nothing waited for it.", now));
        }
    }

    /// <summary>Arms a token for a trigger. A signal that came before may fire it at once.</summary>
    private bool Arm(Token token, int number, Trigger trigger)
    {
        string? key = null;
        if (trigger.MessageKey is { } expression)
        {
            var result = expression.Evaluate(ContextOf(token.Scope));
            if (result.IsError || TryKey(result.Value, out key) is false)
            {
                FailExpression(token, "the key of its signal", expression, result.IsError ? result.Error : new ExpressionError(ExpressionErrorCodes.Result, "it must give a text or a number", 1));
                return false;
            }
        }

        var subscription = new Subscription(token.Id, number, trigger.Message, key);
        if (!instance.Subscriptions.Exists(s => s.Token == token.Id && s.Trigger == number))
        {
            Emit(new TriggerArmed(subscription, token.Step, now));
        }

        if (!trigger.IsPatient)
        {
            return true;
        }

        foreach (var signal in instance.Signals.FindAll(s => Matches(subscription, s)))
        {
            if (signal.ExpiresAt < now)
            {
                Emit(new SignalDropped(signal.Id, signal.Name, "It had expired before anything waited for it.", now));
                continue;
            }

            Consume(signal, subscription);
            break;
        }

        return true;
    }

    private void ArmTriggers(Step step, Token token)
    {
        for (var i = 0; i < step.Triggers.Length && instance.FindToken(token.Id) is { Status: StepStatus.Waiting or StepStatus.Running }; i++)
        {
            Arm(token, i, step.Triggers[i].On);
        }
    }

    private void Consume(KeptSignal signal, Subscription subscription)
    {
        var token = instance.FindToken(subscription.Token)!;
        Emit(new SignalConsumed(signal.Id, signal.Name, token.Id, token.Step, now));
        Fire(token, subscription.Trigger, signal.Payload);
    }

    /// <summary>Fires the first trigger whose condition over the data holds now.</summary>
    private bool FireDataTrigger()
    {
        foreach (var armed in instance.Subscriptions)
        {
            if (armed.Signal is not null || instance.FindToken(armed.Token) is not { Status: not StepStatus.Failed } token)
            {
                continue;
            }

            var step = StepOf(token);
            var condition = ((Trigger.Data)(armed.Trigger is Subscription.Body ? ((StepBody.Wait)step.Body).For : step.Triggers[armed.Trigger].On)).Condition;
            var result = condition.EvaluateCondition(ContextOf(token.Scope));
            if (result.IsError)
            {
                FailExpression(token, "the condition it waits for", condition, result.Error);
                return true;
            }

            if (!result.IsFalse)
            {
                Fire(token, armed.Trigger, null);
                return true;
            }
        }

        return false;
    }

    private void Fire(Token token, int number, JsonElement? payload)
    {
        var step = StepOf(token);
        if (number is Subscription.Body)
        {
            Complete(token, null, payload is { } carried ? DataChange.None.With(step.SavesAs, carried) : DataChange.None);
            return;
        }

        var trigger = step.Triggers[number];
        var changes = payload is { } brought ? DataChange.None.With(trigger.Outcome, brought) : DataChange.None;
        if (trigger.Interrupts)
        {
            Interrupt(token, trigger.Outcome, $"'{trigger.Outcome}' happened.", changes);
        }
        else
        {
            GoBeside(token, number, trigger.Outcome, changes);
        }
    }

    /// <summary>Withdraws the work of a step, which leaves with an outcome of its own.</summary>
    private void Interrupt(Token token, string outcome, string cause, DataChange changes)
    {
        if (instance.FindWork(token.Id) is { } work && ResultsOf(StepOf(token), work) is { Set: { } results })
        {
            changes = new DataChange(changes.ApplyTo(results), []);
        }

        WithdrawWork(token, cause);
        Complete(token, outcome, changes, isForced: true);
    }

    /// <summary>Takes the edges of an outcome while the step's work goes on.</summary>
    private void GoBeside(Token token, int? number, string outcome, DataChange changes)
    {
        var net = NetOf(token.Scope);
        if (Choose(token, net.IndexOf(token.Step), outcome, isForced: true, changes.ApplyTo(instance.DataIn(token.Scope)), out var edges) is { } incident)
        {
            Emit(new TriggerFired(token.Id, token.Step, number, outcome, changes, [], now));
            incident();
            return;
        }

        Emit(new TriggerFired(token.Id, token.Step, number, outcome, changes, Place(net, edges), now));
        Mark(net, edges, token.Scope);
    }

    private static bool Matches(Subscription subscription, KeptSignal signal) =>
        subscription.Signal == signal.Name && (subscription.Key is null || subscription.Key == signal.Key);

    private static bool TryKey(Value value, out string? key)
    {
        var json = value.ToJsonElement();
        key = json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => json.GetRawText(),
            _ => null,
        };
        return key is not null;
    }
}
