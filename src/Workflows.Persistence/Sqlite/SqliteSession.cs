using Microsoft.Data.Sqlite;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Sqlite;

/// <summary>A connection to SQLite with everything it has prepared.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : DbSession
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public SqliteConnection Connection => connection;

    public override int Execute(string sql, params ReadOnlySpan<object?> values) => Prepared(sql).Execute(values);

    public override List<TRow> List<TRow>(string sql, Func<DbRow, TRow> row, params ReadOnlySpan<object?> values)
    {
        List<TRow> rows = [];
        using var data = Prepared(sql).Query(values);
        while (data.Read())
        {
            rows.Add(row(new DbRow(data)));
        }

        return rows;
    }

    public override void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = new Statement(connection, sql));
        }

        return statement;
    }
}
