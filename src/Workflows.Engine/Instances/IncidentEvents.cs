using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Instances;

/// <summary>A branch stopped.</summary>
public sealed record IncidentOpened(Incident Incident, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => Incident.Step;
}

/// <summary>An incident is over.</summary>
/// <param name="Incident">Its number.</param>
/// <param name="Step">The step that stood still.</param>
/// <param name="Cause">How it ended.</param>
/// <param name="By">Who ended it; null when the engine did.</param>
/// <param name="At">When.</param>
public sealed record IncidentResolved(int Incident, StepId? Step, string Cause, string? By, DateTimeOffset At) : InstanceEvent(At)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string? Actor => By;

    /// <inheritdoc/>
    [JsonIgnore]
    public override StepId? About => Step;
}
