using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Workflows.Persistence.Commit;

/// <summary>The one connection that writes, with everything prepared. Used by one thread at a time.</summary>
internal sealed class WriterConnection : IDisposable
{
    public WriterConnection(string connectionString, TimeSpan lockTimeout)
    {
        Sqlite = new SqliteConnection(connectionString) { DefaultTimeout = 1 };
        try
        {
            Sqlite.Open();

            // FULL: a commit that returned survives a power cut. The rest keeps the writer from waiting: checkpoints are rarer and larger than usual, and
            // the lock of another process is waited for inside SQLite, which asks often, instead of in the driver, which sleeps.
            using var settings = Sqlite.CreateCommand();
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
            Statements = new Statements(Sqlite);
        }
        catch
        {
            Sqlite.Dispose();
            throw;
        }
    }

    public SqliteConnection Sqlite { get; }

    public Statements Statements { get; }

    /// <summary>Undoes the transaction, if SQLite has not done so by itself.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(Sqlite.Handle) == 0)
        {
            using var rollback = Sqlite.CreateCommand();
            rollback.CommandText = "ROLLBACK";
            rollback.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        Statements.Dispose();
        Sqlite.Dispose();
    }
}
