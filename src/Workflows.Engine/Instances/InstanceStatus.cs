using System.Text.Json.Serialization;

namespace Workflows.Engine.Instances;

/// <summary>The id of a workflow instance, time-ordered.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<InstanceId>))]
public readonly record struct InstanceId(Guid Value) : IGuidId<InstanceId>
{
    /// <inheritdoc/>
    public static InstanceId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>How an instance is doing; stored and shown in lower case.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<InstanceStatus>))]
public enum InstanceStatus
{
    /// <summary>Started, nothing has happened yet.</summary>
    Pending,

    /// <summary>A machine step is at work.</summary>
    Running,

    /// <summary>Everything that is left waits: for people or for time.</summary>
    Waiting,

    /// <summary>Held by an operator.</summary>
    Paused,

    /// <summary>It ran to its end.</summary>
    Completed,

    /// <summary>Every branch that is left has stopped at an incident; only a repair moves it on.</summary>
    Failed,

    /// <summary>It was called off.</summary>
    Canceled,
}

/// <summary>How a step's work is doing; stored and shown in lower case.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<StepStatus>))]
public enum StepStatus
{
    /// <summary>A token lies on an edge into the step, and waits for the join.</summary>
    Pending,

    /// <summary>It will run at a later time.</summary>
    Scheduled,

    /// <summary>It is at work.</summary>
    Running,

    /// <summary>It waits for a person or for time.</summary>
    Waiting,

    /// <summary>It is done.</summary>
    Succeeded,

    /// <summary>It stopped at an incident.</summary>
    Failed,

    /// <summary>It was withdrawn.</summary>
    Canceled,

    /// <summary>Its guard said that there is nothing to do.</summary>
    Skipped,
}
