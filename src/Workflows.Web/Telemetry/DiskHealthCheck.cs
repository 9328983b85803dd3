using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Workflows.Web.Hosting;

namespace Workflows.Web.Telemetry;

/// <summary>Whether there is room where the data folder is.</summary>
internal sealed class DiskHealthCheck(DataFolder folder) : IHealthCheck
{
    private const long Little = 1L << 30;
    private const long TooLittle = 100L << 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Of(new DriveInfo(folder.Path).AvailableFreeSpace));

    /// <summary>How so many free bytes are to be seen.</summary>
    internal static HealthCheckResult Of(long free)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (1 << 20):N0} MiB are free where the data folder is.");
        return free switch
        {
            < TooLittle => HealthCheckResult.Unhealthy(text),
            < Little => HealthCheckResult.Degraded(text),
            _ => HealthCheckResult.Healthy(text),
        };
    }
}
