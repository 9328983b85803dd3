using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine.Storage;
using Workflows.Persistence.Hosting;
using Workflows.Persistence.Queries;
using Workflows.Persistence.Sqlite;
using Workflows.Persistence.Stores;
using Workflows.TestKit.Contracts;

namespace Workflows.Persistence.Tests;

/// <summary>
/// A database file in a folder of its own, opened as the product opens it, and deleted afterwards. Its clock stands still, so that what is queued while the
/// writer is held goes into one transaction however slow the machine is.
/// </summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<byte[]>> s_empty = new(CreateEmptyAsync);

    private readonly PooledDbContextFactory<SqliteWorkflowDbContext> _contexts;
    private readonly string _folder;

    private TestDatabase(string folder, Action<SqliteStoreOptions>? configure, IInterceptor[] interceptors)
    {
        _folder = folder;
        var options = new SqliteStoreOptions { Path = Path.Combine(folder, "workflows.db") };
        configure?.Invoke(options);
        Database = new SqliteDatabase(Options.Create(options), NullLogger<SqliteCommitWriter>.Instance, new FakeTimeProvider());
        var contextOptions = new DbContextOptionsBuilder<SqliteWorkflowDbContext>();
        contextOptions.UseWorkflowsSqlite(Database.ReadConnectionString).AddInterceptors(interceptors);
        _contexts = new PooledDbContextFactory<SqliteWorkflowDbContext>(contextOptions.Options);
        Store = new InstanceStore(Database);
        Definitions = new DefinitionStore(Database);
        Queries = new EfWorkflowQueries(Context, Store, new DefinitionCache(Definitions));
    }

    public SqliteDatabase Database { get; }

    public InstanceStore Store { get; }

    public DefinitionStore Definitions { get; }

    public EfWorkflowQueries Queries { get; }

    /// <summary>A new, empty database.</summary>
    public static async Task<TestDatabase> OpenAsync(Action<SqliteStoreOptions>? configure = null, params IInterceptor[] interceptors)
    {
        var folder = NewFolder();
        await WriteEmptyAsync(Path.Combine(folder, "workflows.db"));
        var database = new TestDatabase(folder, configure, interceptors);
        await database.Database.OpenAsync(TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Writes the file of an empty database with its schema.</summary>
    public static async Task WriteEmptyAsync(string path) => await File.WriteAllBytesAsync(path, await s_empty.Value);

    public static string NewFolder() => Directory.CreateTempSubdirectory("workflows-").FullName;

    public SqliteWorkflowDbContext Context() => _contexts.CreateDbContext();

    /// <summary>Another connection to the file, as another process would have.</summary>
    public SqliteConnection Connect(bool canWrite = false)
    {
        var connection = new SqliteConnection(canWrite ? Database.WriteConnectionString : Database.ReadConnectionString + ";Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>The first value of a query.</summary>
    public T Scalar<T>(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    public TestStore ToTestStore() => new(
        Store, new NodeStore(Database), Definitions, new ScheduleStore(Database), new EventStore(Database), new AuditStore(Database), new RetentionStore(Database), new IncidentStore(Database), new KeyStore(Database), new AttentionStore(Database), Queries,
        DisposeAsync);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Migrating takes longer than most tests, so that it is done once.</summary>
    private static async Task<byte[]> CreateEmptyAsync()
    {
        var folder = NewFolder();
        var database = new TestDatabase(folder, null, []);
        await database.Database.OpenAsync(CancellationToken.None);
        await database.Database.DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(database.Database.Path);
        Directory.Delete(folder, recursive: true);
        return bytes;
    }
}
