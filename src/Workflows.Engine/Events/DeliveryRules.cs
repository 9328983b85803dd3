namespace Workflows.Engine.Events;

/// <summary>How often, and when, a subscriber is told again. Pure.</summary>
public static class DeliveryRules
{
    /// <summary>How long one attempt may take.</summary>
    public static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long an attempt keeps others from the delivery: longer than it may take, so that two processes deliver the same only when one of them is frozen.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>How long what was delivered can still be looked at.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private static readonly TimeSpan[] s_delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(4),
        TimeSpan.FromHours(12), TimeSpan.FromHours(24),
    ];

    /// <summary>How often a delivery is tried: ten times over a little less than two days.</summary>
    public static int MaxAttempts => s_delays.Length + 1;

    /// <summary>How long to wait after a number of failed attempts; null when that was the last.</summary>
    public static TimeSpan? DelayAfter(int attempts) => attempts < MaxAttempts ? s_delays[attempts - 1] : null;

    /// <summary>How long to leave a subscriber alone that could not be reached a number of times in a row: from five seconds to five minutes.</summary>
    public static TimeSpan RestAfter(int failures) => TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, Math.Min(failures, 10) - 1), 300));
}
