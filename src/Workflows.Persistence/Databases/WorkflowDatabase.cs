using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;

namespace Workflows.Persistence.Databases;

/// <summary>
/// The database of a host. Whoever keeps something in a table reads it through <see cref="Reads"/> and writes it as a <see cref="WriteUnit"/>, in SQL that both
/// SQLite and PostgreSQL understand, so that the table has one reader and one unit for both.
/// </summary>
/// <remarks>
/// <para>To add a table beside those of the engine:</para>
/// <list type="number">
/// <item>An entity in Entities/, its configuration in Configurations/, and a set in <see cref="WorkflowDbContext"/>. Properties of type Guid, DateTimeOffset, bool, of an
/// enum, or of one of the engine's ids need no conversion of their own; a new enum or id type is named in <see cref="StoredValue.Configure"/>.</item>
/// <item>A migration for each database: <c>dotnet ef migrations add NAME --context SqliteWorkflowDbContext --output-dir Migrations/Sqlite</c>, and the same with
/// <c>PostgresWorkflowDbContext</c> and <c>Migrations/Postgres</c>.</item>
/// <item>A <see cref="WriteUnit"/> in Commit/ for what is written together, and a store in Stores/ that takes this class; both are registered once, in
/// <see cref="Hosting.StoreRegistration"/>.</item>
/// </list>
/// <para>SQL for both: named parameters (<c>@name</c>), <c>INSERT ... ON CONFLICT (...) DO UPDATE | DO NOTHING</c>, <c>RETURNING</c>, <c>LIMIT</c>, <c>CASE</c>, CTEs. A boolean is
/// compared with a parameter, never with 0 or 1. A parameter that may be null stands where a column gives it a type (<c>col = @x</c>, a value of an INSERT), or in a CAST.</para>
/// </remarks>
internal abstract class WorkflowDatabase : IAsyncDisposable
{
    /// <summary>Whether several processes may use it at the same time.</summary>
    public abstract bool IsShared { get; }

    /// <summary>What is read beside EF Core: by statements that are prepared once, of the last commit.</summary>
    public abstract DbReads Reads { get; }

    /// <summary>Brings the schema up to date, and starts to write. Doing it twice is fine.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be used, or a newer version of the product made it.</exception>
    /// <exception cref="StoreBusyException">Somebody else holds it.</exception>
    public abstract Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Queues a unit and returns once it is durable. Once it is queued, the token no longer matters: the outcome is told.</summary>
    /// <exception cref="StoreBusyException">The queue stayed full. Nothing was written.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be written. Nothing was written.</exception>
    public abstract Task WriteAsync(WriteUnit unit, CancellationToken cancellationToken);

    /// <summary>Writes one statement, as <see cref="WriteAsync"/> does, and gives how many rows it changed.</summary>
    /// <param name="sql">The statement; it must be one of few.</param>
    /// <param name="values">Its values, as <see cref="StoredValue"/> has them.</param>
    /// <param name="cancellationToken">Stops it before it is queued.</param>
    /// <param name="act">What the audit says of it, if it changes a row.</param>
    public async Task<int> ChangeAsync(string sql, object?[] values, CancellationToken cancellationToken, AuditRow? act = null)
    {
        var unit = new StatementUnit(sql, values) { Act = act };
        await WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        return unit.Changed;
    }

    /// <summary>Writes what is queued, and closes the database. Doing it twice is fine.</summary>
    public abstract ValueTask DisposeAsync();
}
