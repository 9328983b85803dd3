namespace Workflows.Persistence.Postgres;

/// <summary>
/// A row of <c>writers</c>: the last transaction that a connection has committed, by which its outcome is known when the answer to the COMMIT was lost. The number that the server
/// gives a transaction would not do: after a crash, it gives the numbers of those that were lost to others. The row goes with the connection; a crash leaves it behind.
/// </summary>
internal sealed class WriterEntity
{
    public Guid Id { get; init; }

    public Guid Last { get; init; }
}
