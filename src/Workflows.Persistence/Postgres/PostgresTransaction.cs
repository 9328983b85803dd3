using Npgsql;
using Workflows.Persistence.Commit;

namespace Workflows.Persistence.Postgres;

/// <summary>A transaction whose statements are sent together: those that need no answer wait for the next that does, or for the end.</summary>
internal sealed class PostgresTransaction(PostgresSession session)
{
    private readonly List<NpgsqlBatchCommand> _pending = [new("BEGIN"), new("SELECT txid_current()")];
    private bool _holdsLock;

    public PostgresSession Session => session;

    /// <summary>Its number, by which its outcome can be asked for later; null until something was answered.</summary>
    public long? Id { get; private set; }

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
        return unit.Write(session);
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

        using var batch = new NpgsqlBatch(session.Connection);
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
                switch (data.GetValue(0))
                {
                    case Guid id:
                        ids.Add(id);
                        break;
                    case long number:
                        Id ??= number;
                        break;
                }
            }
        }
        while (data.NextResult());
        return ids;
    }
}
