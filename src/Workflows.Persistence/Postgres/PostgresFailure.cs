using System.Net.Sockets;
using Npgsql;
using Workflows.Engine.Storage;

namespace Workflows.Persistence.Postgres;

/// <summary>Says what an error of PostgreSQL means to whoever runs the product.</summary>
internal static class PostgresFailure
{
    /// <summary>Whether the connection is gone: the server was restarted, or cannot be reached. A new connection may do.</summary>
    public static bool IsLost(Exception error) => error is NpgsqlException failure && failure.InnerException is not TimeoutException
        && (failure is not PostgresException ? failure.InnerException is IOException or SocketException : failure.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow);

    /// <summary>Whether the database itself failed, or has no time now, rather than the one statement.</summary>
    public static bool IsOfDatabase(Exception error) => Explain(error, "") is StoreUnavailableException || error is NpgsqlException { InnerException: TimeoutException };

    /// <summary>The error as callers get it.</summary>
    public static Exception Explain(Exception error, string database) => error switch
    {
        PostgresException { SqlState: var code } failure => code switch
        {
            PostgresErrorCodes.DiskFull => new StoreUnavailableException(
                $"There is no room left for '{database}': the disk of its server is full. Nothing was written. Free some space; the work goes on by itself then.", error),
            PostgresErrorCodes.ReadOnlySqlTransaction => new StoreUnavailableException(
                $"'{database}' cannot be written: its server is a standby, or read-only. Nothing was written. Name the primary in the connection string.", error),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => new StoreUnavailableException(
                $"The server of '{database}' is starting or stopping. Nothing was written; the work goes on by itself when it is up again.", error),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new StoreUnavailableException(
                $"The server of '{database}' does not let the user in: {failure.MessageText}. Check name and password in the connection string.", error),
            PostgresErrorCodes.InvalidCatalogName => new StoreUnavailableException(
                $"The server has no database '{database}'. Create it (CREATE DATABASE), or name another in the connection string.", error),
            PostgresErrorCodes.InsufficientPrivilege => new StoreUnavailableException(
                $"The user may not do this in '{database}': {failure.MessageText}. Let the user own the database, or the schema.", error),
            PostgresErrorCodes.TooManyConnections => new StoreBusyException(
                $"The server of '{database}' has no connection left: {failure.MessageText}. Nothing was written; try again in a moment.", error),
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable => new StoreBusyException(
                $"Somebody else holds what was to be written to '{database}'. Nothing was written; try again in a moment.", error),
            _ => error,
        },
        NpgsqlException { InnerException: TimeoutException } => new StoreBusyException(
            $"'{database}' did not answer in time: its server is overloaded, or somebody holds a lock. Try again in a moment.", error),
        NpgsqlException { InnerException: IOException or SocketException } => new StoreUnavailableException(
            $"'{database}' cannot be reached: {error.InnerException!.Message}. The work goes on by itself when it is back.", error),
        _ => error,
    };
}
