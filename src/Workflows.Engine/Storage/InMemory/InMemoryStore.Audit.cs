using System.Collections.Immutable;

namespace Workflows.Engine.Storage.InMemory;

/// <content>The audit.</content>
internal sealed partial class InMemoryStore : IAuditStore
{
    private readonly List<(TenantId Tenant, AuditEntry Entry)> _acts = [];

    public Task AddActAsync(AuditRow act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            Add(act);
        }

        return Task.CompletedTask;
    }

    public Task<Page<AuditEntry>> ListActsAsync(TenantId tenant, AuditFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        var end = Cursor.Parse(page.Cursor, ListKind.Acts) is { } cursor ? (cursor.At, cursor.Number) : (long.MaxValue, long.MaxValue);
        lock (_lock)
        {
            List<AuditEntry> rows = [.. _acts
                .Where(a => a.Tenant == tenant)
                .Select(a => a.Entry)
                .Where(e => (e.At.UtcTicks, e.Number).CompareTo(end) < 0 && (filter.Actor is null || e.Actor == filter.Actor) && (filter.Instance is null || e.Instance == filter.Instance)
                    && (filter.Action is null || e.Action == filter.Action) && (filter.From is null || e.At >= filter.From) && (filter.To is null || e.At < filter.To))
                .OrderByDescending(e => e.At).ThenByDescending(e => e.Number)
                .Take(limit + 1)];
            return Task.FromResult(Paging.Page(rows, limit, e => e, e => new Cursor(ListKind.Acts, e.At.UtcTicks, e.Number)));
        }
    }

    private void Add(ImmutableArray<AuditRow> acts)
    {
        foreach (var act in acts)
        {
            Add(act);
        }
    }

    private void Add(AuditRow? act)
    {
        if (act is not null)
        {
            _acts.Add((act.Tenant, new AuditEntry(_acts.Count + 1, act.At, act.Actor, act.Channel, act.Action, act.Instance, act.Subject, act.Title, act.Note)));
        }
    }
}
