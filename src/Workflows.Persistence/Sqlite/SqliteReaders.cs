using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Sqlite;

/// <summary>
/// Connections for reading, each with its prepared statements. They see the last commit, never wait for the writer, and cannot write. Safe from any thread;
/// reads are synchronous, as SQLite is.
/// </summary>
internal sealed class SqliteReaders(string connectionString) : DbReads, IDisposable
{
    /// <summary>How many idle connections are kept.</summary>
    private const int MaxIdle = 16;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _disposed;

    public override Task<List<TRow>> ListAsync<TRow>(string sql, Func<DbRow, TRow> row, CancellationToken cancellationToken, params object?[] values)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(List(sql, row, values));
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private List<TRow> List<TRow>(string sql, Func<DbRow, TRow> row, object?[] values)
    {
        var reader = _idle.TryTake(out var idle) ? idle : Connect();
        try
        {
            var rows = reader.List(sql, row, values);
            if (!_disposed && _idle.Count < MaxIdle)
            {
                _idle.Add(reader);
                reader = null;
            }

            return rows;
        }
        finally
        {
            // After an error, too: what state the connection is in is not known then.
            reader?.Dispose();
        }
    }

    private SqliteSession Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return new SqliteSession(connection);
    }
}
