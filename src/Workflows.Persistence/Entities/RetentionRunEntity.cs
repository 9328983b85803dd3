using Workflows.Engine;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>retention_runs</c>: what a run removed. Old rows are taken away, so that there are never many.</summary>
internal sealed class RetentionRunEntity
{
    public Guid Id { get; init; }

    /// <summary>Whose instances it is about; null for everybody's.</summary>
    public TenantId? Tenant { get; init; }

    public bool IsScheduled { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset BeatAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required string Document { get; init; }
}
