using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>What can be started and called: the latest published version of each definition, and the versions that instances are in.</summary>
internal sealed class DefinitionCatalog(DefinitionCache definitions, IDefinitionStore store)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId, string), SemanticVersion> _latest = [];
    private long _changes;

    /// <summary>The latest published version of a definition, or the one named, published or retired; null when there is none.</summary>
    public async ValueTask<WorkflowDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        long changes;
        lock (_gate)
        {
            version ??= _latest.TryGetValue((tenant, key), out var latest) ? latest : null;
            changes = _changes;
        }

        var found = await definitions.FindAsync(tenant, key, version, cancellationToken).ConfigureAwait(false);
        if (version is null && found is not null)
        {
            lock (_gate)
            {
                // What was read before a change must not stand after it.
                if (changes == _changes)
                {
                    _latest[(tenant, key)] = found.Version;
                }
            }
        }

        return found;
    }

    /// <summary>The definition that a start takes: the latest published version, or the one named, which must be published.</summary>
    /// <exception cref="WorkflowException">There is none, or it is a draft or retired.</exception>
    public async ValueTask<WorkflowDefinition> FindStartableAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        if (version is not { } named)
        {
            return await FindAsync(tenant, key, null, cancellationToken).ConfigureAwait(false)
                ?? throw new WorkflowException(await store.HasRetiredAsync(tenant, key, cancellationToken).ConfigureAwait(false)
                    ? new Rejection.DefinitionRetired(key, null)
                    : new Rejection.DefinitionNotFound(key, null));
        }

        var stored = await store.FindAsync(tenant, key, named, cancellationToken).ConfigureAwait(false);
        return stored?.Status switch
        {
            DefinitionStatus.Published => definitions.Read(stored),
            DefinitionStatus.Retired => throw new WorkflowException(new Rejection.DefinitionRetired(key, named)),
            DefinitionStatus.Draft => throw new WorkflowException(new Rejection.DefinitionState(key, named, DefinitionStatus.Draft, "Nothing can be started with it before it is published")),
            _ => throw new WorkflowException(new Rejection.DefinitionNotFound(key, named)),
        };
    }

    /// <summary>The definition that an instance runs, with those it calls; null when it is not there.</summary>
    public async ValueTask<DefinitionSet?> FindOfAsync(WorkflowInstance state, CancellationToken cancellationToken) =>
        await FindAsync(state.Tenant, state.Definition, state.Version, cancellationToken).ConfigureAwait(false) is { } main
            ? await WithCalledAsync(state.Tenant, main, state, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>A definition with those it calls, and those that they call: the versions that an instance is in, and the ones it would call now.</summary>
    public async ValueTask<DefinitionSet> WithCalledAsync(TenantId tenant, WorkflowDefinition main, WorkflowInstance? state, CancellationToken cancellationToken)
    {
        var called = ImmutableArray.CreateBuilder<WorkflowDefinition>();
        var current = ImmutableDictionary.CreateBuilder<string, SemanticVersion>();
        var retired = ImmutableHashSet.CreateBuilder<string>();
        var wanted = new Queue<(string Key, SemanticVersion? Version)>(main.Net.Calls);
        foreach (var pinned in state?.Pinned ?? [])
        {
            wanted.Enqueue((pinned.Key, pinned.Version));
        }

        var seen = new HashSet<(string, SemanticVersion?)>();
        while (wanted.TryDequeue(out var next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            var found = await FindAsync(tenant, next.Key, next.Version, cancellationToken).ConfigureAwait(false);
            if (next.Version is null)
            {
                if (found is null)
                {
                    retired.Add(next.Key);
                }
                else
                {
                    current[next.Key] = found.Version;
                }
            }

            if (found is not null && (found.Key, found.Version) != (main.Key, main.Version) && !called.Contains(found))
            {
                called.Add(found);
                foreach (var call in found.Net.Calls)
                {
                    wanted.Enqueue(call);
                }
            }
        }

        return new DefinitionSet(main, called.DrainToImmutable()) { Current = current.ToImmutable(), Retired = retired.ToImmutable() };
    }

    /// <summary>Forgets which version of a definition is the latest, for that has changed.</summary>
    public void Forget(TenantId tenant, string key)
    {
        lock (_gate)
        {
            _changes++;
            _latest.Remove((tenant, key));
        }
    }
}
