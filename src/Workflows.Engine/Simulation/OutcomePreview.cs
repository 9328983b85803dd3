using System.Collections.Immutable;

namespace Workflows.Engine.Simulation;

/// <summary>
/// What would come next if a person chose an outcome of their task now. It names steps and people, never data, and assumes that machine steps succeed and change
/// nothing.
/// </summary>
/// <param name="Outcome">The outcome; null for a task without outcomes.</param>
public sealed record OutcomePreview(string? Outcome)
{
    /// <summary>What would be waited for that is not waited for now.</summary>
    public required ImmutableArray<SimulatedWait> Next { get; init; }

    /// <summary>What would be waited for as it is now: other branches.</summary>
    public required ImmutableArray<SimulatedWait> Still { get; init; }

    /// <summary>Whether the instance would be over.</summary>
    public bool IsEnded { get; init; }

    /// <summary>The name of the nominated end it would reach; null for none.</summary>
    public string? EndName { get; init; }

    /// <summary>The names of the machine steps that would run first.</summary>
    public required ImmutableArray<string> Assumed { get; init; }

    /// <summary>Whether what those machine steps find could change the way.</summary>
    public bool DependsOnMachines { get; init; }

    /// <summary>The paths that have to be filled in, or found by a machine step, before the way can be told.</summary>
    public required ImmutableArray<string> Needs { get; init; }

    /// <summary>The name of the step where the instance would stop at an incident; null for none.</summary>
    public string? StopsAt { get; init; }
}
