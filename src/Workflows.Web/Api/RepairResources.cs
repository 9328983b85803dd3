using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Web.Api;

/// <summary>Why an instance is repaired, and whether it is only tried.</summary>
public record RepairInstance
{
    /// <summary>The reason, for the history and the audit.</summary>
    public required string Reason { get; init; }

    /// <summary>Only say what it would do. The default is to do it.</summary>
    public bool DryRun { get; init; }
}

/// <summary>A step that is left undone.</summary>
public sealed record SkipStep : RepairInstance
{
    /// <summary>The number of the token in the step, as the instance's <c>tokens</c> have it.</summary>
    public required int Token { get; init; }
}

/// <summary>A step that is ended with an outcome.</summary>
public sealed record ForceOutcome : RepairInstance
{
    /// <inheritdoc cref="SkipStep.Token"/>
    public required int Token { get; init; }

    /// <summary>The outcome; none for a step that has none.</summary>
    public string? Outcome { get; init; }

    /// <summary>Members of the data that the step would have set.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>A token that is moved to another step of the same group.</summary>
public sealed record MoveToken : RepairInstance
{
    /// <inheritdoc cref="SkipStep.Token"/>
    public required int Token { get; init; }

    /// <summary>The id of the step.</summary>
    public required string To { get; init; }
}

/// <summary>A step from which on everything is done once more.</summary>
public sealed record RewindInstance : RepairInstance
{
    /// <summary>The id of the step.</summary>
    public required string To { get; init; }

    /// <summary>The scope, for a step in a group that is under way several times. The default is the only one.</summary>
    public int? Scope { get; init; }
}

/// <summary>A timer that fires now.</summary>
public sealed record FireTimer : RepairInstance
{
    /// <summary>The number of the token that waits.</summary>
    public required int Token { get; init; }

    /// <summary>Which of its timers.</summary>
    public TimerKind Kind { get; init; }
}

/// <summary>A change of an instance's data.</summary>
public sealed record EditData : RepairInstance
{
    /// <summary>A JSON merge patch of top-level members: a member replaces the one of its name, null takes it away.</summary>
    public required JsonElement Data { get; init; }
}

/// <summary>What a repair did, or would do.</summary>
public sealed record RepairAnswer
{
    /// <summary>Whether nothing was done.</summary>
    public required bool DryRun { get; init; }

    /// <summary>What it caused at once, oldest first. Machine steps that it begins come to their end later.</summary>
    public required ImmutableArray<RepairEffect> Effects { get; init; }

    /// <summary>The instance after it.</summary>
    public required InstanceResource Instance { get; init; }
}

/// <summary>One thing that a repair caused.</summary>
public sealed record RepairEffect
{
    /// <summary>The kind of event.</summary>
    public required string Type { get; init; }

    /// <summary>The step it is about.</summary>
    public StepId? Step { get; init; }

    /// <summary>What happened, as a sentence.</summary>
    public required string Text { get; init; }
}
