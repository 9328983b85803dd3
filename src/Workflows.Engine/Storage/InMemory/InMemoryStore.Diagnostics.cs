namespace Workflows.Engine.Storage.InMemory;

/// <content>What operators want to know.</content>
internal sealed partial class InMemoryStore : IStoreDiagnostics
{
    public Task<StoreFigures> ReadFiguresAsync(int cap, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DateTimeOffset? timer = _timers.Count == 0 ? null : _timers.Min.DueAt;
            var schedule = _schedules.Values.Min(e => e.LookAt);
            return Task.FromResult(new StoreFigures(
                _instances.Values.Where(e => e.Row.EndedAt is null).Take(cap).Count(),
                _instances.Values.Where(e => e.Row.Incidents > 0).Take(cap).Count(),
                _tasks.Values.Where(t => t.ClosedAt is null).Min(t => (DateTimeOffset?)t.Task.CreatedAt),
                timer is null || schedule < timer ? schedule : timer));
        }
    }

    public Task ProbeWriteAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
