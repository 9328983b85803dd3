using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Workflows.Bench;

/// <summary>
/// What the disk and SQLite allow: one writer drains a queue into one transaction, an UPDATE and two INSERTs for each caller, with full synchronisation and
/// prepared commands. At 64 callers this is Q, the unit of the report.
/// </summary>
internal sealed class RawLimit : IAsyncDisposable
{
    private const int Rows = 10_000;
    private const int MaxBatch = 256;

    private readonly TestFolder _folder = new();
    private readonly SqliteConnection _connection;
    private readonly Channel<TaskCompletionSource> _queue = Channel.CreateUnbounded<TaskCompletionSource>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Thread _writer;
    private int _next;

    public RawLimit()
    {
        _connection = new SqliteConnection($"Data Source={_folder.Database};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Execute("CREATE TABLE i (id INTEGER PRIMARY KEY, v INTEGER, state BLOB); CREATE TABLE h (i INTEGER, v INTEGER, e BLOB, PRIMARY KEY (i, v)) WITHOUT ROWID; CREATE TABLE t (id INTEGER PRIMARY KEY, i INTEGER, e BLOB); CREATE INDEX t_i ON t (i);");
        Execute($"WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x < {Rows - 1}) INSERT INTO i SELECT x, 0, randomblob(430) FROM n;");
        _writer = new Thread(Write) { IsBackground = true, Name = "raw writer" };
        _writer.Start();
    }

    /// <summary>One commit unit; returns when it is durable.</summary>
    public Task CommitAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite(done);
        return done.Task;
    }

    public ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        _writer.Join();
        _connection.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write()
    {
        var payload = new byte[430];
        using var update = Prepare("UPDATE i SET v = v + 1, state = $p WHERE id = $i", payload);
        using var history = Prepare("INSERT INTO h VALUES ($i, $v, $p)", payload[..150]);
        using var task = Prepare("INSERT INTO t (i, e) VALUES ($i, $p)", payload[..150]);
        var batch = new List<TaskCompletionSource>(MaxBatch);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            using (var transaction = _connection.BeginTransaction(deferred: false))
            {
                (update.Transaction, history.Transaction, task.Transaction) = (transaction, transaction, transaction);
                while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var done))
                {
                    var version = _next++;
                    update.Parameters["$i"].Value = history.Parameters["$i"].Value = task.Parameters["$i"].Value = version % Rows;
                    history.Parameters["$v"].Value = version;
                    update.ExecuteNonQuery();
                    history.ExecuteNonQuery();
                    task.ExecuteNonQuery();
                    batch.Add(done);
                }

                transaction.Commit();
            }

            batch.ForEach(done => done.SetResult());
            batch.Clear();
        }
    }

    private SqliteCommand Prepare(string sql, byte[] payload)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$i", SqliteType.Integer);
        command.Parameters.Add("$p", SqliteType.Blob).Value = payload;
        if (sql.Contains("$v", StringComparison.Ordinal))
        {
            command.Parameters.Add("$v", SqliteType.Integer);
        }

        command.Prepare();
        return command;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
