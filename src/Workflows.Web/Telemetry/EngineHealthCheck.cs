using Microsoft.Extensions.Diagnostics.HealthChecks;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Telemetry;

/// <summary>Whether the engine can do its work: its database, the queue of writes, what is due.</summary>
internal sealed class EngineHealthCheck(WorkflowHealth health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var findings = await health.CheckAsync(cancellationToken);
        var status = findings.Max(finding => finding.Level) switch
        {
            HealthLevel.Healthy => HealthStatus.Healthy,
            HealthLevel.Degraded => HealthStatus.Degraded,
            _ => HealthStatus.Unhealthy,
        };
        return new HealthCheckResult(status, data: findings.ToDictionary(finding => finding.Part, object (finding) => finding));
    }
}
