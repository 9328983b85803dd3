using Microsoft.Data.Sqlite;
using SQLitePCL;
using Workflows.Engine.Storage;

namespace Workflows.Persistence.Sqlite;

/// <summary>Says what an error of SQLite means to whoever runs the product.</summary>
internal static class SqliteFailure
{
    /// <summary>Whether the database itself failed, rather than the one statement.</summary>
    public static bool IsOfDatabase(SqliteException error) => error.SqliteErrorCode is not (raw.SQLITE_ERROR or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE or raw.SQLITE_TOOBIG);

    /// <summary>Whether there was no room: other commits may still fit.</summary>
    public static bool IsFull(Exception error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_FULL };

    /// <summary>The error as callers get it.</summary>
    public static Exception Explain(Exception error, string path) => error is not SqliteException { SqliteErrorCode: var code }
        ? error
        : code switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreBusyException(
                $"Another process is writing to '{path}' and does not let go. Only one process may use the database: stop the other one.", error),
            raw.SQLITE_FULL => new StoreUnavailableException(
                $"There is no room left for '{path}': the disk is full. Nothing was written. Free some space; the work goes on by itself then.", error),
            raw.SQLITE_READONLY => new StoreUnavailableException(
                $"'{path}' cannot be written: the file or its folder is read-only. Nothing was written. Give the process the right to write there.", error),
            raw.SQLITE_CANTOPEN => new StoreUnavailableException(
                $"'{path}' cannot be opened. Check that its folder exists and that the process may write there.", error),
            raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new StoreUnavailableException(
                $"'{path}' is damaged, or not a database of this product: {error.Message} Restore it from a backup.", error),
            _ => new StoreUnavailableException($"'{path}' does not work: {error.Message}", error),
        };
}
