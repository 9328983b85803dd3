using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;

namespace Workflows.Persistence.Sqlite;

/// <summary>What the engine reads and writes: by prepared statements, past EF Core.</summary>
internal sealed class SqliteInstanceStore(SqliteDatabase database) : IInstanceStore, IDefinitionStore
{
    private const string DefinitionColumns = "version, status, revision, name, description, category, step_count, content_hash, changed_at, changed_by, published_at, published_by, document";

    public Task<WorkflowInstance?> LoadAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Readers.First(
            "SELECT state FROM instances WHERE id = @id AND tenant = @tenant",
            data => InstanceJson.ReadInstance(data.GetFieldValue<byte[]>(0)),
            StoredValue.Of(instance),
            tenant.Value));
    }

    public Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(new CommitUnit(CommitRows.Of(commit)), cancellationToken);

    public Task<StartedInstance?> FindByStartKeyAsync(TenantId tenant, string definition, string startKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Readers.First(
            """
            SELECT i.id, h.payload FROM instances i JOIN history h ON h.instance_id = i.id AND h.position = 1
            WHERE i.tenant = @tenant AND i.definition = @definition AND i.start_key = @start_key
            """,
            data => new StartedInstance(
                StoredValue.ToInstanceId(data.GetFieldValue<byte[]>(0)), ((InstanceStarted)InstanceJson.ReadEvent(data.GetFieldValue<byte[]>(1))).Data),
            tenant.Value,
            definition,
            startKey));
    }

    public Task<StoredTask?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Readers.First(
            "SELECT instance_id, status, completed_by, outcome, closed_at, comment, revision FROM human_tasks WHERE id = @id AND tenant = @tenant",
            data => new StoredTask(
                StoredValue.ToInstanceId(data.GetFieldValue<byte[]>(0)),
                StoredValue.To<HumanTaskStatus>(data.GetString(1)),
                TextOrNull(data, 2),
                TextOrNull(data, 3),
                data.IsDBNull(4) ? null : StoredValue.ToMoment(data.GetInt64(4)),
                TextOrNull(data, 5),
                data.GetInt64(6)),
            StoredValue.Of(task),
            tenant.Value));
    }

    public Task<IReadOnlyList<DueTimer>> ListDueTimersAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<DueTimer>>(database.Readers.List(
            "SELECT tenant, instance_id, token, kind, due_at FROM timers WHERE due_at <= @now ORDER BY due_at LIMIT @limit",
            data => new DueTimer(
                new TenantId(data.GetString(0)),
                StoredValue.ToInstanceId(data.GetFieldValue<byte[]>(1)),
                data.GetInt32(2),
                StoredValue.To<TimerKind>(data.GetString(3)),
                StoredValue.ToMoment(data.GetInt64(4))),
            StoredValue.Of(now),
            limit));
    }

    public Task<DateTimeOffset?> NextTimerAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Readers.First("SELECT min(due_at) FROM timers", data => data.IsDBNull(0) ? (DateTimeOffset?)null : StoredValue.ToMoment(data.GetInt64(0))));
    }

    public Task<IReadOnlyList<(TenantId Tenant, InstanceId Instance)>> ListRunningAsync(InstanceId? after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<(TenantId, InstanceId)>>(database.Readers.List(
            "SELECT tenant, id FROM instances WHERE status IN ('pending', 'running') AND id > @after ORDER BY id LIMIT @limit",
            data => (new TenantId(data.GetString(0)), StoredValue.ToInstanceId(data.GetFieldValue<byte[]>(1))),
            after is { } last ? StoredValue.Of(last) : Array.Empty<byte>(),
            limit));
    }

    public async Task<bool> WriteAsync(ImmutableArray<DefinitionChange> changes, CancellationToken cancellationToken)
    {
        var unit = new DefinitionUnit(changes);
        await database.Writer.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        return unit.IsWritten;
    }

    public Task<bool> HasRetiredAsync(TenantId tenant, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.Readers.First(
            "SELECT 1 FROM definitions WHERE tenant = @tenant AND key = @key AND status = 'retired' LIMIT 1", data => data.GetInt64(0) == 1, tenant.Value, key));
    }

    public Task<StoredDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(version is { } named
            ? database.Readers.First(
                $"SELECT {DefinitionColumns} FROM definitions WHERE tenant = @tenant AND key = @key AND version = @version",
                Definition,
                tenant.Value,
                key,
                StoredValue.Of(named))
            : database.Readers.First(
                $"SELECT {DefinitionColumns} FROM definitions WHERE tenant = @tenant AND key = @key AND status = 'published' ORDER BY version DESC LIMIT 1",
                Definition,
                tenant.Value,
                key));

        StoredDefinition Definition(SqliteDataReader data) => new()
        {
            Tenant = tenant,
            Key = key,
            Version = StoredValue.ToVersion(data.GetInt64(0)),
            Status = StoredValue.To<DefinitionStatus>(data.GetString(1)),
            Revision = data.GetInt64(2),
            Name = data.GetString(3),
            Description = TextOrNull(data, 4),
            Category = TextOrNull(data, 5),
            StepCount = data.GetInt32(6),
            ContentHash = data.GetString(7),
            ChangedAt = StoredValue.ToMoment(data.GetInt64(8)),
            ChangedBy = data.GetString(9),
            PublishedAt = data.IsDBNull(10) ? null : StoredValue.ToMoment(data.GetInt64(10)),
            PublishedBy = TextOrNull(data, 11),
            Document = data.GetString(12),
        };
    }

    private static string? TextOrNull(SqliteDataReader data, int column) => data.IsDBNull(column) ? null : data.GetString(column);
}
