namespace Workflows.Engine;

/// <summary>Under which names the engine tells what it does: to <see cref="System.Diagnostics.Metrics.MeterListener"/>, <see cref="System.Diagnostics.ActivityListener"/>, or OpenTelemetry. docs/observability.md lists everything.</summary>
public static class WorkflowTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string Meter = "Workflows.Engine";

    /// <summary>The name of the source of spans.</summary>
    public const string ActivitySource = "Workflows.Engine";
}
