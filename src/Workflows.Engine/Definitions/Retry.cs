using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Definitions;

/// <summary>When a failed machine step is done again by itself. Without one, the first failure is the last.</summary>
public sealed record Retry
{
    /// <summary>How often a step is done unless the definition says otherwise.</summary>
    public const int DefaultAttempts = 3;

    /// <summary>The most attempts a definition may ask for.</summary>
    public const int MaxAttempts = 1000;

    /// <summary>How much of a delay is left to chance unless the definition says otherwise, in percent.</summary>
    public const int DefaultJitter = 20;

    /// <summary>The longest delay, time limit or age a definition may ask for.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(365);

    /// <summary>How long the first delay is unless the definition says otherwise.</summary>
    public static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);

    /// <summary>How long a growing delay becomes unless the definition says otherwise.</summary>
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromHours(1);

    /// <summary>How often the step is done in all, from 2 to <see cref="MaxAttempts"/>.</summary>
    public int Attempts { get; init; } = DefaultAttempts;

    /// <summary>How long to wait before the second attempt.</summary>
    public TimeSpan Delay { get; init; } = DefaultDelay;

    /// <summary>How the delay grows.</summary>
    public Backoff Backoff { get; init; } = Backoff.Exponential;

    /// <summary>The longest delay.</summary>
    public TimeSpan MaxDelay { get; init; } = DefaultMaxDelay;

    /// <summary>How long after it began the step is not tried again. The default is no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How much of each delay is left to chance, so that many that failed together do not come back together; in percent, from 0 to 100.</summary>
    public int Jitter { get; init; } = DefaultJitter;

    /// <summary>The codes of errors that trying again does not mend: those of <c>StepException</c>, or names of exception classes.</summary>
    public ImmutableArray<string> NotFor { get; init; } = [];

    /// <summary>How long to wait after a failed attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">What chance says, from 0 to less than 1: the more, the shorter the delay.</param>
    public TimeSpan DelayAfter(int attempt, double chance)
    {
        var delay = Backoff is Backoff.Fixed ? Delay.Ticks : Delay.Ticks * Math.Pow(2, attempt - 1);
        var longest = Backoff is Backoff.Fixed ? Delay.Ticks : Math.Max(MaxDelay.Ticks, Delay.Ticks);
        return TimeSpan.FromTicks((long)(Math.Min(delay, longest) * (1 - (chance * Jitter / 100))));
    }

    /// <inheritdoc/>
    public bool Equals(Retry? other) =>
        other is not null && Attempts == other.Attempts && Delay == other.Delay && Backoff == other.Backoff && MaxDelay == other.MaxDelay && MaxAge == other.MaxAge
        && Jitter == other.Jitter && NotFor.SequenceEqual(other.NotFor);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Attempts, Delay, Backoff, MaxDelay, MaxAge, Jitter, NotFor.Length);
}

/// <summary>How the delay between attempts grows.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<Backoff>))]
public enum Backoff
{
    /// <summary>It doubles each time, up to the longest.</summary>
    Exponential,

    /// <summary>It stays the same.</summary>
    Fixed,
}

/// <summary>Makes an error of a machine step a way on, once it is not tried again: the step leaves with an outcome instead of stopping at an incident.</summary>
/// <param name="Code">The error's code; null for any.</param>
/// <param name="Outcome">The outcome that edges see.</param>
public sealed record ErrorRoute(string? Code, string Outcome);
