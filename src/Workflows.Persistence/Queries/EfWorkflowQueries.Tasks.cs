using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workflows.Engine;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Persistence.Configurations;
using Workflows.Persistence.Entities;

namespace Workflows.Persistence.Queries;

/// <content>Tasks and inboxes.</content>
internal sealed partial class EfWorkflowQueries
{
    private static readonly Expression<Func<HumanTaskEntity, TaskListRow>> s_taskRow = t => new TaskListRow(t.Number, new TaskSummary
    {
        Id = t.Id,
        Instance = t.InstanceId,
        Step = t.Step,
        Definition = t.Definition,
        DefinitionName = t.Definition,
        Version = t.Version,
        Title = t.Title,
        Summary = t.Summary,
        InstanceTitle = t.InstanceTitle,
        Reference = t.Reference,
        Requester = t.Requester,
        Status = t.Status,
        Assignee = t.Assignee,
        Users = StoredValue.ToNames(t.CandidateUsers),
        Groups = StoredValue.ToNames(t.CandidateGroups),
        CreatedAt = t.CreatedAt,
        DueAt = t.DueAt,
        ClosedAt = t.ClosedAt,
        CompletedBy = t.CompletedBy,
        Outcome = t.Outcome,
        Revision = t.Revision,
    });

    private sealed record TaskListRow(long Number, TaskSummary Summary);

