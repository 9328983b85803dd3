using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Hosting;

namespace Workflows.Persistence.Sqlite;

/// <summary>The only one that writes to the file.</summary>
internal sealed class SqliteCommitWriter : CommitWriter
{
    /// <summary>How long a transaction takes up more units, so that the first of them is not kept waiting.</summary>
    private static readonly TimeSpan s_maxWork = TimeSpan.FromMilliseconds(2);

    private readonly string _connectionString;
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly List<WriteUnit> _batch = new(MaxBatch);
    private WriterConnection? _connection;

    /// <summary>Opens the database and starts the thread.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be opened for writing.</exception>
    /// <exception cref="StoreBusyException">Another process holds it.</exception>
    public SqliteCommitWriter(string connectionString, SqliteStoreOptions options, ILogger<SqliteCommitWriter> logger, TimeProvider time, EngineMetrics? metrics = null)
        : base(options.Path, $"{Path.GetFileName(options.Path)} writer", options.QueueLimit, options.QueueTimeout, logger, metrics)
    {
        _connectionString = connectionString;
        _options = options;
        _time = time;
        try
        {
            _connection = new WriterConnection(connectionString, options.LockTimeout);
        }
        catch (SqliteException e)
        {
            throw SqliteFailure.Explain(e, options.Path);
        }

        Start();
    }

    protected override void WriteBatch(WriteUnit first)
    {
        _batch.Clear();
        var started = _time.GetTimestamp();
        WriteUnit? writing = null;
        try
        {
            var connection = Connection();
            connection.Begin();
            for (WriteUnit? unit = first; unit is not null; unit = _batch.Count < MaxBatch && _time.GetElapsedTime(started) < s_maxWork ? TryNext() : null)
            {
                _batch.Add(unit);
                writing = unit;
                unit.Refusal = unit.WriteWithAct(connection.Session);
            }

            writing = null;
            connection.Commit();
            Transactions++;
        }
        catch (Exception e)
        {
            if (_batch.Count == 0)
            {
                _batch.Add(first);
            }

            Undo();
            Recover(e, writing);
            return;
        }

        foreach (var unit in _batch)
        {
            unit.Complete(unit.Refusal);
        }
    }

    protected override void Close() => _connection?.Dispose();

    private WriterConnection Connection() => _connection ??= new WriterConnection(_connectionString, _options.LockTimeout);

    /// <summary>After a transaction was undone: tells those whom the error concerns, and writes the others anew.</summary>
    private void Recover(Exception error, WriteUnit? culprit)
    {
        if (SqliteFailure.IsFull(error) && _batch.Count > 1)
        {
            // Together they did not fit; some of them still may.
            WriteEachAlone();
        }
        else if (culprit is null || (error is SqliteException e && SqliteFailure.IsOfDatabase(e)))
        {
            LogTransactionFailed(error, Database, _batch.Count);
            Reopen();
            foreach (var unit in _batch)
            {
                unit.Complete(SqliteFailure.Explain(error, Database));
            }
        }
        else
        {
            LogUnitFailed(error, Database);
            culprit.Complete(error);
            _batch.Remove(culprit);
            WriteEachAlone();
        }
    }

    private void WriteEachAlone()
    {
        foreach (var unit in _batch)
        {
            WriteAlone(unit);
        }
    }

    private void WriteAlone(WriteUnit unit)
    {
        Exception? failure;
        try
        {
            var connection = Connection();
            connection.Begin();
            failure = unit.WriteWithAct(connection.Session);
            connection.Commit();
            Transactions++;
        }
        catch (Exception e)
        {
            LogUnitFailed(e, Database);
            failure = SqliteFailure.Explain(e, Database);
            Undo();
        }

        unit.Complete(failure);
    }

    /// <summary>Ends the transaction without a trace. A connection that cannot even do that is given up.</summary>
    private void Undo()
    {
        try
        {
            _connection?.Rollback();
        }
        catch (SqliteException e)
        {
            LogRollbackFailed(e, Database);
            Reopen();
        }
    }

    /// <summary>Gives the connection up; the next transaction opens a new one.</summary>
    private void Reopen()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
