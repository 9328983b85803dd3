using Npgsql;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Postgres;

/// <summary>Reads over pooled connections.</summary>
/// <param name="source">The pool.</param>
/// <param name="database">What messages call the database.</param>
internal sealed class PostgresReads(NpgsqlDataSource source, string database) : DbReads
{
    public override async Task<List<TRow>> ListAsync<TRow>(string sql, Func<DbRow, TRow> row, CancellationToken cancellationToken, params object?[] values)
    {
        try
        {
            return await ReadAsync(sql, row, values, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (PostgresFailure.IsLost(e))
        {
            // A connection of before the server was restarted: a new one may do.
            source.Clear();
        }

        try
        {
            return await ReadAsync(sql, row, values, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw PostgresFailure.Explain(e, database);
        }
    }

    private async Task<List<TRow>> ReadAsync<TRow>(string sql, Func<DbRow, TRow> row, object?[] values, CancellationToken cancellationToken)
    {
        var command = source.CreateCommand(sql);
        await using (command.ConfigureAwait(false))
        {
            PostgresSession.Bind(command, values);
            var data = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (data.ConfigureAwait(false))
            {
                List<TRow> rows = [];
                while (await data.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(row(new DbRow(data)));
                }

                return rows;
            }
        }
    }
}
