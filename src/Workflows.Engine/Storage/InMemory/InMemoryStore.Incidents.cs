namespace Workflows.Engine.Storage.InMemory;

/// <content>What stands still, over all instances.</content>
internal sealed partial class InMemoryStore : IIncidentStore
{
    public Task<Page<IncidentSummary>> ListIncidentsAsync(TenantId tenant, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        var cursor = Cursor.Parse(page.Cursor, ListKind.Incidents);
        lock (_lock)
        {
            List<(long Number, IncidentRow Row)> rows = [.. OpenIncidents(tenant)
                .Where(i => (filter.Fingerprint is null || i.Row.Fingerprint == filter.Fingerprint) && (filter.Definition is null || i.Row.Definition == filter.Definition))
                .OrderByDescending(i => i.Row.OpenedAt)
                .ThenByDescending(i => i.Number)
                .Where(i => cursor is not { } end || (i.Row.OpenedAt.UtcTicks, i.Number).CompareTo((end.At, end.Number)) < 0)
                .Take(limit + 1)];
            return Task.FromResult(Paging.Page(rows, limit, i => Summary(i.Row), i => new Cursor(ListKind.Incidents, i.Row.OpenedAt.UtcTicks, i.Number)));
        }
    }

    public Task<IReadOnlyList<IncidentGroup>> ListIncidentGroupsAsync(TenantId tenant, string? fingerprint, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<IncidentGroup>>([.. OpenIncidents(tenant)
                .Where(i => fingerprint is null || i.Row.Fingerprint == fingerprint)
                .GroupBy(i => i.Row.Fingerprint)
                .Select(g => new IncidentGroup(
                    g.Key, Math.Min(g.Count(), IncidentGroup.Cap), g.Min(i => i.Row.OpenedAt), Summary(g.OrderBy(i => i.Row.OpenedAt).ThenBy(i => i.Number).Last().Row)))
                .OrderByDescending(g => g.Count)
                .ThenByDescending(g => g.Latest.OpenedAt)
                .Take(IncidentGroup.MostGroups)]);
        }
    }

    private IEnumerable<(long Number, IncidentRow Row)> OpenIncidents(TenantId tenant) => _instances.Values.Where(e => e.Row.Tenant == tenant).SelectMany(e => e.Incidents);

    private void Apply(InstanceEntry entry, IncidentChange change)
    {
        entry.Incidents.RemoveAll(i => change.Resolved.Contains(i.Row.Incident));
        entry.Incidents.AddRange(change.Opened.Select(row => (++_lastNumber, row)));
    }

    private static IncidentSummary Summary(IncidentRow row) => new(
        row.Instance, row.Incident, row.Fingerprint, row.Definition, row.Version, row.Title, row.Reference, row.Step, row.Code, row.Message, row.OpenedAt);
}
