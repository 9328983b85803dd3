using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Storage;
using Workflows.Persistence.Hosting;
using Workflows.Persistence.Sqlite;

namespace Workflows.Persistence.Commit;

/// <summary>
/// The only one that writes to the database. A thread of its own takes what is queued and writes it in one transaction: one wait for the disk then serves many
/// callers, and while it lasts the next transaction gathers. Whoever waits is told after the commit.
/// </summary>
internal sealed partial class SqliteCommitWriter : IAsyncDisposable
{
    /// <summary>How many units share a transaction at the most.</summary>
    internal const int MaxBatch = 256;

    /// <summary>How long a transaction takes up more units, so that the first of them is not kept waiting.</summary>
    private static readonly TimeSpan s_maxWork = TimeSpan.FromMilliseconds(2);

    private readonly string _connectionString;
    private readonly SqliteStoreOptions _options;
    private readonly ILogger<SqliteCommitWriter> _logger;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _room;
    private readonly object _gate = new();
    private readonly Queue<WriteUnit> _queue = new();
    private bool _stopping;
    private WriterConnection? _connection;

    /// <summary>Opens the database and starts the thread.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be opened for writing.</exception>
    /// <exception cref="StoreBusyException">Another process holds it.</exception>
    public SqliteCommitWriter(string connectionString, SqliteStoreOptions options, ILogger<SqliteCommitWriter> logger, TimeProvider time)
    {
        _connectionString = connectionString;
        _options = options;
        _logger = logger;
        _time = time;
        _room = new SemaphoreSlim(options.QueueLimit);
        try
        {
            _connection = new WriterConnection(connectionString, options.LockTimeout);
        }
        catch (SqliteException e)
        {
            throw SqliteFailure.Explain(e, options.Path);
        }

        _thread = new Thread(Run) { IsBackground = true, Name = $"{Path.GetFileName(options.Path)} writer" };
        _thread.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    public long Transactions { get; private set; }

    /// <summary>Queues a unit and returns once it is durable. Once it is queued, the token no longer matters: the outcome is told.</summary>
    /// <exception cref="StoreBusyException">The queue stayed full.</exception>
    public async Task WriteAsync(WriteUnit unit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!await _room.WaitAsync(_options.QueueTimeout, cancellationToken).ConfigureAwait(false))
        {
            throw new StoreBusyException($"{_options.QueueLimit} commits already wait to be written to '{_options.Path}'. Nothing was written; try again in a moment.");
        }

        lock (_gate)
        {
            if (_stopping)
            {
                _room.Release();
                throw new StoreUnavailableException($"'{_options.Path}' is closed: the process is ending. Nothing was written.");
            }

            _queue.Enqueue(unit);
            Monitor.Pulse(_gate);
        }

        await unit.Written.ConfigureAwait(false);
    }

    /// <summary>Writes what is queued, then closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        List<WriteUnit> batch = new(MaxBatch);
        while (Next() is { } first)
        {
            batch.Clear();
            WriteBatch(first, batch);
        }

        _connection?.Dispose();
        _ended.SetResult();
    }

    /// <summary>The next unit, once there is one; null when the writer is to end and nothing is left.</summary>
    private WriteUnit? Next()
    {
        lock (_gate)
        {
            while (_queue.Count == 0 && !_stopping)
            {
                Monitor.Wait(_gate);
            }

            return Dequeue();
        }
    }

    private WriteUnit? TryNext()
    {
        lock (_gate)
        {
            return Dequeue();
        }
    }

    private WriteUnit? Dequeue()
    {
        if (_queue.TryDequeue(out var unit))
        {
            _room.Release();
        }

        return unit;
    }

    private void WriteBatch(WriteUnit first, List<WriteUnit> batch)
    {
        var started = _time.GetTimestamp();
        WriteUnit? writing = null;
        try
        {
            var connection = _connection ??= new WriterConnection(_connectionString, _options.LockTimeout);
            connection.Statements.Begin.Execute();
            for (WriteUnit? unit = first; unit is not null; unit = batch.Count < MaxBatch && _time.GetElapsedTime(started) < s_maxWork ? TryNext() : null)
            {
                batch.Add(unit);
                writing = unit;
                unit.Refusal = unit.Write(connection.Sqlite, connection.Statements);
            }

            writing = null;
            connection.Statements.Commit.Execute();
            Transactions++;
        }
        catch (Exception e)
        {
            if (batch.Count == 0)
            {
                batch.Add(first);
            }

            Undo();
            Recover(e, writing, batch);
            return;
        }

        foreach (var unit in batch)
        {
            unit.Complete(unit.Refusal);
        }
    }

    /// <summary>After a transaction was undone: tells those whom the error concerns, and writes the others anew.</summary>
    private void Recover(Exception error, WriteUnit? culprit, List<WriteUnit> batch)
    {
        if (SqliteFailure.IsFull(error) && batch.Count > 1)
        {
            // Together they did not fit; some of them still may.
            WriteEachAlone(batch);
        }
        else if (culprit is null || (error is SqliteException e && SqliteFailure.IsOfDatabase(e)))
        {
            LogTransactionFailed(error, _options.Path, batch.Count);
            Reopen();
            foreach (var unit in batch)
            {
                unit.Complete(SqliteFailure.Explain(error, _options.Path));
            }
        }
        else
        {
            LogUnitFailed(error, _options.Path);
            culprit.Complete(error);
            batch.Remove(culprit);
            WriteEachAlone(batch);
        }
    }

    private void WriteEachAlone(List<WriteUnit> units)
    {
        foreach (var unit in units)
        {
            WriteAlone(unit);
        }
    }

    private void WriteAlone(WriteUnit unit)
    {
        Exception? failure;
        try
        {
            var connection = _connection ??= new WriterConnection(_connectionString, _options.LockTimeout);
            connection.Statements.Begin.Execute();
            failure = unit.Write(connection.Sqlite, connection.Statements);
            connection.Statements.Commit.Execute();
            Transactions++;
        }
        catch (Exception e)
        {
            LogUnitFailed(e, _options.Path);
            failure = SqliteFailure.Explain(e, _options.Path);
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
            LogRollbackFailed(e, _options.Path);
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
