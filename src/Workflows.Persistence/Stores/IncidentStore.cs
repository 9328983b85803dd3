using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Databases;

namespace Workflows.Persistence.Stores;

/// <summary>What stands still, over all instances.</summary>
internal sealed class IncidentStore(WorkflowDatabase database) : IIncidentStore
{
    private const string Columns = "i.number, i.instance_id, i.incident, i.fingerprint, i.definition, i.version, i.title, i.reference, i.step, i.code, i.message, i.opened_at";

    private const string Group = $"""
        (SELECT count(*) FROM (SELECT 1 FROM incidents c WHERE c.tenant = @tenant AND c.fingerprint = found.fingerprint LIMIT @cap) counted),
            (SELECT min(f.opened_at) FROM incidents f WHERE f.tenant = @tenant AND f.fingerprint = found.fingerprint)
        FROM found JOIN incidents i ON i.number = (
            SELECT l.number FROM incidents l WHERE l.tenant = @tenant AND l.fingerprint = found.fingerprint ORDER BY l.opened_at DESC, l.number DESC LIMIT 1)
        """;

    /// <summary>One step along an index for each group, and in each to its first, its last, and along it to count.</summary>
    internal const string Groups = $"""
        WITH RECURSIVE found (fingerprint) AS (
            SELECT min(fingerprint) FROM incidents WHERE tenant = @tenant
            UNION ALL
            SELECT (SELECT min(n.fingerprint) FROM incidents n WHERE n.tenant = @tenant AND n.fingerprint > found.fingerprint) FROM found WHERE found.fingerprint IS NOT NULL)
        SELECT {Columns}, {Group} LIMIT @most
        """;

    /// <summary>The same of one group.</summary>
    internal const string OneGroup = $"WITH found (fingerprint) AS (SELECT CAST(@fingerprint AS text)) SELECT {Columns}, {Group}";

    public async Task<Page<IncidentSummary>> ListIncidentsAsync(TenantId tenant, IncidentFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        var cursor = Cursor.Parse(page.Cursor, ListKind.Incidents);
        List<object?> values = [tenant.Value, cursor?.At ?? long.MaxValue, cursor?.Number ?? long.MaxValue];
        if (filter.Fingerprint is { } fingerprint)
        {
            values.Add(fingerprint);
        }

        if (filter.Definition is { } definition)
        {
            values.Add(definition);
        }

        values.Add(limit + 1);
        var rows = await database.Reads.ListAsync(List(filter), row => (Number: row.Number(0), Summary: Summary(row)), cancellationToken, [.. values]).ConfigureAwait(false);
        return Paging.Page(rows, limit, row => row.Summary, row => new Cursor(ListKind.Incidents, StoredValue.Of(row.Summary.OpenedAt), row.Number));
    }

    public async Task<IReadOnlyList<IncidentGroup>> ListIncidentGroupsAsync(TenantId tenant, string? fingerprint, CancellationToken cancellationToken)
    {
        var groups = await (fingerprint is null
            ? database.Reads.ListAsync(Groups, ToGroup, cancellationToken, tenant.Value, IncidentGroup.Cap, IncidentGroup.MostGroups)
            : database.Reads.ListAsync(OneGroup, ToGroup, cancellationToken, fingerprint, tenant.Value, IncidentGroup.Cap)).ConfigureAwait(false);
        return [.. groups.OrderByDescending(g => g.Count).ThenByDescending(g => g.Latest.OpenedAt)];
    }

    /// <summary>The list for a filter: a walk back along one of three indexes.</summary>
    internal static string List(IncidentFilter filter) => $"""
        SELECT {Columns} FROM incidents i
        WHERE i.tenant = @tenant AND (i.opened_at, i.number) < (@at, @number){(filter.Fingerprint is null ? "" : " AND i.fingerprint = @fingerprint")}{(filter.Definition is null ? "" : " AND i.definition = @definition")}
        ORDER BY i.opened_at DESC, i.number DESC LIMIT @limit
        """;

    private static IncidentGroup ToGroup(DbRow row) => new(row.Text(3), (int)row.Number(12), row.Moment(13), Summary(row));

    private static IncidentSummary Summary(DbRow row) => new(
        new InstanceId(row.Id(1)), row.Count(2), row.Text(3), row.Text(4), StoredValue.ToVersion(row.Number(5)), row.Text(6), row.TextOrNull(7),
        row.TextOrNull(8) is { } step ? new StepId(step) : default(StepId?), row.Text(9), row.Text(10), row.Moment(11));
}
