namespace Workflows.Web.Telemetry;

/// <summary>What the server tells of itself: the section <c>Workflows:Telemetry</c> of the configuration.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Workflows:Telemetry";

    /// <summary>The variable by which OpenTelemetry's own tools name the endpoint.</summary>
    public const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether <c>/metrics</c> is served. The default is not.</summary>
    public bool Metrics { get; set; }

    /// <summary>The bearer token that readers of <c>/metrics</c> must send. The default is none: everybody who reaches the server may read it.</summary>
    public string? MetricsToken { get; set; }

    /// <summary>Where traces and metrics are sent by OTLP, such as <c>http://collector:4317</c>. The default is what <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; without either nothing is sent.</summary>
    public Uri? Endpoint { get; set; }
}
