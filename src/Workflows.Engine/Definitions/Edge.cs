using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions;

/// <summary>
/// A connection between two steps. It is taken when its outcome (if it has one) is the step's outcome and its condition (if it has one) holds.
/// </summary>
public sealed record Edge
{
    /// <summary>The step it leaves.</summary>
    public required StepId From { get; init; }

    /// <summary>The step it enters.</summary>
    public required StepId To { get; init; }

    /// <summary>The outcome it belongs to. The default is any outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>The condition over the data. The default is always. One that cannot be evaluated opens an incident: it is never true, never false.</summary>
    public Expression? Condition { get; init; }

    /// <summary>Whether it is taken when no other edge of its step is. A step has at most one.</summary>
    public bool IsDefault { get; init; }

    /// <summary>How many tokens it gets when it is taken: threads that run the same way side by side (WCP-42). The default is 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>What the diagram says beside it. The default is its outcome or condition.</summary>
    public string? Label { get; init; }
}
