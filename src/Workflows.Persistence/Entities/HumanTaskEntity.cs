using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>human_tasks</c>, with everything of its instance that lists show.</summary>
internal sealed class HumanTaskEntity
{
    /// <summary>The row's number, in the order of the commits; decides between tasks that were created at the same moment.</summary>
    public long Number { get; init; }

    public HumanTaskId Id { get; init; }

    public TenantId Tenant { get; init; }

    public InstanceId InstanceId { get; init; }

    public int Token { get; init; }

    public StepId Step { get; init; }

    public required string Definition { get; init; }

    public SemanticVersion Version { get; init; }

    public required string Title { get; init; }

    /// <summary>The title's beginning, folded, for searches.</summary>
    public required string TitleFolded { get; init; }

    public string? Summary { get; init; }

    public required string InstanceTitle { get; init; }

    public string? Reference { get; init; }

    /// <summary>The reference's beginning, folded, for searches.</summary>
    public string? ReferenceFolded { get; init; }

    public required string Requester { get; init; }

    public HumanTaskStatus Status { get; init; }

    public string? Assignee { get; init; }

    /// <summary>The people it was offered to when it was created, as a JSON array; null when none was named.</summary>
    public string? CandidateUsers { get; init; }

    /// <summary>The groups it was offered to when it was created, as a JSON array; null when none was named.</summary>
    public string? CandidateGroups { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? CompletedBy { get; init; }

    public string? Outcome { get; init; }

    public long Revision { get; init; }

    public string? Comment { get; init; }

    public byte[]? Answers { get; init; }
}
