using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>What can be started: the latest version of each definition, and publishing the next.</summary>
internal sealed class DefinitionCatalog(DefinitionCache definitions, IDefinitionStore store, StepRegistry steps, TimeProvider time)
{
    private readonly ConcurrentDictionary<(TenantId, string), SemanticVersion> _latest = new();

    /// <summary>A definition, the latest version unless one is named; null when there is none.</summary>
    public async ValueTask<WorkflowDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        if (version is null && _latest.TryGetValue((tenant, key), out var latest))
        {
            version = latest;
        }

        return version is { } known
            ? await definitions.FindAsync(tenant, key, known, cancellationToken).ConfigureAwait(false)
            : await FindLatestAsync(tenant, key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A definition with those it calls, and those that they call: the versions that an instance is in, and the ones it would call now.</summary>
    public async ValueTask<DefinitionSet> WithCalledAsync(TenantId tenant, WorkflowDefinition main, WorkflowInstance? state, CancellationToken cancellationToken)
    {
        var called = ImmutableArray.CreateBuilder<WorkflowDefinition>();
        var wanted = new Queue<(string Key, SemanticVersion? Version)>(main.Net.Calls);
        foreach (var pinned in state?.Pinned ?? [])
        {
            wanted.Enqueue((pinned.Key, pinned.Version));
        }

        var seen = new HashSet<(string, SemanticVersion?)>();
        while (wanted.TryDequeue(out var next))
        {
            if (seen.Add(next)
                && await FindAsync(tenant, next.Key, next.Version, cancellationToken).ConfigureAwait(false) is { } found
                && (found.Key, found.Version) != (main.Key, main.Version)
                && !called.Contains(found))
            {
                called.Add(found);
                foreach (var call in found.Net.Calls)
                {
                    wanted.Enqueue(call);
                }
            }
        }

        return new DefinitionSet(main, called.DrainToImmutable());
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

        await FindLatestAsync(by.Tenant, definition.Key, cancellationToken).ConfigureAwait(false);
    }

    // Whoever reads late must not put an earlier version back.
    private async ValueTask<WorkflowDefinition?> FindLatestAsync(TenantId tenant, string key, CancellationToken cancellationToken)
    {
        var definition = await definitions.FindAsync(tenant, key, version: null, cancellationToken).ConfigureAwait(false);
        if (definition is not null)
        {
            _latest.AddOrUpdate((tenant, key), definition.Version, (_, other) => other > definition.Version ? other : definition.Version);
        }

        return definition;
    }
}
