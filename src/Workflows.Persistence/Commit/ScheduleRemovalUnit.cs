using Workflows.Engine;
using Workflows.Engine.Schedules;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>Takes a schedule away, when it is as whoever decided that saw it.</summary>
internal sealed class ScheduleRemovalUnit(TenantId tenant, ScheduleId id, long writes) : WriteUnit
{
    private const string Delete = "DELETE FROM schedules WHERE tenant = @tenant AND id = @id AND writes = @writes";

    /// <summary>Whether it was there to be taken away.</summary>
    public bool IsRemoved { get; private set; }

    public override bool HasChanged => IsRemoved;

    public override Exception? Write(DbSession session)
    {
        IsRemoved = session.Execute(Delete, tenant.Value, id.Value, writes) == 1;
        return null;
    }
}
