using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Workflows.Engine;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;
using Workflows.Persistence.Tests.Commit;
using Workflows.TestKit.Storage;
using Barrier = Workflows.Persistence.Tests.Commit.Barrier;

namespace Workflows.Persistence.Tests.Postgres;

public sealed class PostgresCommitWriterTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private TestPostgres _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestPostgres.OpenAsync(options =>
    {
        options.Writers = 1;
        options.QueueLimit = 1000;
        options.QueueTimeout = TimeSpan.FromMilliseconds(50);
    });

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Write_ManyQueuedCommits_ShareTransactions()
    {
        var barrier = await HoldAsync();
        var before = _database.Database.Writers[0].Transactions;
        var commits = Enumerable.Range(0, 500).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();

        barrier.GoOn();
        await Task.WhenAll(commits);

        // That of the barrier, and two for 500.
        Assert.Equal(3, _database.Database.Writers[0].Transactions - before);
        Assert.Equal(500, await CountAsync("instances"));
    }

    [Fact]
    public async Task Write_ConflictAmongQueuedCommits_OnlyThatOneFails()
    {
        var (instance, start) = TestInstance.Begin(StoreSamples.Machines(), _time);
        var begun = instance.TakeOver(start);
        var barrier = await HoldAsync();
        var first = _database.Store.CommitAsync(start, Token);
        var again = _database.Store.CommitAsync(start, Token);
        var winner = _database.Store.CommitAsync(begun.Decide(begun.CompleteStep()), Token);
        var loser = _database.Store.CommitAsync(begun.Decide(begun.CompleteStep()), Token);
        var other = _database.Store.CommitAsync(NewCommit(), Token);

        barrier.GoOn();
        await Task.WhenAll(first, winner, other);
        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => again);
        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => loser);

        Assert.Equal(2, (await _database.Store.LoadAsync(TenantId.Default, start.Next.Id, Token))!.Revision);
        Assert.Equal(2, await CountAsync("instances"));
        Assert.Equal(start.Events.Length + begun.Decide(begun.CompleteStep()).Events.Length + NewCommit().Events.Length, await CountAsync("history"));
    }

    [Fact]
    public async Task Write_UnitFailsAmongOthers_OnlyThatOneFailsAndLeavesNothing()
    {
        var lost = await TestInstance.StartAsync(_database.Store, StoreSamples.Task(), _time);
        await _database.RunAsync("DELETE FROM human_tasks; DELETE FROM task_candidates");
        var barrier = await HoldAsync();
        var commits = Enumerable.Range(0, 5).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();
        var bug = _database.Database.WriteAsync(
            new TestUnit(session =>
            {
                session.Execute("INSERT INTO timers VALUES (@id, 1, 'step', 'default', 1)", Guid.Empty);
                throw new InvalidOperationException("a bug");
            }),
            Token);
        var constraint = _database.Database.WriteAsync(new TestUnit("INSERT INTO timers VALUES (NULL, 1, 'step', 'default', 1)"), Token);
        var missing = _database.Store.CommitAsync(lost.Decide(lost.CompleteTask("ann")), Token);
        commits.AddRange(Enumerable.Range(0, 5).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)));

        barrier.GoOn();
        await Task.WhenAll(commits);

        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => bug)).Message);
        await Assert.ThrowsAsync<PostgresException>(() => constraint);
        Assert.Contains("is not stored", (await Assert.ThrowsAsync<InvalidOperationException>(() => missing)).Message);
        Assert.Equal(1, (await _database.Store.LoadAsync(TenantId.Default, lost.Id, Token))!.Revision);
        Assert.Equal(11, await CountAsync("instances"));
        Assert.Equal(0, await CountAsync("timers"));
    }

    [Fact]
    public async Task Write_CommitWithAnErrorOfTheDatabase_OnlyThatOneFails()
    {
        await _database.RunAsync("ALTER TABLE history ADD CONSTRAINT no_odd CHECK (actor <> 'odd')");
        try
        {
            var barrier = await HoldAsync();
            var good = Enumerable.Range(0, 5).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();
            var odd = _database.Store.CommitAsync(TestInstance.Begin(StoreSamples.Machines(1), _time, by: "odd").Commit, Token);

            barrier.GoOn();
            await Task.WhenAll(good);
            Assert.Equal("no_odd", (await Assert.ThrowsAsync<PostgresException>(() => odd)).ConstraintName);
            Assert.Equal(5, await CountAsync("instances"));
        }
        finally
        {
            await _database.RunAsync("ALTER TABLE history DROP CONSTRAINT no_odd");
        }
    }

    [Fact]
    public async Task Write_TextsThatPostgresDoesNotKnow_AreShownWithAReplacement()
    {
        var title = "a\0b\ud800c \U0001F600";
        var commit = TestInstance.Begin(StoreSamples.Task(), _time, title: title, reference: "r\0").Commit;

        await _database.Store.CommitAsync(commit, Token);

        Assert.Equal("a\uFFFDb\uFFFDc \U0001F600", await _database.ScalarAsync<string>("SELECT title FROM instances"));
        Assert.Equal("r\uFFFD", await _database.ScalarAsync<string>("SELECT reference FROM human_tasks"));
        Assert.StartsWith("a\0b", (await _database.Store.LoadAsync(TenantId.Default, commit.Next.Id, Token))!.Title);
    }

    [Fact]
    public async Task Write_ConnectionsEndedMeanwhile_OpensNewOnes()
    {
        await _database.Store.CommitAsync(NewCommit(), Token);
        await _database.Store.NextTimerAsync(Token);
        await EndConnectionsAsync();

        var commit = NewCommit();
        await _database.Store.CommitAsync(commit, Token);
        Assert.NotNull(await _database.Store.LoadAsync(TenantId.Default, commit.Next.Id, Token));

        await EndConnectionsAsync();
        Assert.NotNull(await _database.Queries.FindInstanceAsync(TenantId.Default, commit.Next.Id, Token));
        await EndConnectionsAsync();
        Assert.Single(await _database.Queries.ListHistoryAsync(TenantId.Default, commit.Next.Id, 0, 1, Token));
        Assert.Equal(2, await CountAsync("instances"));
    }

    [Fact]
    public async Task Write_ConnectionLostWithinATransaction_WritesItAgain()
    {
        var barrier = await HoldAsync();
        var commit = _database.Store.CommitAsync(NewCommit(), Token);
        var isFirst = true;
        var unit = new TestUnit(session =>
        {
            session.Execute("INSERT INTO timers VALUES (@id, 1, 'step', 'default', 1)", Guid.Empty);
            if (isFirst)
            {
                isFirst = false;
                session.Execute("SELECT pg_terminate_backend(pg_backend_pid())");
            }

            return null;
        });
        var written = _database.Database.WriteAsync(unit, Token);

        barrier.GoOn();
        await Task.WhenAll(commit, written);

        Assert.Equal(2, unit.Writes);
        Assert.Equal((1L, 1L), (await CountAsync("instances"), await CountAsync("timers")));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Write_ConnectionLostOnTheLastStep_IsThereOnce(bool reaches, int writes)
    {
        await using var proxy = await LossyProxy.StartAsync();
        await using var database = await TestPostgres.OpenAsync(options =>
        {
            options.Writers = 1;
            options.ConnectionString = options.ConnectionString.Replace($"Port={proxy.Target}", $"Port={proxy.Port}", StringComparison.Ordinal);
        });
        var unit = new TestUnit("INSERT INTO timers VALUES (gen_random_uuid(), 1, 'step', 'default', 1)");
        proxy.LoseAt("COMMIT", reaches);

        await database.Database.WriteAsync(unit, Token);

        Assert.True(proxy.HasLost);
        Assert.Equal(writes, unit.Writes);
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM timers"));
    }

    [Fact]
    public async Task Write_UnitsOfTwoServers_GoOneAfterTheOther()
    {
        await using var other = _database.OpenAnother();
        await other.OpenAsync(Token);
        WorkflowDatabase[] servers = [_database.Database, other];

        // Each looks and then writes: were two at it at the same time, one would find a row that it did not see.
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => servers[i % 2].WriteAsync(
            new TestUnit(session =>
            {
                var last = session.First("SELECT count(*) FROM timers", row => row.Number(0));
                session.Execute("INSERT INTO timers VALUES (@id, @token, 'step', 'default', 1)", Guid.Empty, (int)last);
                return null;
            }),
            Token)));

        Assert.Equal(99, await _database.ScalarAsync<int>("SELECT max(token) FROM timers"));
    }

    [Fact]
    public async Task Write_SameInstancesOnTwoServers_OneOfEachWins()
    {
        await using var other = _database.OpenAnother();
        await other.OpenAsync(Token);
        var instances = new List<TestInstance>();
        for (var i = 0; i < 100; i++)
        {
            instances.Add(await TestInstance.StartAsync(_database.Store, StoreSamples.Machines(), _time));
        }

        var stores = new[] { _database.Store, new Stores.InstanceStore(other) };
        var won = await Task.WhenAll(stores.SelectMany((store, i) => (i == 0 ? instances : Enumerable.Reverse(instances)).Select(async instance =>
        {
            try
            {
                await store.CommitAsync(instance.Decide(instance.CompleteStep()), Token);
                return 1;
            }
            catch (ConcurrencyConflictException)
            {
                return 0;
            }
        })).ToList());

        Assert.Equal(100, won.Sum());
        Assert.Equal((100L, 2L), (await CountAsync("instances"), await _database.ScalarAsync<long>("SELECT max(revision) FROM instances")));
    }

    [Fact]
    public async Task Write_QueueStaysFull_TellsTheCallerAndLosesNothing()
    {
        var barrier = await HoldAsync();
        var queued = Enumerable.Range(0, 1000).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();

        var error = await Assert.ThrowsAsync<StoreBusyException>(() => _database.Store.CommitAsync(NewCommit(), Token));

        Assert.Contains("1000 commits already wait", error.Message);
        barrier.GoOn();
        await Task.WhenAll(queued);
        Assert.Equal(1000, await CountAsync("instances"));
    }

    [Fact]
    public async Task Dispose_QueuedCommits_AreWrittenFirst()
    {
        var barrier = await HoldAsync();
        var queued = Enumerable.Range(0, 700).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();

        var disposed = _database.Database.DisposeAsync();
        barrier.GoOn();
        await Task.WhenAll(queued);
        await disposed;

        Assert.Equal(700, await CountAsync("instances"));
        Assert.Contains("closed", (await Assert.ThrowsAsync<StoreUnavailableException>(() => _database.Store.CommitAsync(NewCommit(), Token))).Message);
    }

    private InstanceCommit NewCommit() => TestInstance.Begin(StoreSamples.Machines(1), _time).Commit;

    private Task<long> CountAsync(string table) => _database.ScalarAsync<long>($"SELECT count(*) FROM {table}");

    private Task EndConnectionsAsync() =>
        _database.RunAsync("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'Workflows'");

    private async Task<Barrier> HoldAsync()
    {
        var barrier = new Barrier();
        _ = _database.Database.WriteAsync(barrier.Unit, Token);
        await barrier.Reached;
        return barrier;
    }
}
