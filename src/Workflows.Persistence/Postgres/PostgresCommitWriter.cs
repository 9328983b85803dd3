using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Hosting;

namespace Workflows.Persistence.Postgres;

/// <summary>One of the connections that write. A transaction takes two round trips, whatever the number of commits in it.</summary>
internal sealed class PostgresCommitWriter : CommitWriter
{
    /// <summary>How long the outcome of a transaction is asked for whose connection was lost.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly Guid _id = Guid.NewGuid();
    private readonly NpgsqlDataSource _source;
    private readonly List<WriteUnit> _batch = new(MaxBatch);
    private PostgresSession? _session;

    /// <summary>Starts the thread; the connection is opened by the first unit.</summary>
    /// <param name="source">Where connections come from.</param>
    /// <param name="database">What messages call the database.</param>
    /// <param name="number">Which of the writers it is.</param>
    /// <param name="options">How full the queue may get.</param>
    /// <param name="logger">The log.</param>
    /// <param name="metrics">Where it tells its numbers; null where nobody wants them.</param>
    public PostgresCommitWriter(NpgsqlDataSource source, string database, int number, PostgresStoreOptions options, ILogger<PostgresCommitWriter> logger, EngineMetrics? metrics = null)
        : base(database, $"PostgreSQL writer {number}", Math.Max(1, options.QueueLimit / options.Writers), options.QueueTimeout, logger, metrics)
    {
        _source = source;
        Start();
    }

    protected override void WriteBatch(WriteUnit first)
    {
        _batch.Clear();
        for (WriteUnit? unit = first; unit is not null; unit = _batch.Count < MaxBatch ? TryNext() : null)
        {
            _batch.Add(unit);
        }

        var error = Try(WriteTogether);
        if (error is not null && PostgresFailure.IsLost(error))
        {
            // Nothing of it is there. The server may have been restarted, and be up again.
            error = Try(WriteTogether);
        }

        if (error is null)
        {
            foreach (var unit in _batch)
            {
                unit.Complete(unit.Refusal);
            }
        }
        else if (error is StoreUnavailableException || PostgresFailure.IsOfDatabase(error))
        {
            LogTransactionFailed(error, Database, _batch.Count);
            foreach (var unit in _batch)
            {
                unit.Complete(PostgresFailure.Explain(error, Database));
            }
        }
        else
        {
            foreach (var unit in _batch)
            {
                WriteAlone(unit);
            }
        }
    }

    protected override void Close()
    {
        try
        {
            _session?.Execute("DELETE FROM writers WHERE id = @id", _id);
        }
        catch (NpgsqlException)
        {
            // The row says nothing to anybody else.
        }

        Reopen();
    }

    private void WriteTogether(PostgresTransaction transaction)
    {
        foreach (var group in CommitGroup.Of(_batch.OfType<CommitUnit>()))
        {
            group.Write(transaction);
        }

        foreach (var unit in _batch.Where(unit => unit is not CommitUnit))
        {
            unit.Refusal = transaction.Write(unit);
        }
    }

    private void WriteAlone(WriteUnit unit)
    {
        var error = Try(transaction => unit.Refusal = transaction.Write(unit));
        if (error is not null)
        {
            LogUnitFailed(error, Database);
        }

        unit.Complete(error is null ? unit.Refusal : PostgresFailure.Explain(error, Database));
    }

    /// <summary>Writes in a transaction. Gives null once it is durable, or else why nothing of it is there.</summary>
    private Exception? Try(Action<PostgresTransaction> write)
    {
        PostgresTransaction? transaction = null;
        try
        {
            transaction = new PostgresTransaction(_session ??= Connect(), _id);
            write(transaction);
            transaction.Commit();
            Transactions++;
            return null;
        }
        catch (Exception e)
        {
            return Undo() || transaction is null ? e : OutcomeOf(transaction.Id, e);
        }
    }

    /// <summary>Ends the transaction without a trace. False when the connection is lost, and with it the knowledge of what became of the transaction.</summary>
    private bool Undo()
    {
        if (_session is { } session && session.Connection.State == System.Data.ConnectionState.Open)
        {
            try
            {
                session.Execute("ROLLBACK");
                return true;
            }
            catch (NpgsqlException e)
            {
                LogRollbackFailed(e, Database);
            }
        }

        Reopen();
        return false;
    }

    /// <summary>What became of a transaction whose connection was lost, perhaps on its last step: null when it was committed.</summary>
    private Exception? OutcomeOf(Guid transaction, Exception error)
    {
        NpgsqlException? unreachable = null;
        for (var started = Stopwatch.GetTimestamp(); ; Thread.Sleep(s_pause))
        {
            try
            {
                if (PostgresTransaction.LastOf(_session ??= Connect(), _id) != transaction)
                {
                    return error;
                }

                Transactions++;
                return null;
            }
            catch (NpgsqlException e)
            {
                unreachable = e;
                Reopen();
            }

            if (Stopwatch.GetElapsedTime(started) > s_patience)
            {
                return new StoreUnavailableException($"'{Database}' was lost in the middle of a commit. Whether it is there shows when the server is back.", unreachable);
            }
        }
    }

    private PostgresSession Connect()
    {
        var session = new PostgresSession(_source.OpenConnection());
        try
        {
            // What this process leaves in the middle, because it is gone or cannot be reached, is not to hold others up.
            session.Execute("SET idle_in_transaction_session_timeout = '10s'");

            // Commits find their rows by their keys, however many the planner believes there are: a plan that was right for an empty table would stay otherwise.
            session.Execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Gives the connection up; the next transaction opens a new one.</summary>
    private void Reopen()
    {
        _session?.Dispose();
        _session = null;
    }
}
