using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Postgres;

/// <summary>
/// Brings the schema up to date: all missing migrations in one transaction, so that a crash leaves the old schema or the new one. Servers that start at the same
/// time do it one after the other.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>Applies what is missing.</summary>
    /// <exception cref="StoreUnavailableException">A newer version of the product made the schema.</exception>
    /// <exception cref="NpgsqlException">The database cannot be used.</exception>
    public static async Task UpdateAsync(NpgsqlDataSource source, string schema, string database, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await UpdateAsync(connection, source, schema, database, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task UpdateAsync(NpgsqlConnection connection, NpgsqlDataSource source, string schema, string database, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({PostgresLocks.Schema})", cancellationToken).ConfigureAwait(false);

        // Only where it is missing: to create what is there needs a right, too.
        if (await ListAsync(connection, $"SELECT nspname::text FROM pg_namespace WHERE nspname = '{schema.Replace("'", "''", StringComparison.Ordinal)}'", cancellationToken).ConfigureAwait(false) is [])
        {
            await ExecuteAsync(connection, $"""CREATE SCHEMA "{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}" """, cancellationToken).ConfigureAwait(false);
        }

        var known = KnownMigrations.Of<PostgresWorkflowDbContext>();
        List<string> applied = await ListAsync(connection, $"SELECT 'x' WHERE to_regclass('\"{KnownMigrations.HistoryTable}\"') IS NOT NULL", cancellationToken).ConfigureAwait(false) is []
            ? []
            : await ListAsync(connection, $"""SELECT "MigrationId" FROM "{KnownMigrations.HistoryTable}" ORDER BY "MigrationId" COLLATE "C" """, cancellationToken).ConfigureAwait(false);
        if (applied.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new StoreUnavailableException($"'{database}' was made by a newer version of the product (it has the migration {unknown}). Run that version, or restore a backup.");
        }

        if (applied.Count < known.Count)
        {
            var options = new DbContextOptionsBuilder<PostgresWorkflowDbContext>();
            options.UseWorkflowsPostgres(source);
            using var context = new PostgresWorkflowDbContext(options.Options);
            var script = context.GetService<IMigrator>().GenerateScript(applied.LastOrDefault(), null, MigrationsSqlGenerationOptions.NoTransactions);
            await ExecuteAsync(connection, script, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection);
        using var data = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        List<string> values = [];
        while (await data.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            values.Add(data.GetString(0));
        }

        return values;
    }
}
