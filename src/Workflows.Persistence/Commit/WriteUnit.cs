using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Commit;

/// <summary>Something that is written whole or not at all, in a transaction that it may share with others.</summary>
internal abstract class WriteUnit
{
    // Whoever waits goes on on a thread of its own, never on the writer's.
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once the unit is durable, or with the reason why it is not.</summary>
    public Task Written => _written.Task;

    /// <summary>When it was queued, as the stopwatch tells time.</summary>
    public long QueuedAt { get; set; }

    /// <summary>What came out of the last <see cref="Write"/>; only the writer looks at it.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>
    /// Writes; gives null, or why it could not be done, having written nothing then. An exception undoes what it wrote. May be called again when the
    /// transaction was undone because of another unit. Units are written one after the other, whoever else uses the database: what one looks at holds until
    /// its transaction ends. (Only commits of instances run beside them, and those beside each other; they have their fences.)
    /// </summary>
    public abstract Exception? Write(DbSession session);

    /// <summary>What the audit says of it; written with it, if it changed anything.</summary>
    public AuditRow? Act { get; init; }

    /// <summary>Whether the last <see cref="Write"/> changed anything.</summary>
    public virtual bool HasChanged => true;

    /// <summary>Writes it, with what the audit says of it.</summary>
    public Exception? WriteWithAct(DbSession session)
    {
        var refusal = Write(session);
        if (Act is not null && refusal is null && HasChanged)
        {
            AuditSql.Insert(session, Act);
        }

        return refusal;
    }

    /// <summary>Tells whoever waits.</summary>
    public void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _written.SetResult();
        }
        else
        {
            _written.SetException(failure);
        }
    }
}
