using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Events;

/// <summary>What of a history others are told, and under which type. Pure.</summary>
internal static class PublicEvents
{
    /// <summary>The type of what happened; null when it is of no interest outside.</summary>
    public static string? TypeOf(InstanceEvent happened) => happened switch
    {
        InstanceStarted => WorkflowEventTypes.InstanceStarted,
        InstanceCompleted => WorkflowEventTypes.InstanceCompleted,
        InstanceFailed => WorkflowEventTypes.InstanceFailed,
        InstanceCanceled => WorkflowEventTypes.InstanceCanceled,
        InstancePaused => WorkflowEventTypes.InstancePaused,
        InstanceResumed => WorkflowEventTypes.InstanceResumed,
        StepStarted or StepRetried => WorkflowEventTypes.StepStarted,
        StepCompleted => WorkflowEventTypes.StepCompleted,
        StepFailed { RetryAt: not null } => WorkflowEventTypes.StepRetrying,
        StepFailed => WorkflowEventTypes.StepFailed,
        StepSkipped or StepOverridden { IsSkipped: true } => WorkflowEventTypes.StepSkipped,
        StepOverridden => WorkflowEventTypes.StepOverridden,
        StepCanceled => WorkflowEventTypes.StepCanceled,
        TimerFired { Kind: TimerKind.Timeout } => WorkflowEventTypes.StepTimedOut,
        HumanTaskCreated => WorkflowEventTypes.TaskCreated,
        HumanTaskClaimed => WorkflowEventTypes.TaskClaimed,
        HumanTaskReleased => WorkflowEventTypes.TaskReleased,
        HumanTaskCompleted => WorkflowEventTypes.TaskCompleted,
        HumanTaskCanceled => WorkflowEventTypes.TaskCanceled,
        IncidentOpened => WorkflowEventTypes.IncidentOpened,
        IncidentResolved => WorkflowEventTypes.IncidentResolved,
        EventPublished e => e.Name,
        _ => null,
    };

    /// <summary>What happened to an instance, as others are told it.</summary>
    /// <param name="type">What <see cref="TypeOf"/> says.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="position">Where that stands in the history.</param>
    /// <param name="instance">The instance.</param>
    public static WorkflowEvent Of(string type, InstanceEvent happened, long position, WorkflowInstance instance) => new()
    {
        Id = $"{instance.Id}-{position}",
        Type = type,
        Tenant = instance.Tenant,
        At = happened.At,
        Definition = instance.Definition,
        Version = instance.Version,
        Instance = instance.Id,
        Position = position,
        Title = instance.Title,
        Reference = instance.Reference,
        Step = happened.About,
        Actor = happened.Actor,
        Details = DetailsOf(happened),
    };

    /// <summary>That a version was published or retired.</summary>
    public static WorkflowEvent Of(string type, TenantId tenant, string key, SemanticVersion version, long revision, string by, DateTimeOffset at) => new()
    {
        Id = $"{key}-{version}-{revision}",
        Type = type,
        Tenant = tenant,
        At = at,
        Definition = key,
        Version = version,
        Actor = by,
    };

    private static JsonElement? DetailsOf(InstanceEvent happened) => happened switch
    {
        InstanceCompleted { End: { } end } => Details(new { end = end.Value }),
        InstanceFailed e => Details(new { message = e.Message }),
        InstanceCanceled e => Details(new { reason = e.Reason }),
        InstancePaused e => Details(new { reason = e.Reason }),
        InstanceResumed e => Details(new { reason = e.Reason }),
        StepStarted e => Details(new { visit = e.Visit, attempt = 1 }),
        StepRetried e => Details(new { attempt = e.Attempt }),
        StepCompleted { Outcome: { } outcome } => Details(new { outcome }),
        StepFailed e => Details(new { message = e.Message, code = e.Code, attempt = e.Attempt, retryAt = e.RetryAt }),
        StepSkipped e => Details(new { cause = e.Cause }),
        StepOverridden e => Details(new { outcome = e.Outcome, reason = e.Reason }),
        StepCanceled e => Details(new { cause = e.Cause }),
        HumanTaskCreated { Task: var task } => Details(new { task = task.Id.Value, title = task.Title, users = task.Users, groups = task.Groups, assignee = task.Assignee, dueAt = task.DueAt }),
        HumanTaskClaimed e => OfTask(e.Task),
        HumanTaskReleased e => OfTask(e.Task),
        HumanTaskCompleted e => Details(new { task = e.Task.Value, outcome = e.Outcome, comment = e.Comment }),
        HumanTaskCanceled e => Details(new { task = e.Task.Value, cause = e.Cause }),
        IncidentOpened { Incident: var incident } => Details(new { incident = incident.Id, code = incident.Code, message = incident.Message }),
        IncidentResolved e => Details(new { incident = e.Incident, cause = e.Cause }),
        EventPublished e => e.Data,
        _ => null,
    };

    private static JsonElement OfTask(HumanTaskId task) => Details(new { task = task.Value });

    private static JsonElement Details<T>(T details) => JsonSerializer.SerializeToElement(details, EventJson.DetailOptions);
}
