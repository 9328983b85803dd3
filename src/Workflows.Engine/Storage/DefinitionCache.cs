using System.Collections.Concurrent;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Storage;

/// <summary>Published definitions, read from the store and from their documents once, and kept: a published version never changes.</summary>
internal sealed class DefinitionCache(IDefinitionStore store)
{
    private readonly ConcurrentDictionary<(TenantId, string, SemanticVersion), WorkflowDefinition> _definitions = new();

    /// <summary>A definition, the latest version unless one is named; null when there is none.</summary>
    public async ValueTask<WorkflowDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        if (version is { } known && _definitions.TryGetValue((tenant, key, known), out var definition))
        {
            return definition;
        }

        return await store.FindAsync(tenant, key, version, cancellationToken).ConfigureAwait(false) is { } stored
            ? _definitions.GetOrAdd((tenant, key, stored.Version), static (_, document) => DefinitionDocument.Read(document), stored.Document)
            : null;
    }
}
