using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Storage;
using Workflows.Persistence.Hosting;
using Workflows.Persistence.Postgres;
using Workflows.Persistence.Stores;
using Workflows.TestKit.Postgres;
using Workflows.TestKit.Storage;

namespace Workflows.Persistence.Tests.Postgres;

public sealed class PostgresDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_NoServer_SaysSo()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var database = Database($"Host=127.0.0.1;Port={port};Database=flows;Username=ada;Password=secret");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.OpenAsync(Token));

        Assert.StartsWith($"'flows on 127.0.0.1:{port}' cannot be reached", error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    [Fact]
    public async Task Open_NoSuchDatabase_SaysHowToMakeIt()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await using var database = Database(cluster.ConnectionString("nowhere"));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.OpenAsync(Token));

        Assert.Contains("has no database 'nowhere", error.Message);
        Assert.Contains("CREATE DATABASE", error.Message);
    }

    [Fact]
    public async Task Open_UserWithoutRights_SaysWhatIsMissing()
    {
        await TestPostgres.RunAsync("postgres", "CREATE ROLE guest LOGIN");
        var cluster = await PostgresCluster.SharedAsync();
        await using var database = Database(cluster.ConnectionString("postgres").Replace("Username=tests", "Username=guest", StringComparison.Ordinal) + ";Search Path=of_guest");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.OpenAsync(Token));

        Assert.Contains("permission denied", error.Message);
    }

    [Fact]
    public async Task Open_SchemaOfANewerVersion_SaysSoAndChangesNothing()
    {
        var connectionString = (await PostgresCluster.SharedAsync()).ConnectionString("postgres") + ";Search Path=newer";
        await using (var first = Database(connectionString))
        {
            await first.OpenAsync(Token);
        }

        await TestPostgres.RunAsync("postgres", """INSERT INTO newer."__EFMigrationsHistory" VALUES ('29990101000000_Future', '99.0.0')""");
        await using var second = Database(connectionString);

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => second.OpenAsync(Token));

        Assert.Contains("newer version", error.Message);
        Assert.Contains("29990101000000_Future", error.Message);
    }

    [Fact]
    public async Task Open_SeveralServersAtOnce_MakeTheSchemaOnce()
    {
        var connectionString = (await PostgresCluster.SharedAsync()).ConnectionString("postgres") + ";Search Path=at_once, public";
        List<PostgresDatabase> servers = [.. Enumerable.Range(0, 4).Select(_ => Database(connectionString))];

        await Task.WhenAll(servers.Select(server => Task.Run(() => server.OpenAsync(Token))));

        foreach (var server in servers)
        {
            Assert.Null(await new InstanceStore(server).NextTimerAsync(Token));
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Reads_BeforeOpen_SayThatTheHostHasNotStarted()
    {
        await using var database = Database("Host=localhost");

        Assert.Contains("has not started", Assert.Throws<InvalidOperationException>(() => database.Reads).Message);
    }

    [Fact]
    public async Task Write_ServerCrashesAndComesBack_LosesNothingAndGoesOn()
    {
        PostgresCluster.SkipWithoutPostgres();
        await using var cluster = await PostgresCluster.StartAsync();
        await using var database = Database(cluster.ConnectionString("postgres"));
        await database.OpenAsync(Token);
        var store = new InstanceStore(database);
        List<Engine.Instances.InstanceId> acknowledged = [];
        using var stop = new CancellationTokenSource();
        using var hundred = new CountdownEvent(100);
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var commit = TestInstance.Begin(StoreSamples.Machines(), new FakeTimeProvider()).Commit;
                try
                {
                    await store.CommitAsync(commit, Token);
                }
                catch (StoreUnavailableException)
                {
                    continue;
                }

                lock (acknowledged)
                {
                    acknowledged.Add(commit.Next.Id);
                    if (!hundred.IsSet)
                    {
                        hundred.Signal();
                    }
                }
            }
        })).ToList();

        Assert.True(hundred.Wait(TimeSpan.FromMinutes(1), Token));
        for (var crash = 0; crash < 4; crash++)
        {
            await cluster.CrashAsync();
            await store.CommitAsync(TestInstance.Begin(StoreSamples.Machines(), new FakeTimeProvider()).Commit, Token);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);

        foreach (var id in acknowledged)
        {
            Assert.NotNull(await store.LoadAsync(TenantId.Default, id, Token));
        }
    }

    [Fact]
    public async Task UsePostgres_Registration_OpensTheDatabaseFirst()
    {
        await using var database = await TestPostgres.OpenAsync();
        await using var services = new ServiceCollection().AddLogging().AddWorkflows(w => w.UsePostgres(database.ConnectionString)).Services.BuildServiceProvider();

        Assert.IsType<DatabaseLifetime>(services.GetServices<IHostedService>().First());
    }

    [Fact]
    public async Task UsePostgres_NoConnectionString_IsRefused()
    {
        await using var services = new ServiceCollection().AddLogging().AddWorkflows(w => w.UsePostgres("")).Services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IInstanceStore>());
    }

    private static PostgresDatabase Database(string connectionString) =>
        new(Options.Create(new PostgresStoreOptions { ConnectionString = connectionString }), NullLogger<PostgresCommitWriter>.Instance);
}
