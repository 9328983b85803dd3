using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Sqlite;

/// <summary>
/// Brings the schema up to date: all missing migrations in one transaction, so that a crash leaves the old schema or the new one, and no lock behind.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>Applies what is missing.</summary>
    /// <exception cref="StoreUnavailableException">A newer version of the product made the schema.</exception>
    /// <exception cref="SqliteException">The file cannot be used.</exception>
    public static async Task UpdateAsync(string connectionString, string path, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        var known = KnownMigrations.Of<SqliteWorkflowDbContext>();
        using var connection = new SqliteConnection(connectionString) { DefaultTimeout = 1 };
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"PRAGMA busy_timeout = {(long)lockTimeout.TotalMilliseconds}; PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, "BEGIN EXCLUSIVE", cancellationToken).ConfigureAwait(false);
        var applied = await AppliedAsync(connection, cancellationToken).ConfigureAwait(false);
        if (applied.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new StoreUnavailableException($"'{path}' was made by a newer version of the product (it has the migration {unknown}). Run that version, or restore a backup.");
        }

        if (applied.Count < known.Count)
        {
            var options = new DbContextOptionsBuilder<SqliteWorkflowDbContext>();
            options.UseWorkflowsSqlite(connectionString);
            using var context = new SqliteWorkflowDbContext(options.Options);
            var script = context.GetService<IMigrator>().GenerateScript(applied.LastOrDefault(), null, MigrationsSqlGenerationOptions.NoTransactions);
            await ExecuteAsync(connection, script, cancellationToken).ConfigureAwait(false);
        }

        await ExecuteAsync(connection, "COMMIT", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<string>> AppliedAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM sqlite_master WHERE name = '{KnownMigrations.HistoryTable}'";
        List<string> applied = [];
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is 0L)
        {
            return applied;
        }

        command.CommandText = $"SELECT MigrationId FROM {KnownMigrations.HistoryTable} ORDER BY MigrationId";
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            applied.Add(reader.GetString(0));
        }

        return applied;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
