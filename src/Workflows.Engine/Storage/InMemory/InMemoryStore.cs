using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage.InMemory;

/// <summary>
/// Everything in this process, for tests and trials: as strict as a database (states are stored serialised, commits are fenced and atomic), gone when the
/// process ends. A commit costs the same however much is stored; lists look at every row.
/// </summary>
internal sealed partial class InMemoryStore : IInstanceStore, IDefinitionStore, IWorkflowQueries
{
    private readonly Lock _lock = new();
    private readonly Dictionary<InstanceId, InstanceEntry> _instances = [];
    private readonly Dictionary<(TenantId, string, string), InstanceEntry> _startKeys = [];
    private readonly Dictionary<HumanTaskId, TaskEntry> _tasks = [];
    private readonly SortedSet<(DateTimeOffset DueAt, Guid Instance, int Token, TimerKind Kind)> _timers = [];
    private readonly Dictionary<(TenantId, string), SortedList<SemanticVersion, StoredDefinition>> _definitions = [];
    private readonly DefinitionCache _cache;
    private long _lastNumber;

    public InMemoryStore() => _cache = new DefinitionCache(this);

    public Task<WorkflowInstance?> LoadAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken) =>
        Task.FromResult(Find(tenant, instance) is { } row ? InstanceJson.ReadInstance(row.State) : null);

    public Task CommitAsync(InstanceCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rows = CommitRows.Of(commit);
        lock (_lock)
        {
            var entry = Fenced(rows);
            entry.Row = rows.Instance;
            entry.History.AddRange(rows.History);
            foreach (var change in rows.Tasks)
            {
                Apply(entry, change);
            }

            Apply(entry, rows.Timers);
            Apply(entry, rows.Incidents);
            Add(rows.Deliveries);
            Add(rows.Acts);
        }

        return Task.CompletedTask;
    }

    public Task<StartedInstance?> FindByStartKeyAsync(TenantId tenant, string definition, string startKey, CancellationToken cancellationToken)
    {
        byte[] first;
        InstanceId id;
        lock (_lock)
        {
            if (!_startKeys.TryGetValue((tenant, definition, startKey), out var entry))
            {
                return Task.FromResult<StartedInstance?>(null);
            }

            (id, first) = (entry.Row.Id, entry.History[0].Payload);
        }

        return Task.FromResult<StartedInstance?>(new StartedInstance(id, ((InstanceStarted)InstanceJson.ReadEvent(first)).Data));
    }

    public Task<StoredTask?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_tasks.TryGetValue(task, out var entry) && entry.Instance.Row.Tenant == tenant
                ? new StoredTask(entry.Instance.Row.Id, entry.Status, entry.CompletedBy, entry.Outcome, entry.ClosedAt, entry.Comment, entry.Revision)
                : null);
        }
    }

    public Task<IReadOnlyList<DueTimer>> ListDueTimersAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DueTimer>>([.. _timers.TakeWhile(t => t.DueAt <= now).Take(limit)
                .Select(t => new DueTimer(_instances[new InstanceId(t.Instance)].Row.Tenant, new InstanceId(t.Instance), t.Token, t.Kind, t.DueAt))]);
        }
    }

    public Task ForgetTimerAsync(DueTimer timer, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _timers.Remove((timer.DueAt, timer.Instance.Value, timer.Token, timer.Kind));
        }

        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> NextTimerAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<DateTimeOffset?>(_timers.Count == 0 ? null : _timers.Min.DueAt);
        }
    }

    public Task<IReadOnlyList<(TenantId Tenant, InstanceId Instance)>> ListRunningAsync(InstanceId? after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<(TenantId, InstanceId)>>([.. _instances.Values
                .Where(e => e.Row.Status is InstanceStatus.Pending or InstanceStatus.Running && (after is not { } last || e.Row.Id.Value.CompareTo(last.Value) > 0))
                .OrderBy(e => e.Row.Id.Value)
                .Take(limit)
                .Select(e => (e.Row.Tenant, e.Row.Id))]);
        }
    }

    public Task<bool> WriteAsync(ImmutableArray<DefinitionChange> changes, ImmutableArray<DeliveryRow> deliveries, ImmutableArray<AuditRow> acts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (changes.Any(change => (Version(change.Tenant, change.Key, change.Version)?.Revision ?? 0) != change.ExpectedRevision))
            {
                return Task.FromResult(false);
            }

            Add(deliveries);
            Add(acts);
            foreach (var change in changes)
            {
                if (!_definitions.TryGetValue((change.Tenant, change.Key), out var versions))
                {
                    _definitions.Add((change.Tenant, change.Key), versions = []);
                }

                if (change is DefinitionChange.Save save)
                {
                    versions[change.Version] = save.Definition;
                }
                else if (versions.Remove(change.Version) && versions.Count == 0)
                {
                    _definitions.Remove((change.Tenant, change.Key));
                }
            }

            return Task.FromResult(true);
        }
    }

    public Task<StoredDefinition?> FindAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(version is { } named ? Version(tenant, key, named) : Latest(_definitions.GetValueOrDefault((tenant, key)), DefinitionStatus.Published));
        }
    }

    public Task<bool> HasRetiredAsync(TenantId tenant, string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Latest(_definitions.GetValueOrDefault((tenant, key)), DefinitionStatus.Retired) is not null);
        }
    }

    private static StoredDefinition? Latest(SortedList<SemanticVersion, StoredDefinition>? versions, DefinitionStatus status) =>
        versions?.Values.LastOrDefault(version => version.Status == status);

    private StoredDefinition? Version(TenantId tenant, string key, SemanticVersion version) =>
        _definitions.GetValueOrDefault((tenant, key))?.GetValueOrDefault(version);

    /// <summary>The entry that a commit may change: a new one, or the one at the revision it was decided on.</summary>
    private InstanceEntry Fenced(CommitRows rows)
    {
        var next = rows.Instance;
        if ((_instances.TryGetValue(next.Id, out var entry) ? entry.Row.Revision : 0) != rows.ExpectedRevision || (entry is not null && entry.Row.Tenant != next.Tenant))
        {
            throw new ConcurrencyConflictException(next.Id, rows.ExpectedRevision);
        }

        if (entry is not null)
        {
            return entry;
        }

        entry = new InstanceEntry { Row = next, Number = ++_lastNumber };
        if (next.StartKey is { } key && !_startKeys.TryAdd((next.Tenant, next.Definition, key), entry))
        {
            throw new DuplicateStartKeyException(next.Definition, key);
        }

        _instances.Add(next.Id, entry);
        return entry;
    }

    private void Apply(InstanceEntry entry, TaskChange change)
    {
        if (change is TaskChange.Created { Task: var created })
        {
            var added = new TaskEntry { Instance = entry, Task = created, Number = ++_lastNumber, Status = created.Status, Revision = entry.Row.Revision };
            _tasks.Add(created.Id, added);
            entry.Tasks.Add(added);
            return;
        }

        var task = _tasks[change.Id];
        task.Revision = entry.Row.Revision;
        switch (change)
        {
            case TaskChange.Assigned assigned:
                task.Task = task.Task with { Assignee = assigned.Assignee };
                task.Status = task.Task.Status;
                break;
            case TaskChange.Closed closed:
                (task.Status, task.ClosedAt, task.CompletedBy) = (closed.Status, closed.At, closed.By);
                (task.Outcome, task.Comment, task.Answers) = (closed.Outcome, closed.Comment, closed.Answers);
                break;
        }
    }

    private void Apply(InstanceEntry entry, TimerChange change)
    {
        var id = entry.Row.Id.Value;
        foreach (var timer in entry.Timers.Where(t => change.Disarmed.Contains(t.Token) || change.Armed.Any(a => (a.Token, a.Kind) == (t.Token, t.Kind))).ToList())
        {
            entry.Timers.Remove(timer);
            _timers.Remove((timer.DueAt, id, timer.Token, timer.Kind));
        }

        foreach (var timer in change.Armed)
        {
            entry.Timers.Add(timer);
            _timers.Add((timer.DueAt, id, timer.Token, timer.Kind));
        }
    }

    private InstanceRow? Find(TenantId tenant, InstanceId instance)
    {
        lock (_lock)
        {
            return _instances.TryGetValue(instance, out var entry) && entry.Row.Tenant == tenant ? entry.Row : null;
        }
    }

    private sealed class InstanceEntry
    {
        public required InstanceRow Row { get; set; }

        public required long Number { get; init; }

        public List<HistoryRow> History { get; } = [];

        public List<TaskEntry> Tasks { get; } = [];

        public List<ArmedTimer> Timers { get; } = [];

        public List<(long Number, IncidentRow Row)> Incidents { get; } = [];
    }

    private sealed class TaskEntry
    {
        public required InstanceEntry Instance { get; init; }

        public required HumanTask Task { get; set; }

        public required long Number { get; init; }

        public required HumanTaskStatus Status { get; set; }

        public required long Revision { get; set; }

        public DateTimeOffset? ClosedAt { get; set; }

        public string? CompletedBy { get; set; }

        public string? Outcome { get; set; }

        public string? Comment { get; set; }

        public byte[]? Answers { get; set; }
    }
}
