using Workflows.Engine;

namespace Workflows.Persistence.Entities;

/// <summary>
/// A row of <c>task_candidates</c>: an offer that stands now. It goes when somebody takes the task, and comes back when they give it back, so that an inbox
/// is a walk along an index.
/// </summary>
internal sealed class TaskCandidateEntity
{
    /// <summary>The number of the task's row.</summary>
    public long Task { get; init; }

    /// <summary>The key of the inbox: <c>u:</c> and a person, <c>g:</c> and a group, or <c>a:</c> for anybody.</summary>
    public required string Candidate { get; init; }

    public TenantId Tenant { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
