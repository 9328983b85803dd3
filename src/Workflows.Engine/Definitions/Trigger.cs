using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions;

/// <summary>What a step can wait for besides people and time.</summary>
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <summary>A message from outside.</summary>
    /// <param name="Name">What the sender calls it.</param>
    /// <param name="Key">An expression over the data; only a signal with the same key counts. The default is any key.</param>
    /// <param name="IsTransient">Whether a signal that comes before the step waits is lost (WCP-23). Otherwise it is kept until it is waited for, or expires (WCP-24).</param>
    public sealed record Signal(string Name, Expression? Key = null, bool IsTransient = false) : Trigger;

    /// <summary>A condition over the data, looked at whenever the instance has moved.</summary>
    public sealed record Data(Expression Condition) : Trigger;
}

/// <summary>A trigger beside a step's own work.</summary>
/// <param name="On">What it waits for.</param>
/// <param name="Outcome">The outcome that edges see. What a signal carries is saved under the same name.</param>
/// <param name="Interrupts">Whether the step's work is withdrawn and the step leaves. Otherwise it goes on, and the edges of the outcome are taken beside it.</param>
public sealed record StepTrigger(Trigger On, string Outcome, bool Interrupts = true);
