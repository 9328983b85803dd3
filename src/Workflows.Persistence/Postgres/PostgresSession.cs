using System.Text.RegularExpressions;
using Npgsql;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Postgres;

/// <summary>A connection to PostgreSQL; the driver keeps prepared what is run again and again.</summary>
internal sealed partial class PostgresSession(NpgsqlConnection connection) : DbSession
{
    public NpgsqlConnection Connection => connection;

    /// <summary>Gives a command the values of its parameters, in the order in which its SQL first names them.</summary>
    public static void Bind(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        var at = 0;
        foreach (var name in Names().Matches(command.CommandText).Select(m => m.Value).Distinct())
        {
            command.Parameters.Add(new NpgsqlParameter(name, values[at] is string text ? PostgresText.Of(text) : values[at] ?? DBNull.Value));
            at++;
        }
    }

    public override int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        Bind(command, values);
        return command.ExecuteNonQuery();
    }

    public override List<TRow> List<TRow>(string sql, Func<DbRow, TRow> row, params ReadOnlySpan<object?> values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        Bind(command, values);
        using var data = command.ExecuteReader();
        List<TRow> rows = [];
        while (data.Read())
        {
            rows.Add(row(new DbRow(data)));
        }

        return rows;
    }

    public override void Dispose() => connection.Dispose();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Names();
}
