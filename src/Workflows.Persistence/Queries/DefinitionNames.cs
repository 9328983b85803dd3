using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Workflows.Engine;
using Workflows.Engine.Definitions;

namespace Workflows.Persistence.Queries;

/// <summary>The names of published versions, which never change: read once, so that lists need no join.</summary>
internal sealed class DefinitionNames
{
    private readonly ConcurrentDictionary<(TenantId, string, SemanticVersion), string> _names = new();

    /// <summary>The name of a version; its key when it was never published.</summary>
    public string Of(TenantId tenant, string key, SemanticVersion version) => _names.GetValueOrDefault((tenant, key, version), key);

    /// <summary>Reads the names of versions that are not known yet.</summary>
    public async Task LearnAsync(WorkflowDbContext db, TenantId tenant, IEnumerable<(string Key, SemanticVersion Version)> versions, CancellationToken cancellationToken)
    {
        List<string> unknown = [.. versions.Where(v => !_names.ContainsKey((tenant, v.Key, v.Version))).Select(v => v.Key).Distinct()];
        if (unknown.Count == 0)
        {
            return;
        }

        var rows = await db.Definitions
            .Where(d => d.Tenant == tenant && unknown.Contains(d.Key) && d.Status != DefinitionStatus.Draft)
            .Select(d => new { d.Key, d.Version, d.Name })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var row in rows)
        {
            _names[(tenant, row.Key, row.Version)] = row.Name;
        }
    }
}
