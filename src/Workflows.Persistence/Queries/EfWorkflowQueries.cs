using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Queries;

/// <summary>What pages and the API read, over EF Core; here what is about definitions and single instances.</summary>
/// <param name="open">Opens a context for one query.</param>
/// <param name="instances">Where states are read.</param>
/// <param name="definitions">Where definitions are read.</param>
internal sealed partial class EfWorkflowQueries(Func<WorkflowDbContext> open, IInstanceStore instances, DefinitionCache definitions) : IWorkflowQueries
{
    /// <summary>
    /// When a search finds no more rows than this, it looks at each of them. When it finds more, they are dense enough to look for them along the list.
    /// </summary>
    private const int MaxMatches = 10_000;

    /// <summary>A row as a list shows it, without the document.</summary>
    private static readonly Expression<Func<DefinitionEntity, DefinitionSummary>> s_summary = d => new DefinitionSummary
    {
        Key = d.Key,
        Version = d.Version,
        Status = d.Status,
        Revision = d.Revision,
        Name = d.Name,
        Description = d.Description,
        Category = d.Category,
        StepCount = d.StepCount,
        ContentHash = d.ContentHash,
        ChangedAt = d.ChangedAt,
        ChangedBy = d.ChangedBy,
        PublishedAt = d.PublishedAt,
        PublishedBy = d.PublishedBy,
    };

    private readonly DefinitionNames _names = new();

    public async Task<InstanceSnapshot?> FindInstanceAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken) =>
        (await instances.LoadAsync(tenant, instance, cancellationToken).ConfigureAwait(false))?.ToSnapshot();

    public async Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(TenantId tenant, InstanceId instance, long after, int limit, CancellationToken cancellationToken)
    {
        using var db = open();
        var rows = await db.History
            .Where(h => h.InstanceId == instance && h.Position > after && db.Instances.Any(i => i.Id == instance && i.Tenant == tenant))
            .OrderBy(h => h.Position)
            .Take(limit)
            .Select(h => new { h.Position, h.Payload })
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(r => new HistoryEntry(r.Position, InstanceJson.ReadEvent(r.Payload)))];
    }

    public async Task<IReadOnlyList<DefinitionSummary>> ListDefinitionsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        using var db = open();
        var latest = db.Definitions
            .Where(d => d.Tenant == tenant)
            .GroupBy(d => new { d.Tenant, d.Key, d.Status })
            .Select(g => new { g.Key.Tenant, g.Key.Key, Version = g.Max(d => d.Version) });
        var rows = await latest
            .Join(db.Definitions, l => new { l.Tenant, l.Key, l.Version }, d => new { d.Tenant, d.Key, d.Version }, (_, d) => d)
            .Select(s_summary)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var counts = await db.Instances
            .Where(i => i.Tenant == tenant && i.EndedAt == null)
            .GroupBy(i => i.Definition)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken)
            .ConfigureAwait(false);
        return [.. rows
            .GroupBy(d => d.Key, (_, versions) => DefinitionSummaries.Representative([.. versions]))
            .OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase).ThenBy(d => d.Key, StringComparer.Ordinal)
            .Select(d => d with { OpenInstances = counts.GetValueOrDefault(d.Key) })];
    }

    public async Task<IReadOnlyList<DefinitionSummary>> ListVersionsAsync(TenantId tenant, string key, CancellationToken cancellationToken)
    {
        using var db = open();
        var rows = await db.Definitions
            .Where(d => d.Tenant == tenant && d.Key == key)
            .OrderByDescending(d => d.Version)
            .Select(s_summary)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var counts = await db.Instances
            .Where(i => i.Tenant == tenant && i.Definition == key && i.EndedAt == null)
            .GroupBy(i => i.Version)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(d => d with { OpenInstances = counts.GetValueOrDefault(d.Version) })];
    }

    public Task<WorkflowDefinition?> FindDefinitionAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken) =>
        definitions.FindAsync(tenant, key, version, cancellationToken).AsTask();

    public Task<DefinitionVersion?> FindVersionAsync(TenantId tenant, string key, SemanticVersion version, CancellationToken cancellationToken) =>
        definitions.FindVersionAsync(tenant, key, version, cancellationToken).AsTask();
}
