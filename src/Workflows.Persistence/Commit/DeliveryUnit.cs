using System.Collections.Immutable;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>Deliveries that are due at once.</summary>
internal sealed class DeliveryUnit(ImmutableArray<DeliveryRow> deliveries) : WriteUnit
{
    private const string Sql = """
        INSERT INTO deliveries (tenant, subscriber, event_id, type, instance_id, at, status, attempts, due_at, body)
        VALUES (@tenant, @subscriber, @event_id, @type, @instance_id, @at, 'pending', 0, @due_at, @body)
        """;

    public override Exception? Write(DbSession session)
    {
        Insert(session, deliveries);
        return null;
    }

    /// <summary>Writes them beside what else a unit writes.</summary>
    public static void Insert(DbSession session, ImmutableArray<DeliveryRow> deliveries)
    {
        foreach (var row in deliveries)
        {
            var at = StoredValue.Of(row.At);
            session.Execute(Sql, row.Tenant.Value, row.Subscriber, row.EventId, row.Type, row.Instance?.Value, at, at, row.Body);
        }
    }
}
