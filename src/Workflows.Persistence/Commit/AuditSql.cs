using System.Collections.Immutable;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>How the audit is written.</summary>
internal static class AuditSql
{
    private const string Sql = """
        INSERT INTO audit (tenant, at, actor, channel, action, instance_id, subject, title, note)
        VALUES (@tenant, @at, @actor, @channel, @action, @instance_id, @subject, @title, @note)
        """;

    public static void Insert(DbSession session, ImmutableArray<AuditRow> acts)
    {
        foreach (var act in acts)
        {
            Insert(session, act);
        }
    }

    public static void Insert(DbSession session, AuditRow act) => session.Execute(
        Sql, act.Tenant.Value, StoredValue.Of(act.At), act.Actor, act.Channel, act.Action, act.Instance?.Value, act.Subject, act.Title, act.Note);
}
