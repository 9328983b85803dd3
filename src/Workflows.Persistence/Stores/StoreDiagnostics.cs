using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>What operators want to know of a database.</summary>
internal sealed class StoreDiagnostics(WorkflowDatabase database) : IStoreDiagnostics
{
    /// <summary>Of each tenant the oldest open task, one step along the index for each: the oldest of all, without looking at the others.</summary>
    internal const string OldestTask = """
        WITH RECURSIVE tenants (tenant) AS (
            SELECT min(tenant) FROM human_tasks WHERE closed_at IS NULL
            UNION ALL
            SELECT (SELECT min(h.tenant) FROM human_tasks h WHERE h.closed_at IS NULL AND h.tenant > t.tenant) FROM tenants t WHERE t.tenant IS NOT NULL)
        SELECT min((SELECT h.created_at FROM human_tasks h WHERE h.closed_at IS NULL AND h.tenant = t.tenant ORDER BY h.created_at LIMIT 1))
        FROM tenants t WHERE t.tenant IS NOT NULL
        """;

    internal const string Open = "SELECT count(*) FROM (SELECT 1 FROM instances WHERE ended_at IS NULL LIMIT @cap) counted";

    internal const string WithIncidents = "SELECT count(*) FROM (SELECT 1 FROM instances WHERE incident_count > 0 LIMIT @cap) counted";

    public async Task<StoreFigures> ReadFiguresAsync(int cap, CancellationToken cancellationToken)
    {
        var open = await database.Reads.FirstAsync(Open, row => row.Number(0), cancellationToken, cap).ConfigureAwait(false);
        var incidents = await database.Reads.FirstAsync(WithIncidents, row => row.Number(0), cancellationToken, cap).ConfigureAwait(false);
        var task = await database.Reads.FirstAsync(OldestTask, row => row.MomentOrNull(0), cancellationToken).ConfigureAwait(false);
        var timer = await database.Reads.FirstAsync("SELECT min(due_at) FROM timers", row => row.MomentOrNull(0), cancellationToken).ConfigureAwait(false);
        var schedule = await database.Reads.FirstAsync(
            "SELECT min(look_at) FROM schedules WHERE look_at IS NOT NULL", row => row.MomentOrNull(0), cancellationToken).ConfigureAwait(false);
        return new StoreFigures((int)open, (int)incidents, task, timer is null || schedule < timer ? schedule : timer);
    }

    public Task ProbeWriteAsync(CancellationToken cancellationToken) => database.WriteAsync(new ProbeUnit(), cancellationToken);
}
