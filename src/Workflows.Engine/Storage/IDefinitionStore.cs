using System.Collections.Immutable;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Storage;

/// <summary>Where the versions of definitions live, as documents: drafts, published and retired ones.</summary>
internal interface IDefinitionStore
{
    /// <summary>
    /// Makes all changes or none. False when a version is not at the revision that its change expects: somebody else was faster, and nothing is written.
    /// </summary>
    /// <param name="changes">The changes.</param>
    /// <param name="deliveries">Whom to tell of them: written with them, or not at all.</param>
    /// <param name="acts">What is said of them in the audit, in the same way.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    Task<bool> WriteAsync(ImmutableArray<DefinitionChange> changes, ImmutableArray<DeliveryRow> deliveries, ImmutableArray<AuditRow> acts, CancellationToken cancellationToken);

    /// <summary>Whether a version of the definition is retired.</summary>
    Task<bool> HasRetiredAsync(TenantId tenant, string key, CancellationToken cancellationToken);

    /// <summary>The latest published version; or the one named, whatever its status. Null when there is none.</summary>
    Task<StoredDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken);
}

/// <summary>What is to become of a version.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Key">The key.</param>
/// <param name="Version">The version.</param>
/// <param name="ExpectedRevision">The revision that the change was decided on; 0 when the version must not be there yet.</param>
internal abstract record DefinitionChange(TenantId Tenant, string Key, SemanticVersion Version, long ExpectedRevision)
{
    /// <summary>It is stored, new or in place of what was there.</summary>
    public sealed record Save(StoredDefinition Definition, long ExpectedRevision)
        : DefinitionChange(Definition.Tenant, Definition.Key, Definition.Version, ExpectedRevision);

    /// <summary>It is taken away.</summary>
    public sealed record Remove(TenantId Tenant, string Key, SemanticVersion Version, long ExpectedRevision) : DefinitionChange(Tenant, Key, Version, ExpectedRevision);
}

/// <summary>A version of a definition as it is stored.</summary>
internal sealed record StoredDefinition
{
    public required TenantId Tenant { get; init; }

    public required string Key { get; init; }

    public required SemanticVersion Version { get; init; }

    public required DefinitionStatus Status { get; init; }

    /// <summary>Counts its changes, from 1.</summary>
    public required long Revision { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Category { get; init; }

    public required int StepCount { get; init; }

    /// <summary>The JSON document.</summary>
    public required string Document { get; init; }

    /// <summary>The fingerprint of the document.</summary>
    public required string ContentHash { get; init; }

    /// <summary>When it was last saved, published, retired or restored.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who did that.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>When it was first published; null for a draft.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>By whom.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>The version as a list shows it.</summary>
    public DefinitionSummary ToSummary(int openInstances = 0) => new()
    {
        Key = Key,
        Version = Version,
        Status = Status,
        Revision = Revision,
        Name = Name,
        Description = Description,
        Category = Category,
        StepCount = StepCount,
        ContentHash = ContentHash,
        ChangedAt = ChangedAt,
        ChangedBy = ChangedBy,
        PublishedAt = PublishedAt,
        PublishedBy = PublishedBy,
        OpenInstances = openInstances,
    };
}
