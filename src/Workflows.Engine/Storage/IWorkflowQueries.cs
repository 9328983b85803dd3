using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>
/// What pages and the API read. Every query is inside one tenant, costs the same however many instances there are, and lists never read data or
/// answers. Whether a person may see a row is the caller's gate to decide; the filters carry what it needs.
/// </summary>
public interface IWorkflowQueries
{
    /// <summary>The instances that match, latest first.</summary>
    Task<Page<InstanceSummary>> ListInstancesAsync(TenantId tenant, InstanceFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>An instance with its state, or null.</summary>
    Task<InstanceSnapshot?> FindInstanceAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken);

    /// <summary>The events of an instance after a position, oldest first; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(TenantId tenant, InstanceId instance, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The human tasks of an instance, open and closed, oldest first.</summary>
    Task<IReadOnlyList<TaskSummary>> ListInstanceTasksAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken);

    /// <summary>The tasks that match: open ones by age, closed ones latest first.</summary>
    Task<Page<TaskSummary>> ListTasksAsync(TenantId tenant, TaskFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>A task with what was answered, or null.</summary>
    Task<TaskDetails?> FindTaskAsync(TenantId tenant, HumanTaskId task, CancellationToken cancellationToken);

    /// <summary>How many open tasks are the person's, and how many are offered to them; each counted to at most <see cref="TaskCounts.Cap"/>.</summary>
    Task<TaskCounts> CountTasksAsync(Actor person, CancellationToken cancellationToken);

    /// <summary>Whether the person started the instance, or has or had a task of it, or is offered one.</summary>
    Task<bool> IsInvolvedAsync(Actor person, InstanceId instance, CancellationToken cancellationToken);

    /// <summary>
    /// Every definition, by name, each shown by its latest published version (by its latest retired one where none is published, by its latest draft where there is nothing
    /// else), with the number of open instances of all versions.
    /// </summary>
    Task<IReadOnlyList<DefinitionSummary>> ListDefinitionsAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>The versions of a definition, latest first, whatever their status.</summary>
    Task<IReadOnlyList<DefinitionSummary>> ListVersionsAsync(TenantId tenant, string key, CancellationToken cancellationToken);

    /// <summary>The latest published version of a definition, or the one named, published or retired; null when there is none. Never a draft.</summary>
    Task<WorkflowDefinition?> FindDefinitionAsync(TenantId tenant, string key, SemanticVersion? version, CancellationToken cancellationToken);

    /// <summary>A version whatever its status; null when there is none. A draft may have errors in its graph.</summary>
    Task<DefinitionVersion?> FindVersionAsync(TenantId tenant, string key, SemanticVersion version, CancellationToken cancellationToken);
}

/// <summary>Which part of a list.</summary>
/// <param name="Limit">How many rows at the most, 1 to 200.</param>
/// <param name="Cursor">Where to go on: a page's <see cref="Page{T}.Next"/>. Null is the beginning.</param>
public sealed record PageRequest(int Limit = 25, string? Cursor = null);

/// <summary>A part of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">The cursor of the rows after these; null when there are none.</param>
public sealed record Page<T>(ImmutableArray<T> Items, string? Next);

/// <summary>Which instances. Every member narrows; null does not.</summary>
public sealed record InstanceFilter
{
    /// <summary>The definition's key.</summary>
    public string? Definition { get; init; }

    /// <summary>The definition's version.</summary>
    public SemanticVersion? Version { get; init; }

    /// <summary>The statuses; empty is any.</summary>
    public ImmutableArray<InstanceStatus> Statuses { get; init; } = [];

    /// <summary>The beginning of the reference or of the title, whatever the case.</summary>
    public string? Search { get; init; }

    /// <summary>The exact reference.</summary>
    public string? Reference { get; init; }

    /// <summary>Who started it.</summary>
    public string? StartedBy { get; init; }

    /// <summary>Started at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether an incident is open.</summary>
    public bool? HasIncident { get; init; }
}

/// <summary>An instance in a list.</summary>
public sealed record InstanceSummary(
    InstanceId Id, string Definition, string DefinitionName, SemanticVersion Version, string Title, string? Reference, InstanceStatus Status, string StartedBy,
    DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt, string? CurrentSteps, int Incidents);

/// <summary>One event of an instance's history.</summary>
/// <param name="Position">Its number in the instance, from 1.</param>
/// <param name="Event">What happened.</param>
public sealed record HistoryEntry(long Position, InstanceEvent Event);

/// <summary>Whose tasks.</summary>
public enum TaskScope
{
    /// <summary>Allocated to the person.</summary>
    Mine,

    /// <summary>Offered to the person, by name, by group, or to anybody.</summary>
    Available,

