using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Paths;

/// <summary>
/// The ways through a definition from its start to its ends, with the people who are asked on each: what an auditor reads. A way that comes back to a step it has
/// been at ends there, and says so; branches that run side by side are one way; groups and called workflows are one step each.
/// </summary>
/// <param name="Paths">The ways, in the order in which conditions are tried.</param>
/// <param name="IsComplete">Whether these are all. Otherwise there are more than anybody would read, and the list is cut.</param>
public sealed record ApprovalPaths(ImmutableArray<ApprovalPath> Paths, bool IsComplete)
{
    /// <summary>How many ways are listed at most.</summary>
    public const int MaxPaths = 200;

    /// <summary>Walks through a valid definition, in well under a second whatever its graph.</summary>
    public static ApprovalPaths Of(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new PathWalk(definition).Run();
    }
}

/// <summary>One way through a definition.</summary>
public sealed record ApprovalPath
{
    /// <summary>When it is taken; empty for a way without choices.</summary>
    public required ImmutableArray<PathCondition> When { get; init; }

    /// <summary>The steps at which people are asked, in order; empty when nobody is.</summary>
    public required ImmutableArray<PathApproval> Approvals { get; init; }

    /// <summary>The names of the steps where it ends.</summary>
    public required ImmutableArray<string> Ends { get; init; }

    /// <summary>The names of the steps that it comes back to; from there on it goes on as any other way.</summary>
    public required ImmutableArray<string> BackTo { get; init; }
}

/// <summary>Something that was decided on a way.</summary>
/// <param name="Step">The step after which it was decided.</param>
/// <param name="Name">What people call that step.</param>
/// <param name="Kind">What was decided by.</param>
/// <param name="Text">The condition as an expression; or else the outcome, or the step that came first.</param>
public sealed record PathCondition(StepId Step, string Name, PathConditionKind Kind, string Text);

/// <summary>What decides a way.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<PathConditionKind>))]
public enum PathConditionKind
{
    /// <summary>An expression over the data holds.</summary>
    Condition,

    /// <summary>The step ends with an outcome that nobody chooses: of a machine step, a group or a called workflow.</summary>
    Outcome,

    /// <summary>The step takes too long.</summary>
    Timeout,

    /// <summary>The step fails with an error that has a way on.</summary>
    Error,

    /// <summary>Something happens while the step is under way.</summary>
    Trigger,

    /// <summary>Of the steps that compete, this one is first.</summary>
    First,
}

/// <summary>A step at which people are asked.</summary>
/// <param name="Step">The step.</param>
/// <param name="Name">What people read.</param>
/// <param name="Stage">Steps with the same number run side by side; those with a higher one come later.</param>
public sealed record PathApproval(StepId Step, string Name, int Stage)
{
    /// <summary>Who is asked; null for a group or a called workflow.</summary>
    public AssignmentRule? Assign { get; init; }

    /// <summary>The label of what they choose on this way; null when there is nothing to choose, or when it was never chosen.</summary>
    public string? Outcome { get; init; }

    /// <summary>The label's outcome, as edges name it.</summary>
    public string? OutcomeId { get; init; }

    /// <summary>The expression over whose elements the step is done; null for once.</summary>
    public string? ForEach { get; init; }

    /// <summary>How many are needed of how many, such as <c>2 of 3</c>; null when all are.</summary>
    public string? Needed { get; init; }

    /// <summary>The steps inside a group at which people are asked; who comes to which, its own graph says.</summary>
    public ImmutableArray<PathApproval> Inside { get; init; } = [];

    /// <summary>The key of a called workflow, which says itself who is asked.</summary>
    public string? Calls { get; init; }

    /// <inheritdoc/>
    public bool Equals(PathApproval? other) =>
        other is not null && (Step, Name, Stage, Outcome, OutcomeId, ForEach, Needed, Calls) == (other.Step, other.Name, other.Stage, other.Outcome, other.OutcomeId, other.ForEach, other.Needed, other.Calls)
        && Assign == other.Assign && Inside.SequenceEqual(other.Inside);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Step, Stage, OutcomeId);
}
