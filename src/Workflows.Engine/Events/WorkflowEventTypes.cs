using System.Collections.Immutable;

namespace Workflows.Engine.Events;

/// <summary>The types of the events that the engine tells. Those that steps publish have types of their own, which do not begin with <see cref="Reserved"/>.</summary>
public static class WorkflowEventTypes
{
    /// <summary>How the types of the engine begin.</summary>
    public const string Reserved = "workflow.";

    /// <summary>An instance began.</summary>
    public const string InstanceStarted = "workflow.instance.started";

    /// <summary>An instance ran to its end.</summary>
    public const string InstanceCompleted = "workflow.instance.completed";

    /// <summary>Every branch of an instance that is left stands still.</summary>
    public const string InstanceFailed = "workflow.instance.failed";

    /// <summary>An instance was called off.</summary>
    public const string InstanceCanceled = "workflow.instance.canceled";

    /// <summary>An operator holds an instance.</summary>
    public const string InstancePaused = "workflow.instance.paused";

    /// <summary>An operator let an instance go on.</summary>
    public const string InstanceResumed = "workflow.instance.resumed";

    /// <summary>A step began, or was tried again.</summary>
    public const string StepStarted = "workflow.step.started";

    /// <summary>A step's work is done.</summary>
    public const string StepCompleted = "workflow.step.completed";

    /// <summary>A step's work failed.</summary>
    public const string StepFailed = "workflow.step.failed";

    /// <summary>A step's work failed, and is tried again later.</summary>
    public const string StepRetrying = "workflow.step.retrying";

    /// <summary>A step had nothing to do, or an operator left it out.</summary>
    public const string StepSkipped = "workflow.step.skipped";

    /// <summary>A step waited longer than it may.</summary>
    public const string StepTimedOut = "workflow.step.timedout";

    /// <summary>A step's work was withdrawn.</summary>
    public const string StepCanceled = "workflow.step.canceled";

    /// <summary>An operator ended a step in place of its work.</summary>
    public const string StepOverridden = "workflow.step.overridden";

    /// <summary>A task was offered to people, or allocated to one.</summary>
    public const string TaskCreated = "workflow.task.created";

    /// <summary>A person took a task.</summary>
    public const string TaskClaimed = "workflow.task.claimed";

    /// <summary>A person gave a task back.</summary>
    public const string TaskReleased = "workflow.task.released";

    /// <summary>A person decided a task.</summary>
    public const string TaskCompleted = "workflow.task.completed";

    /// <summary>A task was withdrawn.</summary>
    public const string TaskCanceled = "workflow.task.canceled";

    /// <summary>A branch stopped.</summary>
    public const string IncidentOpened = "workflow.incident.opened";

    /// <summary>An incident is over.</summary>
    public const string IncidentResolved = "workflow.incident.resolved";

    /// <summary>A version of a definition was published.</summary>
    public const string DefinitionPublished = "workflow.definition.published";

    /// <summary>A version of a definition was retired.</summary>
    public const string DefinitionRetired = "workflow.definition.retired";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        InstanceStarted, InstanceCompleted, InstanceFailed, InstanceCanceled, InstancePaused, InstanceResumed,
        StepStarted, StepCompleted, StepFailed, StepRetrying, StepSkipped, StepTimedOut, StepCanceled, StepOverridden,
        TaskCreated, TaskClaimed, TaskReleased, TaskCompleted, TaskCanceled,
        IncidentOpened, IncidentResolved, DefinitionPublished, DefinitionRetired,
    ];
}
