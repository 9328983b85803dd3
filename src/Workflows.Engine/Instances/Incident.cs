using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Instances;

/// <summary>A branch that cannot go on: says why, and waits for a repair. The instance lives, and other branches go on.</summary>
public sealed record Incident
{
    /// <summary>The incident's number in its instance.</summary>
    public required int Id { get; init; }

    /// <summary>What went wrong: one of <see cref="IncidentCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What went wrong, where and why, as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The token that stands still; null when the whole instance does.</summary>
    public int? Token { get; init; }

    /// <summary>The step that stands still.</summary>
    public StepId? Step { get; init; }

    /// <summary>The edge whose condition failed: its position in the definition.</summary>
    public int? Edge { get; init; }

    /// <summary>The expression that could not be evaluated.</summary>
    public string? Expression { get; init; }

    /// <summary>Why it could not.</summary>
    public ExpressionError? ExpressionError { get; init; }

    /// <summary>The stack trace or other detail a machine step left.</summary>
    public string? Detail { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>The stable codes of incidents.</summary>
public static class IncidentCodes
{
    /// <summary>A machine step threw, or its class is not registered.</summary>
    public const string StepFailed = "step-failed";

    /// <summary>The process ended too often while a machine step ran.</summary>
    public const string StepCrashed = "step-crashed";

    /// <summary>An expression could not be evaluated.</summary>
    public const string ExpressionFailed = "expression-failed";

    /// <summary>No outgoing edge holds, and there is no default edge.</summary>
    public const string NoEdgeMatched = "no-edge-matched";

    /// <summary>Tokens are left, and nothing can ever happen.</summary>
    public const string Stuck = "stuck";

    /// <summary>A workflow could not be called.</summary>
    public const string CallFailed = "call-failed";

    /// <summary>A saga failed for good; everything done in it is undone.</summary>
    public const string SagaFailed = "saga-failed";

    /// <summary>A step was visited more often than an instance may.</summary>
    public const string LoopLimit = "loop-limit";
}
