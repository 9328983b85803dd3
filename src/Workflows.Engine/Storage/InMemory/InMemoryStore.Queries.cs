using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage.InMemory;

/// <content>What pages and the API read.</content>
internal sealed partial class InMemoryStore
{
    public Task<Page<InstanceSummary>> ListInstancesAsync(TenantId tenant, InstanceFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        var cursor = Cursor.Parse(page.Cursor, ListKind.Instances);
        var search = Paging.FoldSearch(filter.Search);
        lock (_lock)
        {
            var rows = _instances.Values
                .Where(e => e.Row.Tenant == tenant && Matches(e.Row, filter, search))
                .Select(e => (Entry: e, At: e.Row.StartedAt.UtcTicks))
                .Where(r => cursor is not { } c || (r.At, r.Entry.Number).CompareTo((c.At, c.Number)) < 0)
                .OrderByDescending(r => r.At).ThenByDescending(r => r.Entry.Number)
                .Take(limit + 1)
                .ToList();
            return Task.FromResult(Paging.Page(rows, limit, r => Summary(r.Entry.Row), r => new Cursor(ListKind.Instances, r.At, r.Entry.Number)));
        }
    }

    public async Task<InstanceSnapshot?> FindInstanceAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken) =>
        (await LoadAsync(tenant, instance, cancellationToken).ConfigureAwait(false))?.ToSnapshot();

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(TenantId tenant, InstanceId instance, long after, int limit, CancellationToken cancellationToken)
    {
        List<HistoryRow> rows;
        lock (_lock)
        {
            rows = _instances.TryGetValue(instance, out var entry) && entry.Row.Tenant == tenant
                ? [.. entry.History.Skip((int)Math.Clamp(after, 0, entry.History.Count)).Take(limit)]
                : [];
        }

        return Task.FromResult<IReadOnlyList<HistoryEntry>>([.. rows.Select(r => new HistoryEntry(r.Position, InstanceJson.ReadEvent(r.Payload)))]);
    }

    public Task<IReadOnlyList<TaskSummary>> ListInstanceTasksAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<TaskSummary>>(_instances.TryGetValue(instance, out var entry) && entry.Row.Tenant == tenant
                ? [.. entry.Tasks.Select(t => Summary(t))]
                : []);
        }
    }

    public Task<Page<TaskSummary>> ListTasksAsync(TenantId tenant, TaskFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var limit = Paging.CheckedLimit(page);
        if (Paging.IsClosed(tenant, filter) is not { } closed)
        {
            return Task.FromResult(new Page<TaskSummary>([], null));
        }

        var list = closed ? ListKind.ClosedTasks : ListKind.OpenTasks;
        var cursor = Cursor.Parse(page.Cursor, list);
        var search = Paging.FoldSearch(filter.Search);
        lock (_lock)
        {
            var matching = _tasks.Values
                .Where(t => t.Instance.Row.Tenant == tenant && t.ClosedAt is not null == closed && Matches(t, filter, search))
                .Select(t => (Task: t, At: (t.ClosedAt ?? t.Task.CreatedAt).UtcTicks));
            var rows = (closed
                ? matching.Where(r => cursor is not { } c || (r.At, r.Task.Number).CompareTo((c.At, c.Number)) < 0).OrderByDescending(r => r.At).ThenByDescending(r => r.Task.Number)
                : matching.Where(r => cursor is not { } c || (r.At, r.Task.Number).CompareTo((c.At, c.Number)) > 0).OrderBy(r => r.At).ThenBy(r => r.Task.Number))
                .Take(limit + 1)
                .ToList();
            return Task.FromResult(Paging.Page(rows, limit, r => Summary(r.Task), r => new Cursor(list, r.At, r.Task.Number)));
        }
    }

    Task<TaskDetails?> IWorkflowQueries.FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_tasks.TryGetValue(task, out var entry) && entry.Instance.Row.Tenant == tenant
                ? new TaskDetails(Summary(entry)) { Answers = entry.Answers is { } answers ? JsonElement.Parse(answers) : null, Comment = entry.Comment }
                : null);
        }
    }

    public Task<TaskCounts> CountTasksAsync(Actor person, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var open = _tasks.Values.Where(t => t.Instance.Row.Tenant == person.Tenant && t.ClosedAt is null).ToList();
            return Task.FromResult(new TaskCounts(
                open.Where(t => t.Task.Assignee == person.Id).Take(TaskCounts.Cap).Count(),
                open.Where(t => IsOffered(t, person)).Take(TaskCounts.Cap).Count()));
        }
    }

    public Task<bool> IsInvolvedAsync(Actor person, InstanceId instance, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(
                _instances.TryGetValue(instance, out var entry) && entry.Row.Tenant == person.Tenant
                && (entry.Row.StartedBy == person.Id || entry.Tasks.Exists(t => t.Task.Assignee == person.Id || t.CompletedBy == person.Id || IsOffered(t, person))));
        }
    }

    public Task<IReadOnlyList<DefinitionSummary>> ListDefinitionsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var open = OpenInstances(tenant).GroupBy(i => i.Definition).ToDictionary(g => g.Key, g => g.Count());
            return Task.FromResult<IReadOnlyList<DefinitionSummary>>([.. _definitions.Values
                .Where(versions => versions.Values[0].Tenant == tenant)
                .Select(versions => DefinitionSummaries.Representative(
                    [.. versions.Values.GroupBy(d => d.Status).Select(latest => latest.Last().ToSummary(open.GetValueOrDefault(latest.Last().Key)))]))
                .OrderBy(d => d.Name, StringComparer.OrdinalIgnoreCase).ThenBy(d => d.Key, StringComparer.Ordinal)]);
        }
    }

    public Task<IReadOnlyList<DefinitionSummary>> ListVersionsAsync(TenantId tenant, string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var open = OpenInstances(tenant).Where(i => i.Definition == key).GroupBy(i => i.Version).ToDictionary(g => g.Key, g => g.Count());
            return Task.FromResult<IReadOnlyList<DefinitionSummary>>(_definitions.TryGetValue((tenant, key), out var versions)
                ? [.. versions.Values.Reverse().Select(d => d.ToSummary(open.GetValueOrDefault(d.Version)))]
                : []);
        }
    }

    public Task<WorkflowDefinition?> FindDefinitionAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken) =>
        _cache.FindAsync(tenant, key, version, cancellationToken).AsTask();

    public Task<DefinitionVersion?> FindVersionAsync(TenantId tenant, string key, SemanticVersion version, CancellationToken cancellationToken) =>
        _cache.FindVersionAsync(tenant, key, version, cancellationToken).AsTask();

    private static bool Matches(InstanceRow row, InstanceFilter filter, string? search) =>
        (filter.Definition is null || row.Definition == filter.Definition)
        && (filter.Version is null || row.Version == filter.Version)
        && (filter.Statuses.IsDefaultOrEmpty || filter.Statuses.Contains(row.Status))
        && (search is null || Begins(row.Title, search) || Begins(row.Reference, search))
        && (filter.Reference is null || row.Reference == filter.Reference)
        && (filter.StartedBy is null || row.StartedBy == filter.StartedBy)
        && (filter.From is not { } from || row.StartedAt >= from)
        && (filter.To is not { } to || row.StartedAt < to)
        && (filter.HasIncident is not { } has || row.Incidents > 0 == has);

    private static bool Matches(TaskEntry task, TaskFilter filter, string? search) =>
        filter.Scope switch
        {
            TaskScope.Mine => task.Task.Assignee == filter.Person.Id,
            TaskScope.Available => IsOffered(task, filter.Person),
            TaskScope.Done => task.CompletedBy == filter.Person.Id,
            _ => true,
        }
        && (filter.Definition is null || task.Instance.Row.Definition == filter.Definition)
        && (filter.Instance is not { } instance || task.Instance.Row.Id == instance)
        && (filter.Step is not { } step || task.Task.Step == step)
        && (search is null || Begins(task.Task.Title, search) || Begins(task.Instance.Row.Reference, search));

    private static bool IsOffered(TaskEntry task, Actor person) =>
        task.Status is HumanTaskStatus.Offered && task.Task.EligibilityOf(person).IsEligible;

    private static bool Begins(string? text, string folded) => text is not null && Paging.Fold(text).StartsWith(folded, StringComparison.Ordinal);

    private IEnumerable<InstanceRow> OpenInstances(TenantId tenant) => _instances.Values.Select(e => e.Row).Where(r => r.Tenant == tenant && r.EndedAt is null);

    private InstanceSummary Summary(InstanceRow row) => new(
        row.Id, row.Definition, NameOf(row), row.Version, row.Title, row.Reference, row.Status, row.StartedBy, row.StartedAt, row.UpdatedAt, row.EndedAt,
        row.CurrentSteps, row.Incidents);

    private TaskSummary Summary(TaskEntry entry)
    {
        var (task, instance) = (entry.Task, entry.Instance.Row);
        return new TaskSummary
        {
            Id = task.Id,
            Instance = instance.Id,
            Step = task.Step,
            Definition = instance.Definition,
            DefinitionName = NameOf(instance),
            Version = instance.Version,
            Title = task.Title,
            Summary = task.Summary,
            InstanceTitle = instance.Title,
            Reference = instance.Reference,
            Requester = instance.StartedBy,
            Status = entry.Status,
            Assignee = task.Assignee,
            Users = task.Users,
            Groups = task.Groups,
            CreatedAt = task.CreatedAt,
            DueAt = task.DueAt,
            ClosedAt = entry.ClosedAt,
            CompletedBy = entry.CompletedBy,
            Outcome = entry.Outcome,
            Revision = entry.Revision,
        };
    }

    private string NameOf(InstanceRow row) =>
        _definitions.TryGetValue((row.Tenant, row.Definition), out var versions) && versions.TryGetValue(row.Version, out var definition) ? definition.Name : row.Definition;
}
