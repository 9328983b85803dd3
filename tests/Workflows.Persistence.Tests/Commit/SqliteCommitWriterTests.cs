using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Workflows.Engine;
using Workflows.Engine.Storage;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Hosting;
using Workflows.Persistence.Sqlite;
using Workflows.TestKit.Storage;

namespace Workflows.Persistence.Tests.Commit;

public sealed class SqliteCommitWriterTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private TestDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteCommitWriter Writer => _database.Database.Writer;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.OpenAsync(options =>
    {
        options.LockTimeout = TimeSpan.FromMilliseconds(50);
        options.QueueTimeout = TimeSpan.FromMilliseconds(50);
        options.QueueLimit = 1000;
    });

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Write_ManyQueuedCommits_ShareTransactions()
    {
        var barrier = await HoldAsync();
        var before = Writer.Transactions;
        var commits = Enumerable.Range(0, 500).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();

        barrier.GoOn();
        await Task.WhenAll(commits);

        // One is that of the barrier. By the number of units two more would do; by their time a slow machine needs some more.
        Assert.InRange(Writer.Transactions - before, 2, 100);
        Assert.Equal(500, _database.Scalar<long>("SELECT count(*) FROM instances"));
    }

    [Fact]
    public async Task Write_CommitReturned_OtherConnectionsSeeIt()
    {
        for (var i = 1; i <= 20; i++)
        {
            await _database.Store.CommitAsync(NewCommit(), Token);
            Assert.Equal(i, _database.Scalar<long>("SELECT count(*) FROM instances"));
        }
    }

    [Fact]
    public async Task Write_ConflictAmongQueuedCommits_OnlyThatOneFails()
    {
        var (instance, start) = TestInstance.Begin(StoreSamples.Machines(), _time);
        var begun = instance.TakeOver(start);
        var barrier = await HoldAsync();
        var first = _database.Store.CommitAsync(start, Token);
        var winner = _database.Store.CommitAsync(begun.Decide(begun.CompleteStep()), Token);
        var loser = _database.Store.CommitAsync(begun.Decide(begun.CompleteStep()), Token);
        var other = _database.Store.CommitAsync(NewCommit(), Token);

        barrier.GoOn();
        await Task.WhenAll(first, winner, other);
        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => loser);

        Assert.Equal(2, (await _database.Store.LoadAsync(TenantId.Default, start.Next.Id, Token))!.Revision);
        Assert.Equal(2, _database.Scalar<long>("SELECT count(*) FROM instances"));
    }

    [Fact]
    public async Task Write_UnitThrowsAmongOthers_OnlyThatOneFailsAndLeavesNothing()
    {
        var barrier = await HoldAsync();
        var before = Enumerable.Range(0, 5).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();
        var bug = Writer.WriteAsync(
            new TestUnit(session =>
            {
                session.Execute("INSERT INTO timers VALUES (x'00', 1, 'step', 'default', 1)");
                throw new InvalidOperationException("a bug");
            }),
            Token);
        var constraint = Writer.WriteAsync(new TestUnit("INSERT INTO timers VALUES (NULL, 1, 'step', 'default', 1)"), Token);
        var after = Enumerable.Range(0, 5).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();

        barrier.GoOn();
        await Task.WhenAll(before.Concat(after));

        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => bug)).Message);
        await Assert.ThrowsAsync<SqliteException>(() => constraint);
        Assert.Equal(10, _database.Scalar<long>("SELECT count(*) FROM instances"));
        Assert.Equal(0, _database.Scalar<long>("SELECT count(*) FROM timers"));
        Assert.Equal(10 * NewCommit().Events.Length, _database.Scalar<long>("SELECT count(*) FROM history"));
    }

    [Fact]
    public async Task Write_CommitItselfFails_EveryUnitIsToldAndTheWriterGoesOn()
    {
        var barrier = await HoldAsync();
        var first = _database.Store.CommitAsync(NewCommit(), Token);

        // The transaction is gone when the writer wants to commit it: as after an error of the disk.
        var breaks = Writer.WriteAsync(new TestUnit("ROLLBACK"), Token);
        barrier.GoOn();

        await Assert.ThrowsAnyAsync<Exception>(() => first);
        await Assert.ThrowsAnyAsync<Exception>(() => breaks);
        Assert.Equal(0, _database.Scalar<long>("SELECT count(*) FROM instances"));

        await _database.Store.CommitAsync(NewCommit(), Token);
        Assert.Equal(1, _database.Scalar<long>("SELECT count(*) FROM instances"));
    }

    [Fact]
    public async Task Write_DiskFull_SaysSoAndGoesOnWhenThereIsRoomAgain()
    {
        await _database.Store.CommitAsync(NewCommit(), Token);
        await Writer.WriteAsync(new TestUnit($"PRAGMA max_page_count = {_database.Scalar<long>("PRAGMA page_count") + 4}"), Token);
        var barrier = await HoldAsync();
        var small = Enumerable.Range(0, 3).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();
        var large = _database.Store.CommitAsync(NewCommit(new string('x', 100_000)), Token);

        barrier.GoOn();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => large);
        await Task.WhenAll(small);

        Assert.Contains("disk is full", error.Message);
        Assert.Contains(_database.Database.Path, error.Message);
        await Writer.WriteAsync(new TestUnit("PRAGMA max_page_count = 1000000"), Token);
        await _database.Store.CommitAsync(NewCommit(new string('x', 100_000)), Token);
        Assert.Equal(5, _database.Scalar<long>("SELECT count(*) FROM instances"));
    }

    [Fact]
    public async Task Write_AnotherProcessHoldsTheLock_SaysSoAndGoesOnAfterwards()
    {
        using (var other = _database.Connect(canWrite: true))
        {
            TestUnit.Run(other, "BEGIN IMMEDIATE");

            var error = await Assert.ThrowsAsync<StoreBusyException>(() => _database.Store.CommitAsync(NewCommit(), Token));

            Assert.Contains("Another process", error.Message);
            TestUnit.Run(other, "ROLLBACK");
        }

        await _database.Store.CommitAsync(NewCommit(), Token);
        Assert.Equal(1, _database.Scalar<long>("SELECT count(*) FROM instances"));
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
        Assert.Equal(1000, _database.Scalar<long>("SELECT count(*) FROM instances"));
    }

    [Fact]
    public async Task Write_WaitingForRoom_CanBeCanceled()
    {
        await using var database = await TestDatabase.OpenAsync(options =>
        {
            options.QueueLimit = 1;
            options.QueueTimeout = TimeSpan.FromMinutes(5);
        });
        var barrier = new Barrier();
        var held = database.Database.Writer.WriteAsync(barrier.Unit, Token);
        await barrier.Reached;
        var queued = database.Store.CommitAsync(NewCommit(), Token);
        using var cancel = new CancellationTokenSource();

        var waiting = database.Store.CommitAsync(NewCommit(), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        barrier.GoOn();
        await Task.WhenAll(held, queued);
        Assert.Equal(1, database.Scalar<long>("SELECT count(*) FROM instances"));
    }

    [Fact]
    public async Task Dispose_QueuedCommits_AreWrittenFirst()
    {
        var barrier = await HoldAsync();
        var queued = Enumerable.Range(0, 700).Select(_ => _database.Store.CommitAsync(NewCommit(), Token)).ToList();

        var disposed = Writer.DisposeAsync();
        barrier.GoOn();
        await Task.WhenAll(queued);
        await disposed;

        Assert.Equal(700, _database.Scalar<long>("SELECT count(*) FROM instances"));
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => _database.Store.CommitAsync(NewCommit(), Token));
        Assert.Contains("closed", error.Message);
        await Writer.DisposeAsync();
    }

    [Fact]
    public async Task Write_Continuations_DoNotRunOnTheWritersThread()
    {
        Thread? writer = null;
        var unit = new TestUnit(_ =>
        {
            writer = Thread.CurrentThread;
            return null;
        });
        var continued = unit.Written.ContinueWith(_ => Thread.CurrentThread, Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await Writer.WriteAsync(unit, Token);

        Assert.Equal("workflows.db writer", writer!.Name);
        Assert.NotSame(writer, await continued);
    }

    [Fact]
    public async Task Write_ReadOnlyFile_SaysSo()
    {
        await using var writer = new SqliteCommitWriter(
            _database.Database.ReadConnectionString + ";Pooling=False", new SqliteStoreOptions { Path = _database.Database.Path }, NullLogger<SqliteCommitWriter>.Instance,
            TimeProvider.System);

        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => writer.WriteAsync(new CommitUnit(CommitRows.Of(NewCommit())), Token));
            Assert.Contains("read-only", error.Message);
            Assert.Contains(_database.Database.Path, error.Message);
        }
    }

    [Fact]
    public async Task Open_Settings_AreThoseOfADurableWriter()
    {
        Dictionary<string, object?> settings = [];
        await Writer.WriteAsync(
            new TestUnit(session =>
            {
                foreach (var name in new[] { "synchronous", "journal_mode", "foreign_keys", "busy_timeout" })
                {
                    using var command = ((SqliteSession)session).Connection.CreateCommand();
                    command.CommandText = $"PRAGMA {name}";
                    settings[name] = command.ExecuteScalar();
                }

                return null;
            }),
            Token);

        Assert.Equal((2L, "wal", 0L, 50L), (settings["synchronous"], settings["journal_mode"], settings["foreign_keys"], settings["busy_timeout"]));
    }

    private InstanceCommit NewCommit(string? text = null) => TestInstance.Begin(StoreSamples.Machines(1), _time, data: new { text }).Commit;

    private async Task<Barrier> HoldAsync()
    {
        var barrier = new Barrier();
        _ = Writer.WriteAsync(barrier.Unit, Token);
        await barrier.Reached;
        return barrier;
    }
}
