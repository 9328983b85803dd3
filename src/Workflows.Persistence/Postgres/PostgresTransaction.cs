using Npgsql;
using Workflows.Persistence.Commit;

namespace Workflows.Persistence.Postgres;

/// <summary>A transaction whose statements are sent together: those that need no answer wait for the next that does, or for the end.</summary>
internal sealed class PostgresTransaction
{
    private const string MarkSql = "INSERT INTO writers (id, last) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET last = excluded.last";

    // Waits for a transaction that is still at it, and changes nothing.
    private const string LastSql = "INSERT INTO writers (id, last) VALUES (@id, @none) ON CONFLICT (id) DO UPDATE SET last = writers.last RETURNING last";

    private readonly List<NpgsqlBatchCommand> _pending;
    private bool _holdsLock;

    /// <param name="session">The connection.</param>
    /// <param name="writer">Whose it is.</param>
    public PostgresTransaction(PostgresSession session, Guid writer)
    {
        Session = session;
        _pending = [new("BEGIN"), new(MarkSql) { Parameters = { new() { Value = writer }, new() { Value = Id } } }];
    }

    public PostgresSession Session { get; }

    /// <summary>What the writer's row says once it is committed.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The last transaction that a writer has committed.</summary>
    public static Guid LastOf(PostgresSession session, Guid writer) => session.First(LastSql, row => row.Id(0), writer, Guid.Empty);

    /// <summary>Adds a statement whose answer does not matter.</summary>
    public void Add(NpgsqlBatchCommand command) => _pending.Add(command);

    /// <summary>Sends what waits and some statements, and gives the ids in the answers.</summary>
    public HashSet<Guid> SendForIds(IEnumerable<NpgsqlBatchCommand> commands)
    {
        _pending.AddRange(commands);
        return Send();
    }

    /// <summary>Writes a unit by itself. Others than commits of instances are written one after the other, on every server.</summary>
    public Exception? Write(WriteUnit unit)
    {
        if (unit is not CommitUnit && !_holdsLock)
        {
            _holdsLock = true;
            Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock({PostgresLocks.Units})"));
        }

        Send();
        return unit.WriteWithAct(Session);
    }

    /// <summary>Sends what waits, and makes it durable.</summary>
    public void Commit()
    {
        Add(new NpgsqlBatchCommand("COMMIT"));
        Send();
    }

    private HashSet<Guid> Send()
    {
        HashSet<Guid> ids = [];
        if (_pending.Count == 0)
        {
            return ids;
        }

        using var batch = new NpgsqlBatch(Session.Connection);
        foreach (var command in _pending)
        {
            batch.BatchCommands.Add(command);
        }

        _pending.Clear();
        using var data = batch.ExecuteReader();
        do
        {
            while (data.Read())
            {
                if (data.GetValue(0) is Guid id)
                {
                    ids.Add(id);
                }
            }
        }
        while (data.NextResult());
        return ids;
    }
}
