using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>How a commit writes what became of incidents.</summary>
internal static class IncidentSql
{
    private const string Delete = "DELETE FROM incidents WHERE instance_id = @instance_id AND incident = @incident";

    private const string Insert = """
        INSERT INTO incidents (tenant, instance_id, incident, fingerprint, definition, version, title, reference, step, code, message, opened_at)
        VALUES (@tenant, @instance_id, @incident, @fingerprint, @definition, @version, @title, @reference, @step, @code, @message, @opened_at)
        """;

    public static void Write(DbSession session, Guid instance, IncidentChange change)
    {
        foreach (var resolved in change.Resolved)
        {
            session.Execute(Delete, instance, resolved);
        }

        foreach (var row in change.Opened)
        {
            session.Execute(
                Insert,
                row.Tenant.Value,
                instance,
                row.Incident,
                row.Fingerprint,
                row.Definition,
                StoredValue.Of(row.Version),
                row.Title,
                row.Reference,
                row.Step?.Value,
                row.Code,
                row.Message,
                StoredValue.Of(row.OpenedAt));
        }
    }
}
