using System.Collections.Concurrent;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Storage;

/// <summary>Definitions, read from the store and from their documents once, and kept: a version that was published never changes. Drafts are read each time.</summary>
internal sealed class DefinitionCache(IDefinitionStore store)
{
    private readonly ConcurrentDictionary<(TenantId, string, SemanticVersion), WorkflowDefinition> _definitions = new();

    /// <summary>The latest published version, or the one named, published or retired; null when there is none. Never a draft.</summary>
    public async ValueTask<WorkflowDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        if (version is { } known && _definitions.TryGetValue((tenant, key, known), out var definition))
        {
            return definition;
        }

        return await store.FindAsync(tenant, key, version, cancellationToken).ConfigureAwait(false) is { Status: not DefinitionStatus.Draft } stored ? Read(stored) : null;
    }

    /// <summary>A version whatever its status, as it is now.</summary>
    public async ValueTask<DefinitionVersion?> FindVersionAsync(TenantId tenant, string key, SemanticVersion version, CancellationToken cancellationToken) =>
        await store.FindAsync(tenant, key, version, cancellationToken).ConfigureAwait(false) is { } stored ? new DefinitionVersion(stored.ToSummary(), Read(stored)) : null;

    /// <summary>What a stored version says.</summary>
    public WorkflowDefinition Read(StoredDefinition stored) => stored.Status is DefinitionStatus.Draft
        ? DefinitionDocument.Read(stored.Document)
        : _definitions.GetOrAdd((stored.Tenant, stored.Key, stored.Version), static (_, document) => DefinitionDocument.Read(document), stored.Document);
}
