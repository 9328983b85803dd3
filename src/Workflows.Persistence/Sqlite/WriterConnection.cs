using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Workflows.Persistence.Sqlite;

/// <summary>The one connection that writes, with everything prepared. Used by one thread at a time.</summary>
internal sealed class WriterConnection : IDisposable
{
    private readonly SqliteConnection _connection;

    public WriterConnection(string connectionString, TimeSpan lockTimeout)
    {
        _connection = new SqliteConnection(connectionString) { DefaultTimeout = 1 };
        try
        {
            _connection.Open();

            // FULL: a commit that returned survives a power cut. The rest keeps the writer from waiting: checkpoints are rarer and larger than usual, and
            // the lock of another process is waited for inside SQLite, which asks often, instead of in the driver, which sleeps.
            using var settings = _connection.CreateCommand();
            settings.CommandText = $"""
                PRAGMA busy_timeout = {(long)lockTimeout.TotalMilliseconds};
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA foreign_keys = OFF;
                PRAGMA cache_size = -32768;
                PRAGMA temp_store = MEMORY;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA journal_size_limit = 67108864;
                """;
            settings.ExecuteNonQuery();
            Session = new SqliteSession(_connection);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public SqliteSession Session { get; }

    public void Begin() => Session.Execute("BEGIN IMMEDIATE");

    public void Commit() => Session.Execute("COMMIT");

    /// <summary>Undoes the transaction, if SQLite has not done so by itself.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            using var rollback = _connection.CreateCommand();
            rollback.CommandText = "ROLLBACK";
            rollback.ExecuteNonQuery();
        }
    }

    public void Dispose() => Session.Dispose();
}
