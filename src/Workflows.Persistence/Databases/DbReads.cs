namespace Workflows.Persistence.Databases;

/// <summary>
/// Connections that read, beside EF Core. Values and texts are as with <see cref="DbSession"/>. Safe from any thread; on SQLite reads are synchronous, as SQLite is.
/// </summary>
internal abstract class DbReads
{
    /// <summary>The rows of a query.</summary>
    public abstract Task<List<TRow>> ListAsync<TRow>(string sql, Func<DbRow, TRow> row, CancellationToken cancellationToken, params object?[] values);

    /// <summary>The first row of a query, or the default where there is none.</summary>
    public async Task<TRow?> FirstAsync<TRow>(string sql, Func<DbRow, TRow> row, CancellationToken cancellationToken, params object?[] values) =>
        await ListAsync(sql, row, cancellationToken, values).ConfigureAwait(false) is [var first, ..] ? first : default;
}
