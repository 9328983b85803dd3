using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Published definitions, read from the store once and kept: they never change.</summary>
internal sealed class DefinitionCatalog(IDefinitionStore store, StepRegistry steps, TimeProvider time)
{
    private readonly ConcurrentDictionary<(TenantId, string, SemanticVersion), WorkflowDefinition> _definitions = new();
    private readonly ConcurrentDictionary<(TenantId, string), SemanticVersion> _latest = new();

    /// <summary>A definition, the latest version unless one is named; null when there is none.</summary>
    public async ValueTask<WorkflowDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        if (version is null && _latest.TryGetValue((tenant, key), out var latest))
        {
            version = latest;
        }

        if (version is { } known && _definitions.TryGetValue((tenant, key, known), out var definition))
        {
            return definition;
        }

        if (await store.FindAsync(tenant, key, version, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        definition = _definitions.GetOrAdd((tenant, key, stored.Version), DefinitionDocument.Read(stored.Document));
        if (version is null)
        {
            _latest.AddOrUpdate((tenant, key), stored.Version, (_, other) => other > stored.Version ? other : stored.Version);
        }

        return definition;
    }

    /// <summary>Publishes a definition; the same content again is a no-op.</summary>
    /// <exception cref="WorkflowException">It has errors, or its version is published with other content.</exception>
    public async Task PublishAsync(WorkflowDefinition definition, Actor by, CancellationToken cancellationToken)
    {
        var problems = DefinitionValidator.Validate(definition, steps.Names).Where(p => p.Severity is ProblemSeverity.Error).ToImmutableArray();
        if (!problems.IsEmpty)
        {
            throw new WorkflowException(new Rejection.InvalidDefinition(problems));
        }

        var document = DefinitionDocument.Write(definition);
        var stored = new StoredDefinition(
            by.Tenant, definition.Key, definition.Version, definition.Name, definition.Description, definition.Category, definition.Steps.Length, document,
            definition.ContentHash, time.GetUtcNow(), by.Id);
        if (!await store.AddAsync(stored, cancellationToken).ConfigureAwait(false))
        {
            var existing = await store.FindAsync(by.Tenant, definition.Key, definition.Version, cancellationToken).ConfigureAwait(false);
            if (existing?.ContentHash != definition.ContentHash)
            {
                throw new WorkflowException(new Rejection.DefinitionConflict(definition.Key, definition.Version));
            }
        }

        _definitions[(by.Tenant, definition.Key, definition.Version)] = definition;
        _latest.TryRemove((by.Tenant, definition.Key), out _);
    }
}
