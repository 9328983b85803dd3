using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>The processes that run machine steps on the database.</summary>
internal sealed class NodeStore(WorkflowDatabase database) : INodeStore
{
    public bool IsShared => database.IsShared;

    public Task BeatAsync(string node, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        new StatementUnit(
            """
            INSERT INTO nodes (id, started_at, seen_at) VALUES (@id, @now, @now)
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at
            """,
            node,
            StoredValue.Of(now)),
        cancellationToken);

    public Task EndAsync(string node, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        new StatementUnit("UPDATE nodes SET ended_at = @now WHERE id = @id", StoredValue.Of(now), node), cancellationToken);

    public async Task<IReadOnlyList<NodeRow>> ListNodesAsync(CancellationToken cancellationToken) => await database.Reads.ListAsync(
        "SELECT id, started_at, seen_at, ended_at FROM nodes ORDER BY started_at",
        row => new NodeRow(row.Text(0), row.Moment(1), row.Moment(2), row.MomentOrNull(3)),
        cancellationToken).ConfigureAwait(false);

    public Task ForgetNodesAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        new StatementUnit("DELETE FROM nodes WHERE seen_at < @before", StoredValue.Of(before)), cancellationToken);
}
