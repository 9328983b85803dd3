using Npgsql;

namespace Workflows.Persistence.Postgres;

/// <summary>A column of the rows of a <see cref="SetStatement{TRow}"/>.</summary>
/// <param name="Name">What the SQL calls it.</param>
/// <param name="Type">Its type in PostgreSQL.</param>
/// <param name="Values">The parameter that holds its values.</param>
internal sealed record SetColumn<TRow>(string Name, string Type, Func<IReadOnlyList<TRow>, NpgsqlParameter> Values)
{
    public static SetColumn<TRow> Text(string name, Func<TRow, string?> value) => Of(name, "text", row => PostgresText.Of(value(row)));

    public static SetColumn<TRow> Id(string name, Func<TRow, Guid> value) => Of(name, "uuid", value);

    public static SetColumn<TRow> Number(string name, Func<TRow, long> value) => Of(name, "bigint", value);

    public static SetColumn<TRow> Count(string name, Func<TRow, int> value) => Of(name, "integer", value);

    public static SetColumn<TRow> Bytes(string name, Func<TRow, byte[]?> value) => Of(name, "bytea", value);

    public static SetColumn<TRow> Moment(string name, Func<TRow, DateTimeOffset> value) => Of(name, "bigint", row => StoredValue.Of(value(row)));

    public static SetColumn<TRow> MomentOrNull(string name, Func<TRow, DateTimeOffset?> value) =>
        Of(name, "bigint", row => value(row) is { } moment ? StoredValue.Of(moment) : (long?)null);

    private static SetColumn<TRow> Of<T>(string name, string type, Func<TRow, T> value) => new(name, type, rows =>
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
        }

        return new NpgsqlParameter<T[]> { TypedValue = values };
    });
}

/// <summary>
/// A statement that handles any number of rows at once: each column is one array, so that its text, and what the server prepares, are the same for one row and for
/// hundreds.
/// </summary>
internal sealed class SetStatement<TRow>
{
    private readonly SetColumn<TRow>[] _columns;
    private readonly string _sql;

    /// <param name="sql">The statement, in which <c>{rows}</c> stands for the rows as a table <c>r</c>, <c>{columns}</c> for their names, and <c>{count}</c> for their number.</param>
    /// <param name="columns">The columns.</param>
    public SetStatement(string sql, params SetColumn<TRow>[] columns)
    {
        _columns = columns;
        var names = string.Join(", ", columns.Select(column => column.Name));
        var arrays = string.Join(", ", columns.Select((column, i) => $"${i + 1}::{column.Type}[]"));
        _sql = sql
            .Replace("{rows}", $"unnest({arrays}) AS r({names})", StringComparison.Ordinal)
            .Replace("{columns}", names, StringComparison.Ordinal)
            .Replace("{count}", $"cardinality($1::{columns[0].Type}[])", StringComparison.Ordinal);
    }

    /// <summary>The statement for some rows.</summary>
    public NpgsqlBatchCommand For(IReadOnlyList<TRow> rows)
    {
        var command = new NpgsqlBatchCommand(_sql);
        foreach (var column in _columns)
        {
            command.Parameters.Add(column.Values(rows));
        }

        return command;
    }
}
