using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Storage;
using Workflows.Persistence.Hosting;
using Workflows.Persistence.Sqlite;
using Workflows.Persistence.Stores;
using Workflows.Persistence.Tests.Commit;
using Workflows.TestKit.Storage;

namespace Workflows.Persistence.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly string _folder = TestDatabase.NewFolder();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Open_NoFile_CreatesItWithItsFolder()
    {
        await using var database = Database("new", "folder", "workflows.db");

        await database.OpenAsync(Token);

        var commit = TestInstance.Begin(StoreSamples.Task(), new FakeTimeProvider()).Commit;
        await new InstanceStore(database).CommitAsync(commit, Token);
        Assert.NotNull(await new InstanceStore(database).LoadAsync(TenantId.Default, commit.Next.Id, Token));
    }

    [Fact]
    public async Task Open_Again_FindsEverything()
    {
        var commit = TestInstance.Begin(StoreSamples.Task(), new FakeTimeProvider()).Commit;
        await using (var first = Database("workflows.db"))
        {
            await first.OpenAsync(Token);
            await new InstanceStore(first).CommitAsync(commit, Token);
        }

        await using var second = Database("workflows.db");
        await second.OpenAsync(Token);

        Assert.Equal(1, (await new InstanceStore(second).LoadAsync(TenantId.Default, commit.Next.Id, Token))!.Revision);
    }

    [Fact]
    public async Task Dispose_AfterReadsAndWrites_LeavesOneFile()
    {
        await using var database = await TestDatabase.OpenAsync();
        await database.Store.CommitAsync(TestInstance.Begin(StoreSamples.Task(), new FakeTimeProvider()).Commit, Token);
        await database.Queries.CountTasksAsync("ann", Token);
        await database.Store.NextTimerAsync(Token);

        await database.Database.DisposeAsync();

        Assert.Equal(["workflows.db"], Directory.GetFiles(Path.GetDirectoryName(database.Database.Path)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Open_SchemaOfANewerVersion_SaysSoAndChangesNothing()
    {
        await using (var first = Database("workflows.db"))
        {
            await first.OpenAsync(Token);
        }

        Run("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '99.0.0')");
        await using var second = Database("workflows.db");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => second.OpenAsync(Token));

        Assert.Contains("newer version", error.Message);
        Assert.Contains("29990101000000_Future", error.Message);
    }

    [Fact]
    public async Task Open_MigrationFails_LeavesTheFileAsItWas()
    {
        Run("CREATE TABLE timers (something_else INTEGER)");
        await using var database = Database("workflows.db");

        await Assert.ThrowsAnyAsync<Exception>(() => database.OpenAsync(Token));

        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(name) FROM sqlite_master";
        Assert.Equal("timers", command.ExecuteScalar());
    }

    [Fact]
    public async Task Open_FileThatIsNoDatabase_SaysSo()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "workflows.db"), new string('x', 10_000), Token);
        await using var database = Database("workflows.db");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.OpenAsync(Token));

        Assert.Contains("not a database", error.Message);
        Assert.Contains(database.Path, error.Message);
    }

    [Fact]
    public async Task Open_PathIsAFolder_SaysSo()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "workflows.db"));
        await using var database = Database("workflows.db");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.OpenAsync(Token));

        Assert.Contains("cannot be opened", error.Message);
    }

    [Fact]
    public async Task Open_FolderCannotBeCreated_SaysSo()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "", Token);
        await using var database = Database("file", "workflows.db");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.OpenAsync(Token));

        Assert.Contains("cannot be created", error.Message);
    }

    [Fact]
    public async Task Open_AnotherProcessHoldsTheLock_SaysSo()
    {
        await using (var first = Database("workflows.db"))
        {
            await first.OpenAsync(Token);
        }

        using var other = Connect();
        TestUnit.Run(other, "BEGIN IMMEDIATE");
        await using var second = Database("workflows.db");

        var error = await Assert.ThrowsAsync<StoreBusyException>(() => second.OpenAsync(Token));

        Assert.Contains("Another process", error.Message);
    }

    [Fact]
    public async Task Writer_BeforeOpen_SaysThatTheHostHasNotStarted()
    {
        await using var database = Database("workflows.db");

        Assert.Contains("has not started", Assert.Throws<InvalidOperationException>(() => database.Writer).Message);
    }

    [Fact]
    public async Task Context_Save_IsRefused()
    {
        await using var database = await TestDatabase.OpenAsync();
        await using var context = database.Context();

        var error = await Assert.ThrowsAsync<SqliteException>(() => context.Database.ExecuteSqlAsync($"DELETE FROM instances", Token));

        Assert.Contains("readonly", error.Message);
    }

    private SqliteDatabase Database(params string[] path) => new(
        Options.Create(new SqliteStoreOptions { Path = Path.Combine([_folder, .. path]), LockTimeout = TimeSpan.FromMilliseconds(50) }),
        NullLogger<SqliteCommitWriter>.Instance,
        TimeProvider.System);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "workflows.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Run(string sql)
    {
        using var connection = Connect();
        TestUnit.Run(connection, sql);
    }
}
