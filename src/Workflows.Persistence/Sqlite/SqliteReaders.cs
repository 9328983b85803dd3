using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Workflows.Persistence.Sqlite;

/// <summary>
/// Connections for reading, each with its prepared statements. They see the last commit, never wait for the writer, and cannot write. Safe from any thread;
/// reads are synchronous, as SQLite is.
/// </summary>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    /// <summary>How many idle connections are kept.</summary>
    private const int MaxIdle = 16;

    private readonly ConcurrentBag<Reader> _idle = [];
    private volatile bool _disposed;

    /// <summary>Reads every row of a query.</summary>
    public List<TRow> List<TRow>(string sql, Func<SqliteDataReader, TRow> row, params ReadOnlySpan<object?> values)
    {
        var reader = _idle.TryTake(out var idle) ? idle : new Reader(connectionString);
        try
        {
            List<TRow> rows = [];
            using (var data = reader.Statement(sql).Query(values))
            {
                while (data.Read())
                {
                    rows.Add(row(data));
                }
            }

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

    /// <summary>Reads the first row of a query, or the default where there is none.</summary>
    public TRow? First<TRow>(string sql, Func<SqliteDataReader, TRow> row, params ReadOnlySpan<object?> values) =>
        List(sql, row, values) is [var first, ..] ? first : default;

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

        public Reader(string connectionString)
        {
            _connection = new SqliteConnection(connectionString);
            _connection.Open();
        }

        public Statement Statement(string sql)
        {
            if (!_statements.TryGetValue(sql, out var statement))
            {
                _statements.Add(sql, statement = new Statement(_connection, sql));
            }

            return statement;
        }

        public void Dispose()
        {
            foreach (var statement in _statements.Values)
            {
                statement.Dispose();
            }

            _connection.Dispose();
        }
    }
}
