using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>What an operator does to an instance that cannot, or must not, go on by itself. Each has a reason and can be tried without doing it.</summary>
public abstract record Repair
{
    private Repair()
    {
    }

    /// <summary>Holds the instance: machine steps under way finish, and nothing else begins, fires or can be decided until it is resumed.</summary>
    public sealed record Pause : Repair;

    /// <summary>Lets a paused instance go on. Moments that passed meanwhile fire now, and signals that came are received.</summary>
    public sealed record Resume : Repair;

    /// <summary>Leaves a step undone: its work is withdrawn, and its token moves on as if it were done without an outcome.</summary>
    /// <param name="Token">The token in the step.</param>
    public sealed record Skip(int Token) : Repair;

    /// <summary>Ends a step with an outcome of the operator's: its work is withdrawn, and the edges of the outcome are taken.</summary>
    /// <param name="Token">The token in the step.</param>
    /// <param name="Outcome">The outcome; null for a step that has none.</param>
    /// <param name="Changes">What the step would have changed in the data.</param>
    public sealed record Force(int Token, string? Outcome, DataChange Changes) : Repair;

    /// <summary>Moves a token to another step of the same group, which begins at once, whatever its join waits for.</summary>
    /// <param name="Token">The token, in a step or on the way to one.</param>
    /// <param name="To">The step.</param>
    public sealed record Move(int Token, StepId To) : Repair;

    /// <summary>Does everything from a step on once more: all work that follows from it is withdrawn, and it begins anew. The data stay as they are.</summary>
    /// <param name="To">The step.</param>
    /// <param name="Scope">The scope, for a step in a group that is under way several times. The default is the only one.</param>
    public sealed record Rewind(StepId To, int? Scope = null) : Repair;

    /// <summary>Changes the instance's data. What forms say about the changed members must hold.</summary>
    /// <param name="Changes">The changes.</param>
    public sealed record EditData(DataChange Changes) : Repair;

    /// <summary>Fires a timer now.</summary>
    /// <param name="Token">The token that waits.</param>
    /// <param name="Kind">Which of its timers.</param>
    public sealed record Fire(int Token, TimerKind Kind) : Repair;
}

/// <summary>Who holds an instance, and why.</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">Since when.</param>
public sealed record InstancePause(string By, string Reason, DateTimeOffset At);
