using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>The rows that a commit writes, ready for any store: serialised, so that a store shares nothing with its caller.</summary>
/// <param name="ExpectedRevision">The fence: the revision the stored instance must have; 0 when there must be none.</param>
/// <param name="Instance">The instance as it is now.</param>
/// <param name="History">What happened.</param>
/// <param name="Tasks">What became of tasks, in order.</param>
/// <param name="Timers">What became of timers.</param>
/// <param name="Deliveries">What subscribers are to be told.</param>
/// <param name="Acts">What people did.</param>
/// <param name="Incidents">What became of incidents.</param>
internal sealed record CommitRows(
    long ExpectedRevision, InstanceRow Instance, ImmutableArray<HistoryRow> History, ImmutableArray<TaskChange> Tasks, TimerChange Timers, ImmutableArray<DeliveryRow> Deliveries, ImmutableArray<AuditRow> Acts,
    IncidentChange Incidents)
{
    private static readonly FrozenDictionary<Type, string> s_eventNames = typeof(InstanceEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    /// <summary>Derives the rows of a commit from its events and its state. Pure.</summary>
    public static CommitRows Of(InstanceCommit commit)
    {
        var history = ImmutableArray.CreateBuilder<HistoryRow>(commit.Events.Length);
        var tasks = ImmutableArray.CreateBuilder<TaskChange>();
        var acts = ImmutableArray.CreateBuilder<AuditRow>();
        foreach (var happened in commit.Events)
        {
            history.Add(new HistoryRow(
                commit.FirstPosition + history.Count, s_eventNames[happened.GetType()], happened.About, happened.Actor, happened.At, InstanceJson.Write(happened)));
            if (ChangeOf(happened, commit.Next) is { } change)
            {
                tasks.Add(change);
            }

            if (AuditTrail.Of(happened, commit.Next, commit.Channel) is { } act)
            {
                acts.Add(act);
            }
        }

        return new CommitRows(
            commit.ExpectedRevision, RowOf(commit.Next), history.MoveToImmutable(), tasks.DrainToImmutable(), TimersOf(commit), commit.Deliveries, acts.DrainToImmutable(), IncidentChange.Of(commit));
    }

    private static InstanceRow RowOf(WorkflowInstance next) => new(
        next.Id, next.Tenant, next.Definition, next.Version, next.Title, next.Reference, next.StartKey, next.Status, next.StartedBy, next.StartedAt, next.UpdatedAt,
        next.EndedAt, CurrentSteps(next), next.Incidents.Count, next.Revision, next.Position, InstanceJson.Write(next));

    private static string? CurrentSteps(WorkflowInstance next)
    {
        var steps = next.Tokens.Where(t => !t.IsOnEdge).Select(t => t.Step.Value).Distinct();
        return string.Join(", ", steps) is { Length: > 0 } text ? text : null;
    }

    private static TaskChange? ChangeOf(InstanceEvent happened, WorkflowInstance next) => happened switch
    {
        HumanTaskCreated e => new TaskChange.Created(e.Task),
        HumanTaskClaimed e => new TaskChange.Assigned(e.Task, e.By, []),
        HumanTaskReleased e => new TaskChange.Assigned(e.Task, null, next.FindTask(e.Task) is { } task ? Candidates.KeysOf(task) : []),
        HumanTaskCompleted e => new TaskChange.Closed(
            e.Task, HumanTaskStatus.Completed, e.At, e.By, e.Outcome, e.Comment, JsonSerializer.SerializeToUtf8Bytes(e.Answers)),
        HumanTaskCanceled e => new TaskChange.Closed(e.Task, HumanTaskStatus.Canceled, e.At, null, null, e.Cause, null),
        _ => null,
    };

    /// <summary>
    /// Timers leave by events that do not name them (a step that ends takes its timers along). So every token of such an event is written anew: what the
    /// state says of it replaces what is stored. While an instance is paused, none of its timers is stored: they cannot fire.
    /// </summary>
    private static TimerChange TimersOf(InstanceCommit commit)
    {
        HashSet<int>? left = null;
        HashSet<int>? armed = null;
        foreach (var happened in commit.Events)
        {
            switch (happened)
            {
                case TimerSet e:
                    (armed ??= []).Add(e.Token);
                    break;
                case TimerFired { Token: var token }:
                    (left ??= []).Add(token);
                    break;
                case StepCompleted { Token: var token }:
                    (left ??= []).Add(token);
                    break;
                case StepFailed { IsHandled: true, Token: var token }:
                    (left ??= []).Add(token);
                    break;
                case StepOverridden { Token: var token }:
                    (left ??= []).Add(token);
                    break;
                case InstancePaused:
                case InstanceResumed:
                    (left ??= []).UnionWith(commit.Next.Timers.Select(t => t.Token));
                    break;
                case CompensationStarted { Token: var token }:
                    (left ??= []).Add(token);
                    break;
                case StepSkipped { Token: var token }:
                    (left ??= []).Add(token);
                    break;
                case StepBlocked { Token: var token }:
                    (left ??= []).Add(token);
                    break;
                case StepReturned { Token: var token }:
                    (left ??= []).Add(token);
                    break;
                case StepCanceled { Token: var token }:
                    (left ??= []).Add(token);
                    break;
            }
        }

        return new TimerChange(
            left is null ? [] : [.. left.Where(token => commit.StoredTimers.Contains(token))],
            [.. commit.Next.Pause is null ? commit.Next.Timers.Where(t => armed?.Contains(t.Token) is true || left?.Contains(t.Token) is true) : []],
            commit.Next.Timers.Count == 0 || commit.Next.Pause is not null);
    }
}

/// <summary>An instance: what lists show, and the state that nobody but the engine reads.</summary>
internal sealed record InstanceRow(
    InstanceId Id, TenantId Tenant, string Definition, SemanticVersion Version, string Title, string? Reference, string? StartKey, InstanceStatus Status, string StartedBy,
    DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt, string? CurrentSteps, int Incidents, long Revision, long Position, byte[] State);

/// <summary>An event of an instance's history.</summary>
internal sealed record HistoryRow(long Position, string Type, StepId? Step, string? Actor, DateTimeOffset At, byte[] Payload);

/// <summary>What became of a task.</summary>
internal abstract record TaskChange(HumanTaskId Id)
{
    /// <summary>It is new.</summary>
    public sealed record Created(HumanTask Task) : TaskChange(Task.Id);

    /// <summary>It was taken, or given back to those it is offered to.</summary>
    /// <param name="Id">The task.</param>
    /// <param name="Assignee">Whose it is now.</param>
    /// <param name="OfferedTo">The keys of the inboxes it stands in now.</param>
    public sealed record Assigned(HumanTaskId Id, string? Assignee, ImmutableArray<string> OfferedTo) : TaskChange(Id);

    /// <summary>It was decided or withdrawn.</summary>
    public sealed record Closed(HumanTaskId Id, HumanTaskStatus Status, DateTimeOffset At, string? By, string? Outcome, string? Comment, byte[]? Answers) : TaskChange(Id);
}

/// <summary>What became of timers.</summary>
/// <param name="Disarmed">The tokens whose stored timers go.</param>
/// <param name="Armed">The timers that are stored then.</param>
/// <param name="IsLast">Whether no timer of the instance is left.</param>
internal readonly record struct TimerChange(ImmutableArray<int> Disarmed, ImmutableArray<ArmedTimer> Armed, bool IsLast);
