using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>The versions of definitions.</summary>
internal sealed class DefinitionStore(WorkflowDatabase database) : IDefinitionStore
{
    private const string Columns = "version, status, revision, name, description, category, step_count, content_hash, changed_at, changed_by, published_at, published_by, document";

    public async Task<bool> WriteAsync(ImmutableArray<DefinitionChange> changes, ImmutableArray<DeliveryRow> deliveries, ImmutableArray<AuditRow> acts, CancellationToken cancellationToken)
    {
        var unit = new DefinitionUnit(changes, deliveries, acts);
        await database.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        return unit.IsWritten;
    }

    public Task<bool> HasRetiredAsync(TenantId tenant, string key, CancellationToken cancellationToken) => database.Reads.FirstAsync(
        "SELECT 1 FROM definitions WHERE tenant = @tenant AND key = @key AND status = 'retired' LIMIT 1", found => true, cancellationToken, tenant.Value, key);

    public Task<StoredDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        return version is { } named
            ? database.Reads.FirstAsync(
                $"SELECT {Columns} FROM definitions WHERE tenant = @tenant AND key = @key AND version = @version",
                Definition,
                cancellationToken,
                tenant.Value,
                key,
                StoredValue.Of(named))
            : database.Reads.FirstAsync(
                $"SELECT {Columns} FROM definitions WHERE tenant = @tenant AND key = @key AND status = 'published' ORDER BY version DESC LIMIT 1",
                Definition,
                cancellationToken,
                tenant.Value,
                key);

        StoredDefinition Definition(DbRow row) => new()
        {
            Tenant = tenant,
            Key = key,
            Version = StoredValue.ToVersion(row.Number(0)),
            Status = row.Name<DefinitionStatus>(1),
            Revision = row.Number(2),
            Name = row.Text(3),
            Description = row.TextOrNull(4),
            Category = row.TextOrNull(5),
            StepCount = row.Count(6),
            ContentHash = row.Text(7),
            ChangedAt = row.Moment(8),
            ChangedBy = row.Text(9),
            PublishedAt = row.MomentOrNull(10),
            PublishedBy = row.TextOrNull(11),
            Document = row.Text(12),
        };
    }
}
