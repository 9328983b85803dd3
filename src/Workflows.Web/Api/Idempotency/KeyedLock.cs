namespace Workflows.Web.Api.Idempotency;

/// <summary>Lets callers with the same key take turns, and those with different keys pass. Keeps nothing of keys that nobody holds.</summary>
internal sealed class KeyedLock<TKey>
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Turn> _turns = [];

    /// <summary>Waits until no other caller holds the key. Disposing the result passes the turn on.</summary>
    public async Task<IDisposable> EnterAsync(TKey key, CancellationToken cancellationToken)
    {
        Turn turn;
        lock (_lock)
        {
            if (!_turns.TryGetValue(key, out turn!))
            {
                _turns[key] = turn = new Turn(this, key);
            }

            turn.Holders++;
        }

        try
        {
            await turn.Gate.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            Leave(turn);
            throw;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            if (--turn.Holders == 0)
            {
                _turns.Remove(turn.Key);
            }
        }
    }

    private sealed class Turn(KeyedLock<TKey> owner, TKey key) : IDisposable
    {
        public TKey Key { get; } = key;

        public SemaphoreSlim Gate { get; } = new(1);

        /// <summary>How many hold or await the turn. Under the owner's lock.</summary>
        public int Holders { get; set; }

        public void Dispose()
        {
            Gate.Release();
            owner.Leave(this);
        }
    }
}