    /// <summary>Decided by the person.</summary>
    Done,

    /// <summary>Every task of the tenant; for operators.</summary>
    All,
}

/// <summary>Which tasks.</summary>
public sealed record TaskFilter(TaskScope Scope, Actor Person)
{
    /// <summary>The definition's key.</summary>
    public string? Definition { get; init; }

    /// <summary>The instance.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>The step.</summary>
    public StepId? Step { get; init; }

    /// <summary>The beginning of the title or reference, whatever the case.</summary>
    public string? Search { get; init; }

    /// <summary>Whether only open (or, for <see cref="TaskScope.All"/>, only closed) tasks are meant. The default is open ones, and closed ones for <see cref="TaskScope.Done"/>.</summary>
    public bool? IsOpen { get; init; }
}

/// <summary>A task in a list.</summary>
public record TaskSummary
{
    /// <summary>The id.</summary>
    public required HumanTaskId Id { get; init; }

    /// <summary>The instance it belongs to.</summary>
    public required InstanceId Instance { get; init; }

    /// <summary>The step it belongs to.</summary>
    public required StepId Step { get; init; }

    /// <summary>The definition's key.</summary>
    public required string Definition { get; init; }

    /// <summary>The definition's name.</summary>
    public required string DefinitionName { get; init; }

    /// <summary>The definition's version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>One line that lets an approver understand it.</summary>
    public string? Summary { get; init; }

    /// <summary>The instance's title.</summary>
    public required string InstanceTitle { get; init; }

    /// <summary>The instance's reference.</summary>
    public string? Reference { get; init; }

    /// <summary>Who started the instance.</summary>
    public required string Requester { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required HumanTaskStatus Status { get; init; }

    /// <summary>Whose it is.</summary>
    public string? Assignee { get; init; }

    /// <summary>The people it is offered to.</summary>
    public ImmutableArray<string> Users { get; init; } = [];

    /// <summary>The groups it is offered to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it should be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was completed or withdrawn.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who decided it.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>What they chose.</summary>
    public string? Outcome { get; init; }

    /// <summary>The row's revision; a decision may demand that it has not moved.</summary>
    public required long Revision { get; init; }

    /// <summary>Whether it can still be decided.</summary>
    public bool IsOpen => Status is HumanTaskStatus.Offered or HumanTaskStatus.Allocated;

    /// <summary>Whether somebody may do the task, and why or why not.</summary>
    public Eligibility EligibilityOf(Actor actor) => Eligibility.Of(Assignee, Users, Groups, actor);
}

/// <summary>A task with what was answered.</summary>
public sealed record TaskDetails : TaskSummary
{
    /// <summary>A task without answers and comment.</summary>
    public TaskDetails()
    {
    }

    /// <summary>A task of a list, to be completed by what lists leave out.</summary>
    [SetsRequiredMembers]
    internal TaskDetails(TaskSummary summary)
        : base(summary)
    {
    }

    /// <summary>The filled form of a completed task.</summary>
    public JsonElement? Answers { get; init; }

    /// <summary>What the person said about it, or why it was withdrawn.</summary>
    public string? Comment { get; init; }
}

/// <summary>How many open tasks a person has.</summary>
/// <param name="Mine">Allocated to them.</param>
/// <param name="Available">Offered to them.</param>
public sealed record TaskCounts(int Mine, int Available)
{
    /// <summary>Counting stops here, so that it never costs more.</summary>
    public const int Cap = 1000;
}

/// <summary>A version of a definition in a list.</summary>
public sealed record DefinitionSummary
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required DefinitionStatus Status { get; init; }

    /// <summary>Counts its changes, from 1; whoever changes a draft says which they looked at.</summary>
    public required long Revision { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What the workflow is for.</summary>
    public string? Description { get; init; }

    /// <summary>The heading it stands under in the catalogue.</summary>
    public string? Category { get; init; }

    /// <summary>How many steps it has.</summary>
    public required int StepCount { get; init; }

    /// <summary>The fingerprint of its document.</summary>
    public required string ContentHash { get; init; }

    /// <summary>When it was last saved, published, retired or restored.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who did that.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>When it was first published; null for a draft.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>By whom.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>How many instances are open.</summary>
    public int OpenInstances { get; init; }

    /// <summary>In a list of definitions: its latest draft, where it has one.</summary>
    public SemanticVersion? Draft { get; init; }
}

/// <summary>A version of a definition with what it says.</summary>
/// <param name="Summary">The version as a list shows it, without its open instances.</param>
/// <param name="Definition">The definition.</param>
public sealed record DefinitionVersion(DefinitionSummary Summary, WorkflowDefinition Definition);
