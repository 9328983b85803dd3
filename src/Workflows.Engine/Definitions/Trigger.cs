using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions;

/// <summary>What a step can wait for besides people and time.</summary>
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <summary>The outcome that a step leaves with when it happens, unless another is named; null when one must be.</summary>
    internal string? DefaultOutcome => this switch
    {
        Signal signal => signal.Name,
        Webhook webhook => webhook.Name,
        _ => null,
    };

    /// <summary>The name of the signals it takes; null when it waits for something else.</summary>
    internal string? Message => this switch
    {
        Signal signal => signal.Name,
        Webhook webhook => Webhook.MessageOf(webhook.Name),
        _ => null,
    };

    /// <summary>What the signals it takes must be about; null for anything.</summary>
    internal Expression? MessageKey => this switch
    {
        Signal signal => signal.Key,
        Webhook webhook => webhook.Key,
        _ => null,
    };

    /// <summary>Whether a signal that comes before it waits is kept for it.</summary>
    internal bool IsPatient => this is Signal { IsTransient: false } or Webhook;

    /// <summary>A message from outside.</summary>
    /// <param name="Name">What the sender calls it.</param>
    /// <param name="Key">An expression over the data; only a signal with the same key counts. The default is any key.</param>
    /// <param name="IsTransient">Whether a signal that comes before the step waits is lost (WCP-23). Otherwise it is kept until it is waited for, or expires (WCP-24).</param>
    public sealed record Signal(string Name, Expression? Key = null, bool IsTransient = false) : Trigger;

    /// <summary>
    /// A call over HTTP by a system outside, at an address of its own for each instance: whoever has the address may call it, and nobody else can pretend to. A call that comes before
    /// the step waits is kept.
    /// </summary>
    /// <param name="Name">What tells it from other webhooks of the definition.</param>
    /// <param name="Key">An expression over the data; only a call at the address for the same key counts. The default is any key.</param>
    /// <param name="Secret">The name of the server's secret with which calls are signed; null when the address alone is enough.</param>
    public sealed record Webhook(string Name, Expression? Key = null, string? Secret = null) : Trigger
    {
        private const string Prefix = "webhook:";

        /// <summary>The name under which a call comes as a signal. No signal of another kind can be called that: a colon is in no name.</summary>
        internal static string MessageOf(string name) => Prefix + name;

        /// <summary>The name of the webhook that a signal came by; null when it is a signal like others.</summary>
        /// <param name="signal">The name of the signal.</param>
        public static string? NameIn(string signal) => signal.StartsWith(Prefix, StringComparison.Ordinal) ? signal[Prefix.Length..] : null;
    }

    /// <summary>A condition over the data, looked at whenever the instance has moved.</summary>
    public sealed record Data(Expression Condition) : Trigger;
}

/// <summary>A trigger beside a step's own work.</summary>
/// <param name="On">What it waits for.</param>
/// <param name="Outcome">The outcome that edges see. What a signal or a call carries is saved under the same name.</param>
/// <param name="Interrupts">Whether the step's work is withdrawn and the step leaves. Otherwise it goes on, and the edges of the outcome are taken beside it.</param>
public sealed record StepTrigger(Trigger On, string Outcome, bool Interrupts = true);
