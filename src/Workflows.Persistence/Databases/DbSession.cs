namespace Workflows.Persistence.Databases;

/// <summary>
/// A connection, within a transaction where it writes. Commands are prepared once for each text and kept, so a text must be one of few: values go into parameters.
/// Values are given in the order in which the SQL first names their parameters; ids, moments, versions and enums as <see cref="StoredValue"/> has them.
/// Used by one thread at a time.
/// </summary>
internal abstract class DbSession : IDisposable
{
    /// <summary>Runs a statement, and gives how many rows it changed.</summary>
    public abstract int Execute(string sql, params ReadOnlySpan<object?> values);

    /// <summary>Runs a query, or a statement with RETURNING, and gives its rows.</summary>
    public abstract List<TRow> List<TRow>(string sql, Func<DbRow, TRow> row, params ReadOnlySpan<object?> values);

    /// <summary>The first row of a query, or the default where there is none.</summary>
    public TRow? First<TRow>(string sql, Func<DbRow, TRow> row, params ReadOnlySpan<object?> values) => List(sql, row, values) is [var first, ..] ? first : default;

    /// <summary>Closes the connection.</summary>
    public abstract void Dispose();
}
