using Microsoft.EntityFrameworkCore;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Configurations;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Queries;

/// <content>Lists of instances.</content>
internal sealed partial class EfWorkflowQueries
{
    private sealed record InstanceListRow(long Number, InstanceSummary Summary);

    public async Task<Page<InstanceSummary>> ListInstancesAsync(TenantId tenant, InstanceFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        var cursor = Cursor.Parse(page.Cursor, ListKind.Instances);
        using var db = open();
        var search = Paging.FoldSearch(filter.Search);
        var isSelective = search is not null
            && await db.CountInstancesBeginningAsync(tenant, FoldedRange.Of(search), MaxMatches, cancellationToken).ConfigureAwait(false) < MaxMatches;
        List<InstanceListRow> rows = [];
        var walks = isSelective ? [(db.InstancesBeginning(tenant, FoldedRange.Of(search!)), filter)] : Walks(db, filter);
        foreach (var (walk, narrower) in walks)
        {
            var query = Narrowed(walk.Where(i => i.Tenant == tenant), narrower);
            if (search is not null && !isSelective)
            {
                query = query.Where(i => i.TitleFolded.StartsWith(search) || i.ReferenceFolded!.StartsWith(search));
            }

            if (cursor is { Number: var number } end)
            {
                var at = StoredValue.ToMoment(end.At);
                query = query.Where(i => i.StartedAt <= at && (i.StartedAt < at || i.Number < number));
            }

            rows.AddRange(await query
                .OrderByDescending(i => i.StartedAt).ThenByDescending(i => i.Number)
                .Take(limit + 1)
                .Select(i => new InstanceListRow(i.Number, new InstanceSummary(
                    i.Id, i.Definition, i.Definition, i.Version, i.Title, i.Reference, i.Status, i.StartedBy, i.StartedAt, i.UpdatedAt, i.EndedAt, i.CurrentSteps, i.IncidentCount)))
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false));
        }

        if (walks.Count > 1)
        {
            rows = [.. rows.OrderByDescending(r => r.Summary.StartedAt).ThenByDescending(r => r.Number).Take(limit + 1)];
        }

        await _names.LearnAsync(db, tenant, rows.Select(r => (r.Summary.Definition, r.Summary.Version)), cancellationToken).ConfigureAwait(false);
        return Paging.Page(
            rows,
            limit,
            r => r.Summary with { DefinitionName = _names.Of(tenant, r.Summary.Definition, r.Summary.Version) },
            r => new Cursor(ListKind.Instances, StoredValue.Of(r.Summary.StartedAt), r.Number));
    }

    /// <summary>
    /// The walks whose rows, put together, are the list: along the index that the filter makes shortest. Rows of several statuses lie apart in it, each
    /// in order, so each status is a walk of its own.
    /// </summary>
    private static List<(IQueryable<InstanceEntity> Walk, InstanceFilter Filter)> Walks(WorkflowDbContext db, InstanceFilter filter)
    {
        if (filter.Reference is { } reference)
        {
            var folded = Paging.Fold(reference);
            return [(db.InstancesAlong(InstanceConfiguration.ByReference).Where(i => i.ReferenceFolded == folded), filter)];
        }

        if (filter.HasIncident is true)
        {
            return [(db.InstancesAlong(filter.Definition is null ? InstanceConfiguration.WithIncident : InstanceConfiguration.WithIncidentByDefinition), filter)];
        }

        if (filter.StartedBy is not null)
        {
            return [(db.InstancesAlong(InstanceConfiguration.ByStarter), filter)];
        }

        if (filter.Definition is null && filter.Statuses.IsDefaultOrEmpty)
        {
            return [(db.InstancesAlong(InstanceConfiguration.ByStart), filter)];
        }

        var index = filter.Definition is null ? InstanceConfiguration.ByStatus : InstanceConfiguration.ByDefinition;
        var statuses = filter.Statuses.IsDefaultOrEmpty ? Enum.GetValues<InstanceStatus>() : filter.Statuses.Distinct();
        return [.. statuses.Select(status => (db.InstancesAlong(index), filter with { Statuses = [status] }))];
    }

    private static IQueryable<InstanceEntity> Narrowed(IQueryable<InstanceEntity> query, InstanceFilter filter)
    {
        if (filter.Definition is { } definition)
        {
            query = query.Where(i => i.Definition == definition);
        }

        if (filter.Version is { } version)
        {
            query = query.Where(i => i.Version == version);
        }

        if (filter.Statuses is [var status])
        {
            query = query.Where(i => i.Status == status);
        }
        else if (!filter.Statuses.IsDefaultOrEmpty)
        {
            List<InstanceStatus> statuses = [.. filter.Statuses];
            query = query.Where(i => statuses.Contains(i.Status));
        }

        if (filter.Reference is { } reference)
        {
            query = query.Where(i => i.Reference == reference);
        }

        if (filter.StartedBy is { } starter)
        {
            query = query.Where(i => i.StartedBy == starter);
        }

        if (filter.From is { } from)
        {
            query = query.Where(i => i.StartedAt >= from);
        }

        if (filter.To is { } to)
        {
            query = query.Where(i => i.StartedAt < to);
        }

        return filter.HasIncident switch
        {
            true => query.Where(i => i.IncidentCount > 0),
            false => query.Where(i => i.IncidentCount == 0),
            null => query,
        };
    }
}
