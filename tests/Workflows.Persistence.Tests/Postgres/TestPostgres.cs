using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Workflows.Engine.Storage;
using Workflows.Persistence.Hosting;
using Workflows.Persistence.Postgres;
using Workflows.Persistence.Queries;
using Workflows.Persistence.Stores;
using Workflows.TestKit.Contracts;
using Workflows.TestKit.Postgres;

namespace Workflows.Persistence.Tests.Postgres;

/// <summary>
/// An empty database on the tests' own server, opened as the product opens it. Afterwards it is emptied, and another test gets it, with its connections, which take longer
/// to make than most tests.
/// </summary>
internal sealed class TestPostgres : IAsyncDisposable
{
    private static readonly ConcurrentBag<TestPostgres> s_open = [];
    private static readonly ConcurrentBag<string> s_free = [];
    private static int s_count;

    private readonly PooledDbContextFactory<PostgresWorkflowDbContext> _contexts;
    private readonly string _name;
    private readonly bool _isUsual;

    private TestPostgres(string name, string connectionString, Action<PostgresStoreOptions>? configure)
    {
        _name = name;
        _isUsual = configure is null;
        ConnectionString = connectionString;
        var options = new PostgresStoreOptions { ConnectionString = connectionString };
        configure?.Invoke(options);
        Database = new PostgresDatabase(Options.Create(options), NullLogger<PostgresCommitWriter>.Instance);
        var contextOptions = new DbContextOptionsBuilder<PostgresWorkflowDbContext>();
        contextOptions.UseWorkflowsPostgres(Database.DataSource);
        _contexts = new PooledDbContextFactory<PostgresWorkflowDbContext>(contextOptions.Options);
        Store = new InstanceStore(Database);
        Definitions = new DefinitionStore(Database);
        Queries = NewQueries();
    }

    public string ConnectionString { get; }

    public PostgresDatabase Database { get; }

    public InstanceStore Store { get; }

    public DefinitionStore Definitions { get; }

    public EfWorkflowQueries Queries { get; private set; }

    /// <summary>An empty database with its schema.</summary>
    public static async Task<TestPostgres> OpenAsync(Action<PostgresStoreOptions>? configure = null)
    {
        if (configure is null && s_open.TryTake(out var open))
        {
            open.Queries = open.NewQueries();
            return open;
        }

        var cluster = await PostgresCluster.SharedAsync();
        var name = await TakeAsync();
        var database = new TestPostgres(name, cluster.ConnectionString(name), configure);
        await database.Database.OpenAsync(TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>A database that is empty; it has no tables when it is new.</summary>
    public static async Task<string> TakeAsync()
    {
        if (s_free.TryTake(out var name))
        {
            return name;
        }

        name = $"test_{Interlocked.Increment(ref s_count)}";
        await RunAsync("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Empties a database, and lets another test have it.</summary>
    public static async Task GiveBackAsync(string name)
    {
        await EmptyAsync(name);
        s_free.Add(name);
    }

    /// <summary>Runs a statement in a database of the server.</summary>
    public static async Task RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection((await PostgresCluster.SharedAsync()).ConnectionString(database) + ";Search Path=workflows");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The same database, as another server would have it.</summary>
    public PostgresDatabase OpenAnother() => new(Options.Create(new PostgresStoreOptions { ConnectionString = ConnectionString }), NullLogger<PostgresCommitWriter>.Instance);

    public PostgresWorkflowDbContext Context() => _contexts.CreateDbContext();

    /// <summary>Runs a statement, as psql would.</summary>
    public Task RunAsync(string sql) => RunAsync(_name, sql);

    /// <summary>The first value of a query.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Search Path=workflows");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public TestStore ToTestStore() => new(
        Store, new NodeStore(Database), Definitions, new ScheduleStore(Database), new EventStore(Database), new AuditStore(Database), new RetentionStore(Database), new IncidentStore(Database), new KeyStore(Database), new AttentionStore(Database), Queries,
        DisposeAsync);

    public async ValueTask DisposeAsync()
    {
        if (_isUsual)
        {
            await EmptyAsync(_name);
            s_open.Add(this);
            return;
        }

        await Database.DisposeAsync();
        await GiveBackAsync(_name);
    }

    /// <summary>They remember what they have read.</summary>
    private EfWorkflowQueries NewQueries() => new(Context, Store, new DefinitionCache(Definitions));

    private static Task EmptyAsync(string name) => RunAsync(
        name,
        """
        DO $$ DECLARE kept name; BEGIN
            FOR kept IN SELECT tablename FROM pg_tables WHERE schemaname = 'workflows' AND tablename <> '__EFMigrationsHistory' LOOP
                EXECUTE format('DELETE FROM workflows.%I', kept);
            END LOOP;
        END $$
        """);
}
