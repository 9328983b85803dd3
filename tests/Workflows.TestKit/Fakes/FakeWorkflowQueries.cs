using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.TestKit.Fakes;

/// <summary>Queries over rows that a test puts in. Lists give every row of the tenant and remember the filter they were asked with.</summary>
public sealed class FakeWorkflowQueries : IWorkflowQueries
{
    private readonly ConcurrentQueue<InstanceSnapshot> _instances = new();
    private readonly ConcurrentQueue<(TenantId Tenant, TaskDetails Task)> _tasks = new();
    private readonly ConcurrentQueue<(TenantId Tenant, WorkflowDefinition Definition)> _definitions = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string Person, InstanceId Instance), bool> _involved = new();

    /// <summary>The filter of the last list of instances.</summary>
    public InstanceFilter? LastInstanceFilter { get; private set; }

    /// <summary>The filter of the last list of tasks.</summary>
    public TaskFilter? LastTaskFilter { get; private set; }

    /// <summary>Puts an instance in.</summary>
    public void Add(InstanceSnapshot instance) => _instances.Enqueue(instance);

    /// <summary>Puts a task in.</summary>
    public void Add(TenantId tenant, TaskDetails task) => _tasks.Enqueue((tenant, task));

    /// <summary>Publishes a definition.</summary>
    public void Add(TenantId tenant, WorkflowDefinition definition) => _definitions.Enqueue((tenant, definition));

    /// <summary>Makes a person involved in an instance.</summary>
    public void Involve(Actor person, InstanceId instance) => _involved[(person.Tenant, person.Id, instance)] = true;

    /// <inheritdoc/>
    public Task<Page<InstanceSummary>> ListInstancesAsync(TenantId tenant, InstanceFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        LastInstanceFilter = filter;
        var rows = _instances.Where(i => i.Tenant == tenant).Select(i => new InstanceSummary(
            i.Id, i.Definition, i.Definition, i.Version, i.Title, i.Reference, i.Status, i.StartedBy, i.StartedAt, i.UpdatedAt, i.EndedAt,
            string.Join(", ", i.CurrentSteps), i.Incidents.Length));
        return Task.FromResult(new Page<InstanceSummary>([.. rows], null));
    }

    /// <inheritdoc/>
    public Task<InstanceSnapshot?> FindInstanceAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken) =>
        Task.FromResult(_instances.LastOrDefault(i => i.Tenant == tenant && i.Id == instance));

    /// <inheritdoc/>
    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(TenantId tenant, InstanceId instance, long after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HistoryEntry>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TaskSummary>> ListInstanceTasksAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TaskSummary>>([.. _tasks.Where(t => t.Tenant == tenant && t.Task.Instance == instance).Select(t => t.Task)]);

    /// <inheritdoc/>
    public Task<Page<TaskSummary>> ListTasksAsync(TenantId tenant, TaskFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        LastTaskFilter = filter;
        return Task.FromResult(new Page<TaskSummary>([.. _tasks.Where(t => t.Tenant == tenant).Select(t => t.Task)], null));
    }

    /// <inheritdoc/>
    public Task<TaskDetails?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken) =>
        Task.FromResult(_tasks.LastOrDefault(t => t.Tenant == tenant && t.Task.Id == task).Task ?? null);

    /// <inheritdoc/>
    public Task<TaskCounts> CountTasksAsync(Actor person, CancellationToken cancellationToken)
    {
        var open = _tasks.Where(t => t.Tenant == person.Tenant && t.Task.IsOpen && t.Task.EligibilityOf(person).IsEligible).ToImmutableArray();
        return Task.FromResult(new TaskCounts(open.Count(t => t.Task.Assignee is not null), open.Count(t => t.Task.Assignee is null)));
    }

    /// <inheritdoc/>
    public Task<bool> IsInvolvedAsync(Actor person, InstanceId instance, CancellationToken cancellationToken) =>
        Task.FromResult(_involved.ContainsKey((person.Tenant, person.Id, instance)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<DefinitionSummary>> ListDefinitionsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DefinitionSummary>>(
            [.. Of(tenant).GroupBy(d => d.Key).Select(g => Summary(g.MaxBy(d => d.Version)!)).OrderBy(d => d.Name, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DefinitionSummary>> ListVersionsAsync(TenantId tenant, string key, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DefinitionSummary>>([.. Of(tenant).Where(d => d.Key == key).OrderByDescending(d => d.Version).Select(Summary)]);

    /// <inheritdoc/>
    public Task<WorkflowDefinition?> FindDefinitionAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken) =>
        Task.FromResult(Of(tenant).Where(d => d.Key == key && (version is null || d.Version == version)).MaxBy(d => d.Version));

    /// <inheritdoc/>
    public Task<DefinitionVersion?> FindVersionAsync(TenantId tenant, string key, SemanticVersion version, CancellationToken cancellationToken) =>
        Task.FromResult(Of(tenant).FirstOrDefault(d => d.Key == key && d.Version == version) is { } found
            ? new DefinitionVersion(Summary(found), found)
            : null);

    internal static DefinitionSummary Summary(WorkflowDefinition definition) => Summary(definition.Key, definition.Version) with
    {
        Name = definition.Name,
        Description = definition.Description,
        Category = definition.Category,
        StepCount = definition.Steps.Length,
    };

    internal static DefinitionSummary Summary(string key, SemanticVersion version) => new()
    {
        Key = key,
        Version = version,
        Status = DefinitionStatus.Published,
        Revision = 1,
        Name = key,
        StepCount = 1,
        ContentHash = "",
        ChangedAt = DateTimeOffset.UnixEpoch,
        ChangedBy = "system",
        PublishedAt = DateTimeOffset.UnixEpoch,
        PublishedBy = "system",
    };

    private IEnumerable<WorkflowDefinition> Of(TenantId tenant) => _definitions.Where(d => d.Tenant == tenant).Select(d => d.Definition);
}
