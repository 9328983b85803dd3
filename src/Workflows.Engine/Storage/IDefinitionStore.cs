using Workflows.Engine.Definitions;

namespace Workflows.Engine.Storage;

/// <summary>Where published definitions live, as documents. They never change.</summary>
internal interface IDefinitionStore
{
    /// <summary>Stores a version. False when the version is there already, whatever its content; nothing is written then.</summary>
    Task<bool> AddAsync(StoredDefinition definition, CancellationToken cancellationToken);

    /// <summary>The latest version, or the one named; null when there is none.</summary>
    Task<StoredDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken);
}

/// <summary>A published definition as it is stored.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Key">The key.</param>
/// <param name="Version">The version.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">The description.</param>
/// <param name="Category">The category.</param>
/// <param name="StepCount">How many steps it has.</param>
/// <param name="Document">The JSON document.</param>
/// <param name="ContentHash">The fingerprint of the document.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="PublishedBy">By whom.</param>
internal sealed record StoredDefinition(
    TenantId Tenant, string Key, SemanticVersion Version, string Name, string? Description, string? Category, int StepCount, string Document, string ContentHash,
    DateTimeOffset PublishedAt, string PublishedBy)
{
    /// <summary>The definition as a list shows it.</summary>
    public DefinitionSummary ToSummary(int openInstances) =>
        new(Key, Version, Name, Description, Category, StepCount, PublishedAt, PublishedBy, ContentHash, openInstances);
}
