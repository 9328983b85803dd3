using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>An open task whose instance has ended, or is gone, is withdrawn.</summary>
internal sealed class LeftOverTaskUnit(TenantId tenant, HumanTaskId task, DateTimeOffset now, string comment) : WriteUnit
{
    private const string Close = """
        UPDATE human_tasks SET status = 'canceled', closed_at = @now, comment = @comment
        WHERE id = @id AND tenant = @tenant AND closed_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM instances i WHERE i.id = human_tasks.instance_id AND i.ended_at IS NULL)
        """;

    private bool _isClosed;

    public override bool HasChanged => _isClosed;

    public override Exception? Write(DbSession session)
    {
        _isClosed = session.Execute(Close, StoredValue.Of(now), comment, StoredValue.Of(task), tenant.Value) == 1;
        if (_isClosed)
        {
            session.Execute(CommitSql.DeleteCandidates, StoredValue.Of(task));
        }

        return null;
    }
}
