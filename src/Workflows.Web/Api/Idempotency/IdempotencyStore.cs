using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Workflows.Web.Api.Idempotency;

/// <summary>Which request a key stands for: the same key of another person, or for another route, is another one.</summary>
/// <param name="Scope">Tenant, person, method and path.</param>
/// <param name="Key">What the caller made up.</param>
internal readonly record struct IdempotencyKey(string Scope, string Key);

/// <summary>An answer as it was sent.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The type of the body; null without one.</param>
/// <param name="Location">Where what was created is.</param>
/// <param name="ETag">Its revision.</param>
/// <param name="Body">The body.</param>
internal sealed record StoredAnswer(int Status, string? ContentType, string? Location, string? ETag, byte[] Body);

/// <summary>What is known of a key.</summary>
internal abstract record Reservation
{
    private Reservation()
    {
    }

    /// <summary>The request is to be carried out.</summary>
    /// <param name="Id">Names the request for ever; the same again when the key is tried again after a crash.</param>
    /// <param name="IsRecovered">Whether it was begun before, and it is not known how far it came.</param>
    public sealed record Granted(Guid Id, bool IsRecovered) : Reservation;

    /// <summary>The request was carried out.</summary>
    public sealed record Answered(StoredAnswer Answer) : Reservation;

    /// <summary>The key stands for a request with another body.</summary>
    public sealed record Mismatch : Reservation;
}

/// <summary>
/// The memory of idempotency keys, durable in an SQLite file of its own so that it is no rival of the engine's writer. A key is written before its
/// request is carried out and again with the answer, and forgotten after <see cref="Lifetime"/>.
/// </summary>
internal sealed class IdempotencyStore : IDisposable
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;

    /// <param name="file">The SQLite file; made when it is missing.</param>
    /// <param name="time">The clock.</param>
    public IdempotencyStore(string file, TimeProvider time)
    {
        _time = time;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        Execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS idempotency (
                scope TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL, reservation TEXT NOT NULL, expires_at INTEGER NOT NULL,
                status INTEGER, content_type TEXT, location TEXT, etag TEXT, body BLOB,
                PRIMARY KEY (scope, key));
            CREATE INDEX IF NOT EXISTS idempotency_expires_at ON idempotency (expires_at);
            """);
    }

    /// <summary>Claims a key for a request, or says what became of it. Callers take turns for one key: see <see cref="KeyedLock{TKey}"/>.</summary>
    public Reservation Reserve(IdempotencyKey key, byte[] fingerprint)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (Find(key, fingerprint, now) is { } known)
            {
                return known;
            }

            var id = Guid.CreateVersion7(now);
            Execute(
                """
                DELETE FROM idempotency WHERE expires_at <= $now;
                INSERT INTO idempotency (scope, key, fingerprint, reservation, expires_at) VALUES ($scope, $key, $fingerprint, $reservation, $expires);
                """,
                ("$now", now.UtcTicks),
                ("$scope", key.Scope),
                ("$key", key.Key),
                ("$fingerprint", fingerprint),
                ("$reservation", id.ToString("D", CultureInfo.InvariantCulture)),
                ("$expires", (now + Lifetime).UtcTicks));
            return new Reservation.Granted(id, IsRecovered: false);
        }
    }

    /// <summary>Keeps the answer to a request that was carried out.</summary>
    public void Keep(IdempotencyKey key, StoredAnswer answer)
    {
        lock (_lock)
        {
            Execute(
                "UPDATE idempotency SET status = $status, content_type = $type, location = $location, etag = $etag, body = $body WHERE scope = $scope AND key = $key",
                ("$status", answer.Status),
                ("$type", answer.ContentType),
                ("$location", answer.Location),
                ("$etag", answer.ETag),
                ("$body", answer.Body),
                ("$scope", key.Scope),
                ("$key", key.Key));
        }
    }

    /// <summary>Forgets a key whose request was refused: nothing has changed, so it may be mended and tried again.</summary>
    public void Release(IdempotencyKey key)
    {
        lock (_lock)
        {
            Execute("DELETE FROM idempotency WHERE scope = $scope AND key = $key", ("$scope", key.Scope), ("$key", key.Key));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _connection.Dispose();
        }
    }

    private Reservation? Find(IdempotencyKey key, byte[] fingerprint, DateTimeOffset now)
    {
        using var command = Command(
            "SELECT fingerprint, reservation, status, content_type, location, etag, body FROM idempotency WHERE scope = $scope AND key = $key AND expires_at > $now",
            ("$scope", key.Scope),
            ("$key", key.Key),
            ("$now", now.UtcTicks));
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            return null;
        }

        if (!row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(fingerprint))
        {
            return new Reservation.Mismatch();
        }

        return row.IsDBNull(2)
            ? new Reservation.Granted(Guid.Parse(row.GetString(1)), IsRecovered: true)
            : new Reservation.Answered(new StoredAnswer(row.GetInt32(2), Text(row, 3), Text(row, 4), Text(row, 5), row.GetFieldValue<byte[]>(6)));
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        using var transaction = parameters.IsEmpty ? null : _connection.BeginTransaction();
        command.Transaction = transaction;
        command.ExecuteNonQuery();
        transaction?.Commit();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
