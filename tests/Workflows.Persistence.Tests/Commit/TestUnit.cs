using Microsoft.Data.Sqlite;
using Workflows.Persistence.Commit;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Tests.Commit;

/// <summary>A unit that does what a test wants.</summary>
internal sealed class TestUnit(Func<DbSession, Exception?> write) : WriteUnit
{
    public TestUnit(string sql)
        : this(session =>
        {
            session.Execute(sql);
            return null;
        })
    {
    }

    /// <summary>How often it was written.</summary>
    public int Writes { get; private set; }

    public override Exception? Write(DbSession session)
    {
        Writes++;
        return write(session);
    }

    public static Exception? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return null;
    }
}

/// <summary>Holds the writer's thread until it is told to go on.</summary>
internal sealed class Barrier
{
    private readonly TaskCompletionSource _goOn = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Barrier() => Unit = new TestUnit(_ =>
    {
        _reached.TrySetResult();
        _goOn.Task.Wait();
        return null;
    });

    public TestUnit Unit { get; }

    /// <summary>Ends once the writer stands still.</summary>
    public Task Reached => _reached.Task;

    public void GoOn() => _goOn.SetResult();
}
