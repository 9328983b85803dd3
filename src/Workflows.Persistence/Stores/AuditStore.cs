using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>The audit.</summary>
internal sealed class AuditStore(WorkflowDatabase database) : IAuditStore
{
    public Task AddActAsync(AuditRow act, CancellationToken cancellationToken) => database.WriteAsync(new AuditUnit(act), cancellationToken);

    public async Task<Page<AuditEntry>> ListActsAsync(TenantId tenant, AuditFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        var sql = "SELECT number, at, actor, channel, action, instance_id, subject, title, note FROM audit WHERE tenant = @tenant";
        List<object?> values = [tenant.Value];
        Narrow(" AND actor = @actor", filter.Actor);
        Narrow(" AND instance_id = @instance_id", filter.Instance?.Value);
        Narrow(" AND action = @action", filter.Action);
        Narrow(" AND at >= @from", filter.From is { } from ? StoredValue.Of(from) : null);
        Narrow(" AND at < @to", filter.To is { } to ? StoredValue.Of(to) : null);
        if (Cursor.Parse(page.Cursor, ListKind.Acts) is { } end)
        {
            Narrow(" AND at <= @end AND (at < @end OR number < @before)", end.At);
            values.Add(end.Number);
        }

        var rows = await database.Reads.ListAsync(sql + " ORDER BY at DESC, number DESC LIMIT @limit", Read, cancellationToken, [.. values, limit + 1]).ConfigureAwait(false);
        return Paging.Page(rows, limit, row => row, row => new Cursor(ListKind.Acts, StoredValue.Of(row.At), row.Number));

        void Narrow(string condition, object? value)
        {
            if (value is not null)
            {
                sql += condition;
                values.Add(value);
            }
        }
    }

    private static AuditEntry Read(DbRow row) => new(
        row.Number(0), row.Moment(1), row.Text(2), row.TextOrNull(3), row.Text(4), row.IdOrNull(5) is { } instance ? new InstanceId(instance) : null, row.TextOrNull(6), row.TextOrNull(7),
        row.TextOrNull(8));

    private sealed class AuditUnit(AuditRow act) : WriteUnit
    {
        public override Exception? Write(DbSession session)
        {
            AuditSql.Insert(session, act);
            return null;
        }
    }
}
