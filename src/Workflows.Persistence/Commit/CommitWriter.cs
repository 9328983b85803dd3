using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Persistence.Commit;

/// <summary>
/// A queue of units with a thread of its own, which takes what is queued and writes it in one transaction: one wait for the disk then serves many callers, and
/// while it lasts the next transaction gathers. Whoever waits is told after the commit.
/// </summary>
internal abstract partial class CommitWriter : IAsyncDisposable
{
    /// <summary>How many units share a transaction at the most.</summary>
    internal const int MaxBatch = 256;

    private readonly ILogger _logger;
    private readonly int _queueLimit;
    private readonly TimeSpan _queueTimeout;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _room;
    private readonly object _gate = new();
    private readonly Queue<WriteUnit> _queue = new();
    private readonly EngineMetrics? _metrics;
    private int _taken;
    private bool _stopping;

    /// <param name="database">What messages call the database.</param>
    /// <param name="thread">The name of the thread.</param>
    /// <param name="queueLimit">How many units may wait.</param>
    /// <param name="queueTimeout">How long a caller waits for room.</param>
    /// <param name="logger">The log.</param>
    /// <param name="metrics">Where it tells its numbers; null where nobody wants them.</param>
    protected CommitWriter(string database, string thread, int queueLimit, TimeSpan queueTimeout, ILogger logger, EngineMetrics? metrics)
    {
        Database = database;
        _queueLimit = queueLimit;
        _queueTimeout = queueTimeout;
        _logger = logger;
        _room = new SemaphoreSlim(queueLimit);
        _metrics = metrics;
        _metrics?.AddQueue(this, () => (queueLimit - _room.CurrentCount, queueLimit));
        _thread = new Thread(Run) { IsBackground = true, Name = thread };
    }

    /// <summary>How many transactions were committed.</summary>
    public long Transactions { get; protected set; }

    /// <summary>What messages call the database.</summary>
    protected string Database { get; }

    /// <summary>Queues a unit and returns once it is durable. Once it is queued, the token no longer matters: the outcome is told.</summary>
    /// <exception cref="StoreBusyException">The queue stayed full.</exception>
    public async Task WriteAsync(WriteUnit unit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!await _room.WaitAsync(_queueTimeout, cancellationToken).ConfigureAwait(false))
        {
            throw new StoreBusyException($"{_queueLimit} commits already wait to be written to '{Database}'. Nothing was written; try again in a moment.");
        }

        lock (_gate)
        {
            if (_stopping)
            {
                _room.Release();
                throw new StoreUnavailableException($"'{Database}' is closed: the process is ending. Nothing was written.");
            }

            unit.QueuedAt = Stopwatch.GetTimestamp();
            _queue.Enqueue(unit);
            Monitor.Pulse(_gate);
        }

        await unit.Written.ConfigureAwait(false);
        _metrics?.Written(unit.QueuedAt);
    }

    /// <summary>Writes what is queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Starts the thread, once everything it needs is there.</summary>
    protected void Start() => _thread.Start();

    /// <summary>Writes a unit and whatever else is queued, and tells those who wait. Must not throw.</summary>
    protected abstract void WriteBatch(WriteUnit first);

    /// <summary>Closes the connection, at the end.</summary>
    protected abstract void Close();

    /// <summary>The next unit, if one is queued.</summary>
    protected WriteUnit? TryNext()
    {
        lock (_gate)
        {
            return Dequeue();
        }
    }

    private void Run()
    {
        while (Next() is { } first)
        {
            _taken = 1;
            WriteBatch(first);
            _metrics?.Committed(_taken);
        }

        _metrics?.RemoveQueue(this);
        Close();
        _ended.SetResult();
    }

    /// <summary>The next unit, once there is one; null when the writer is to end and nothing is left.</summary>
    private WriteUnit? Next()
    {
        lock (_gate)
        {
            while (_queue.Count == 0 && !_stopping)
            {
                Monitor.Wait(_gate);
            }

            return Dequeue();
        }
    }

    private WriteUnit? Dequeue()
    {
        if (_queue.TryDequeue(out var unit))
        {
            _taken++;
            _room.Release();
        }

        return unit;
    }
}
