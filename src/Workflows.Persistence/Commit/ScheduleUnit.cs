using Workflows.Engine.Schedules;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>A schedule, new or in place of what it was decided on.</summary>
internal sealed class ScheduleUnit(Schedule schedule) : WriteUnit
{
    private const string Insert = """
        INSERT INTO schedules (tenant, id, writes, look_at, document) VALUES (@tenant, @id, @writes, @look_at, @document)
        ON CONFLICT (tenant, id) DO NOTHING
        """;

    private const string Update = "UPDATE schedules SET writes = @writes, look_at = @look_at, document = @document WHERE tenant = @tenant AND id = @id AND writes = @expected";

    private readonly string _document = ScheduleJson.Write(schedule);

    /// <summary>Whether it was written; otherwise somebody else was faster.</summary>
    public bool IsWritten { get; private set; }

    public override bool HasChanged => IsWritten;

    public override Exception? Write(DbSession session)
    {
        object? lookAt = schedule.LookAt is { } moment ? StoredValue.Of(moment) : null;
        IsWritten = 1 == (schedule.Writes == 1
            ? session.Execute(Insert, schedule.Tenant.Value, schedule.Id.Value, schedule.Writes, lookAt, _document)
            : session.Execute(Update, schedule.Writes, lookAt, _document, schedule.Tenant.Value, schedule.Id.Value, schedule.Writes - 1));
        return null;
    }
}
