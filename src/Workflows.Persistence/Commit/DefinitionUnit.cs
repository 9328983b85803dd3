using System.Collections.Immutable;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>Changes of definition versions, with whom to tell of them: all or none.</summary>
internal sealed class DefinitionUnit(ImmutableArray<DefinitionChange> changes, ImmutableArray<DeliveryRow> deliveries, ImmutableArray<AuditRow> acts) : WriteUnit
{
    private const string Find = "SELECT revision FROM definitions WHERE tenant = @tenant AND key = @key AND version = @version";

    private const string Save = """
        INSERT INTO definitions (
            tenant, key, version, status, revision, name, description, category, step_count, content_hash, changed_at, changed_by, published_at, published_by, document)
        VALUES (
            @tenant, @key, @version, @status, @revision, @name, @description, @category, @step_count, @content_hash, @changed_at, @changed_by, @published_at, @published_by,
            @document)
        ON CONFLICT (tenant, key, version) DO UPDATE
        SET status = excluded.status, revision = excluded.revision, name = excluded.name, description = excluded.description, category = excluded.category,
            step_count = excluded.step_count, content_hash = excluded.content_hash, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
            published_at = excluded.published_at, published_by = excluded.published_by, document = excluded.document
        """;

    private const string Delete = "DELETE FROM definitions WHERE tenant = @tenant AND key = @key AND version = @version";

    /// <summary>Whether they were written; otherwise a version was not at the revision that its change expects.</summary>
    public bool IsWritten { get; private set; }

    public override Exception? Write(DbSession session)
    {
        // Nobody else writes: what is looked at here holds until the end of the transaction.
        IsWritten = changes.All(change => RevisionOf(session, change) == change.ExpectedRevision);
        if (IsWritten)
        {
            foreach (var change in changes)
            {
                Write(session, change);
            }

            DeliveryUnit.Insert(session, deliveries);
            AuditSql.Insert(session, acts);
        }

        return null;
    }

    private static long RevisionOf(DbSession session, DefinitionChange change) =>
        session.First(Find, row => row.Number(0), change.Tenant.Value, change.Key, StoredValue.Of(change.Version));

    private static void Write(DbSession session, DefinitionChange change)
    {
        if (change is not DefinitionChange.Save { Definition: var definition })
        {
            session.Execute(Delete, change.Tenant.Value, change.Key, StoredValue.Of(change.Version));
            return;
        }

        session.Execute(
            Save,
            definition.Tenant.Value,
            definition.Key,
            StoredValue.Of(definition.Version),
            StoredValue.Of(definition.Status),
            definition.Revision,
            definition.Name,
            definition.Description,
            definition.Category,
            definition.StepCount,
            definition.ContentHash,
            StoredValue.Of(definition.ChangedAt),
            definition.ChangedBy,
            definition.PublishedAt is { } at ? StoredValue.Of(at) : null,
            definition.PublishedBy,
            definition.Document);
    }
}