    public async Task<IReadOnlyList<TaskSummary>> ListInstanceTasksAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken)
    {
        using var db = open();
        var rows = await db.HumanTasksAlong(HumanTaskConfiguration.ByInstance)
            .Where(t => t.Tenant == tenant && t.InstanceId == instance)
            .OrderBy(t => t.CreatedAt).ThenBy(t => t.Number)
            .Select(s_taskRow)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return await NamedAsync(db, tenant, rows, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Page<TaskSummary>> ListTasksAsync(TenantId tenant, TaskFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        if (Paging.IsClosed(tenant, filter) is not { } closed)
        {
            return new Page<TaskSummary>([], null);
        }

        var list = closed ? ListKind.ClosedTasks : ListKind.OpenTasks;
        var cursor = Cursor.Parse(page.Cursor, list);
        var search = Paging.FoldSearch(filter.Search);
        using var db = open();
        var isSelective = search is not null
            && await db.CountHumanTasksBeginningAsync(tenant, FoldedRange.Of(search), MaxMatches, cancellationToken).ConfigureAwait(false) < MaxMatches;
        if (!isSelective && filter is { Scope: TaskScope.Available, Instance: null })
        {
            return await InboxAsync(db, filter, search, limit, cursor, cancellationToken).ConfigureAwait(false);
        }

        var tasks = isSelective ? db.HumanTasksBeginning(tenant, FoldedRange.Of(search!)) : db.HumanTasksAlong(IndexOf(filter, closed));
        var query = Narrowed(InScope(db, tasks.Where(t => t.Tenant == tenant), filter), filter, isSelective ? null : search);
        var rows = await (closed ? ClosedAfter(query, cursor) : OpenAfter(query, cursor))
            .Take(limit + 1)
            .Select(s_taskRow)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        await _names.LearnAsync(db, tenant, rows.Select(r => (r.Summary.Definition, r.Summary.Version)), cancellationToken).ConfigureAwait(false);
        return Paging.Page(
            rows,
            limit,
            r => Named(tenant, r.Summary),
            r => new Cursor(list, StoredValue.Of(r.Summary.ClosedAt ?? r.Summary.CreatedAt), r.Number));
    }

    public async Task<TaskDetails?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken)
    {
        using var db = open();
        var tasks = db.HumanTasks.Where(t => t.Id == task && t.Tenant == tenant);
        if (await tasks.Select(s_taskRow).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var rest = await tasks.Select(t => new { t.Answers, t.Comment }).SingleAsync(cancellationToken).ConfigureAwait(false);
        var summary = await NamedAsync(db, tenant, [row], cancellationToken).ConfigureAwait(false);
        return new TaskDetails(summary[0]) { Answers = rest.Answers is { } answers ? JsonElement.Parse(answers) : null, Comment = rest.Comment };
    }

    public async Task<TaskCounts> CountTasksAsync(Actor person, CancellationToken cancellationToken)
    {
        var (tenant, id, inboxes) = (person.Tenant, person.Id, Inboxes(person));
        using var db = open();
        var mine = await db.HumanTasksAlong(HumanTaskConfiguration.OpenByAssignee)
            .Where(t => t.Tenant == tenant && t.Assignee == id && t.ClosedAt == null)
            .Select(t => t.Number)
            .Take(TaskCounts.Cap)
            .CountAsync(cancellationToken)
            .ConfigureAwait(false);
        var available = await db.TaskCandidates
            .Where(c => c.Tenant == tenant && inboxes.Contains(c.Candidate))
            .Select(c => c.Task)
            .Distinct()
            .Take(TaskCounts.Cap)
            .CountAsync(cancellationToken)
            .ConfigureAwait(false);
        return new TaskCounts(mine, available);
    }

    public async Task<bool> IsInvolvedAsync(Actor person, InstanceId instance, CancellationToken cancellationToken)
    {
        var (tenant, id, inboxes) = (person.Tenant, person.Id, Inboxes(person));
        using var db = open();
        return await db.Instances.AnyAsync(i => i.Id == instance && i.Tenant == tenant && i.StartedBy == id, cancellationToken).ConfigureAwait(false)
            || await db.HumanTasksAlong(HumanTaskConfiguration.ByInstance)
                .AnyAsync(
                    t => t.Tenant == tenant && t.InstanceId == instance
                        && (t.Assignee == id || t.CompletedBy == id || db.TaskCandidates.Any(c => c.Task == t.Number && inboxes.Contains(c.Candidate))),
                    cancellationToken)
                .ConfigureAwait(false);
    }

    /// <summary>
    /// What is offered to a person, oldest first: each of their inboxes (their own, that of each group, that of everybody) is a walk along the index of offers,
    /// and the page is what comes first in any of them.
    /// </summary>
    private async Task<Page<TaskSummary>> InboxAsync(
        WorkflowDbContext db, TaskFilter filter, string? search, int limit, Cursor? cursor, CancellationToken cancellationToken)
    {
        var tenant = filter.Person.Tenant;
        var isNarrowed = search is not null || filter.Definition is not null || filter.Step is not null;
        var matching = Narrowed(db.HumanTasks, filter, search);
        SortedSet<(DateTimeOffset CreatedAt, long Task)> offers = [];
        foreach (var inbox in Inboxes(filter.Person))
        {
            var walk = db.TaskCandidates.Where(c => c.Tenant == tenant && c.Candidate == inbox);
            if (cursor is { Number: var number } end)
            {
                var at = StoredValue.ToMoment(end.At);
                walk = walk.Where(c => c.CreatedAt >= at && (c.CreatedAt > at || c.Task > number));
            }

            if (isNarrowed)
            {
                walk = walk.Where(c => matching.Any(t => t.Number == c.Task));
            }

            var found = await walk
                .OrderBy(c => c.CreatedAt).ThenBy(c => c.Task)
                .Take(limit + 1)
                .Select(c => new { c.CreatedAt, c.Task })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            offers.UnionWith(found.Select(c => (c.CreatedAt, c.Task)));
        }

        List<(DateTimeOffset CreatedAt, long Task)> shown = [.. offers.Take(limit)];
        var rows = await db.HumanTasksByNumber([.. shown.Select(o => o.Task)])
            .Where(t => t.Assignee == null && t.ClosedAt == null)
            .OrderBy(t => t.CreatedAt).ThenBy(t => t.Number)
            .Select(s_taskRow)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var next = offers.Count > limit ? new Cursor(ListKind.OpenTasks, StoredValue.Of(shown[^1].CreatedAt), shown[^1].Task).ToString() : null;
        return new Page<TaskSummary>(await NamedAsync(db, tenant, rows, cancellationToken).ConfigureAwait(false), next);
    }

    private static string IndexOf(TaskFilter filter, bool closed) => filter switch
    {
        { Instance: not null } => HumanTaskConfiguration.ByInstance,
        { Scope: TaskScope.Mine } => HumanTaskConfiguration.OpenByAssignee,
        { Scope: TaskScope.Done } => HumanTaskConfiguration.DoneByPerson,
        _ when closed => HumanTaskConfiguration.Closed,
        { Definition: not null } => HumanTaskConfiguration.OpenByDefinition,
        _ => HumanTaskConfiguration.OpenByAge,
    };

    private static IQueryable<HumanTaskEntity> InScope(WorkflowDbContext db, IQueryable<HumanTaskEntity> query, TaskFilter filter)
    {
        var (id, inboxes) = (filter.Person.Id, Inboxes(filter.Person));
        return filter.Scope switch
        {
            TaskScope.Mine => query.Where(t => t.Assignee == id),
            TaskScope.Available => query.Where(t => db.TaskCandidates.Any(c => c.Task == t.Number && inboxes.Contains(c.Candidate))),
            TaskScope.Done => query.Where(t => t.CompletedBy == id),
            _ => query,
        };
    }

    private static IQueryable<HumanTaskEntity> Narrowed(IQueryable<HumanTaskEntity> query, TaskFilter filter, string? search)
    {
        if (filter.Definition is { } definition)
        {
            query = query.Where(t => t.Definition == definition);
        }

        if (filter.Instance is { } instance)
        {
            query = query.Where(t => t.InstanceId == instance);
        }

        if (filter.Step is { } step)
        {
            query = query.Where(t => t.Step == step);
        }

        return search is null ? query : query.Where(t => t.TitleFolded.StartsWith(search) || t.ReferenceFolded!.StartsWith(search));
    }

    private static IQueryable<HumanTaskEntity> OpenAfter(IQueryable<HumanTaskEntity> query, Cursor? cursor)
    {
        query = query.Where(t => t.ClosedAt == null);
        if (cursor is { Number: var number } end)
        {
            var at = StoredValue.ToMoment(end.At);
            query = query.Where(t => t.CreatedAt >= at && (t.CreatedAt > at || t.Number > number));
        }

        return query.OrderBy(t => t.CreatedAt).ThenBy(t => t.Number);
    }

    private static IQueryable<HumanTaskEntity> ClosedAfter(IQueryable<HumanTaskEntity> query, Cursor? cursor)
    {
        query = query.Where(t => t.ClosedAt != null);
        if (cursor is { Number: var number } end)
        {
            var at = StoredValue.ToMoment(end.At);
            query = query.Where(t => t.ClosedAt <= at && (t.ClosedAt < at || t.Number < number));
        }

        return query.OrderByDescending(t => t.ClosedAt).ThenByDescending(t => t.Number);
    }

    private async Task<ImmutableArray<TaskSummary>> NamedAsync(WorkflowDbContext db, TenantId tenant, List<TaskListRow> rows, CancellationToken cancellationToken)
    {
        await _names.LearnAsync(db, tenant, rows.Select(r => (r.Summary.Definition, r.Summary.Version)), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => Named(tenant, r.Summary))];
    }

    private TaskSummary Named(TenantId tenant, TaskSummary task) => task with { DefinitionName = _names.Of(tenant, task.Definition, task.Version) };

    private static List<string> Inboxes(Actor person) => [.. Candidates.KeysOf(person)];
}
