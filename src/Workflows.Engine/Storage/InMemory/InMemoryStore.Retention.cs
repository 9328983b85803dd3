using System.Collections.Immutable;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;

namespace Workflows.Engine.Storage.InMemory;

/// <content>What is no longer kept, and the reports of the runs that removed it.</content>
internal sealed partial class InMemoryStore : IRetentionStore
{
    private readonly SortedDictionary<Guid, string> _retentionRuns = [];

    public Task<IReadOnlyList<(TenantId Tenant, string Definition)>> ListUsedDefinitionsAsync(TenantId? tenant, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<(TenantId, string)>>([.. _instances.Values
                .Where(e => tenant is null || e.Row.Tenant == tenant)
                .Select(e => (e.Row.Tenant, e.Row.Definition))
                .Distinct()
                .OrderBy(k => k.Tenant.Value, StringComparer.Ordinal)
                .ThenBy(k => k.Definition, StringComparer.Ordinal)]);
        }
    }

    public Task<IReadOnlyList<ExpiredInstance>> ListExpiredAsync(RetentionTarget target, ExpiredInstance? after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ExpiredInstance>>([.. _instances.Values
                .Where(e => e.Row.Tenant == target.Tenant && e.Row.Definition == target.Definition && e.Row.Status == target.Status && e.Row.UpdatedAt < target.Before)
                .Where(e => after is null || (e.Row.StartedAt, e.Number).CompareTo((after.StartedAt, after.Number)) > 0)
                .OrderBy(e => e.Row.StartedAt)
                .ThenBy(e => e.Number)
                .Take(limit)
                .Select(e => new ExpiredInstance(e.Row.Id, e.Row.Revision, e.Row.StartedAt, e.Row.UpdatedAt, e.Number))]);
        }
    }

    public Task<IReadOnlyList<StoredInstance>> LoadStoredAsync(TenantId tenant, ImmutableArray<InstanceId> instances, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredInstance>>([.. instances
                .Select(id => _instances.GetValueOrDefault(id))
                .Where(e => e is not null && e.Row.Tenant == tenant)
                .Select(e => new StoredInstance(e!.Row, [.. e.History], [.. e.Tasks.OrderBy(t => t.Number).Select(t => new StoredHumanTask(
                    t.Task.Id, t.Task.Step, t.Task.Title, t.Status, t.Task.Assignee, t.Task.CreatedAt, t.ClosedAt, t.CompletedBy, t.Outcome, t.Comment, t.Answers))]))]);
        }
    }

    public Task<ImmutableArray<InstanceId>> RemoveAsync(TenantId tenant, ImmutableArray<(InstanceId Instance, long Revision)> batch, AuditRow? act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var removed = ImmutableArray.CreateBuilder<InstanceId>();
        lock (_lock)
        {
            foreach (var (id, revision) in batch)
            {
                if (!_instances.TryGetValue(id, out var entry) || entry.Row.Tenant != tenant || entry.Row.Revision != revision || !RetentionRule.MayRemove(entry.Row.Status))
                {
                    continue;
                }

                _instances.Remove(id);
                if (entry.Row.StartKey is { } key)
                {
                    _startKeys.Remove((tenant, entry.Row.Definition, key));
                }

                entry.Tasks.ForEach(task => _tasks.Remove(task.Task.Id));
                entry.Timers.ForEach(timer => _timers.Remove((timer.DueAt, id.Value, timer.Token, timer.Kind)));
                removed.Add(id);
            }

            Add(removed.Count > 0 && act is not null ? [act] : []);
        }

        return Task.FromResult(removed.DrainToImmutable());
    }

    public Task<bool> BeginRunAsync(RetentionRun run, DateTimeOffset aliveSince, AuditRow? act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (run.EndedAt is null && Runs().Any(r => r.EndedAt is null && r.BeatAt >= aliveSince))
            {
                return Task.FromResult(false);
            }

            foreach (var old in Runs().Where(r => r.StartedAt < run.StartedAt - RetentionRun.KeptFor).ToList())
            {
                _retentionRuns.Remove(old.Id.Value);
            }

            _retentionRuns.Add(run.Id.Value, RetentionJson.Write(run));
            Add(act is null ? [] : [act]);
            return Task.FromResult(true);
        }
    }

    public Task<bool> SaveRunAsync(RetentionRun run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var isOpen = _retentionRuns.TryGetValue(run.Id.Value, out var stored) && RetentionJson.Read(stored).EndedAt is null;
            if (isOpen)
            {
                _retentionRuns[run.Id.Value] = RetentionJson.Write(run);
            }

            return Task.FromResult(isOpen);
        }
    }

    public Task<RetentionRun?> FindRunAsync(TenantId tenant, RetentionRunId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Runs().FirstOrDefault(r => r.Id == id && (r.Tenant is null || r.Tenant == tenant)));
        }
    }

    public Task<IReadOnlyList<RetentionRun>> ListRunsAsync(TenantId tenant, RetentionRunId? before, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<RetentionRun>>([.. Runs()
                .Where(r => (r.Tenant is null || r.Tenant == tenant) && (before is not { } end || r.Id.Value.CompareTo(end.Value) < 0))
                .Take(limit)]);
        }
    }

    public Task<RetentionRun?> LastScheduledRunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Runs().FirstOrDefault(r => r.Trigger is RetentionTrigger.Schedule));
        }
    }

    private IEnumerable<RetentionRun> Runs() => _retentionRuns.Values.Reverse().Select(RetentionJson.Read);
}
