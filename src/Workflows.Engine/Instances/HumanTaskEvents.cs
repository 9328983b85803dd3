using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Instances;

/// <summary>A task was offered to people, or allocated to one.</summary>
public sealed record HumanTaskCreated(HumanTask Task, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => Task.Step;
}

/// <summary>A person took an offered task.</summary>
public sealed record HumanTaskClaimed(HumanTaskId Task, StepId Step, string By, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>A person gave a claimed task back.</summary>
public sealed record HumanTaskReleased(HumanTaskId Task, StepId Step, string By, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>A person decided a task.</summary>
public sealed record HumanTaskCompleted(HumanTaskId Task, StepId Step, string By, string? Outcome, string? Comment, JsonElement Answers, DateTimeOffset At) : StepEvent(Step, At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;
}

/// <summary>A task was withdrawn.</summary>
public sealed record HumanTaskCanceled(HumanTaskId Task, StepId Step, string Cause, DateTimeOffset At) : StepEvent(Step, At);
