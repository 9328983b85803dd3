using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Telemetry;

/// <summary>Health as JSON: how the server is, and of each part why.</summary>
internal static class HealthText
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new HealthAnswer(NameOf(report.Status), [.. report.Entries.SelectMany(entry => Parts(entry.Key, entry.Value))]), JsonSerializerOptions.Web, "application/json", context.RequestAborted);
    }

    /// <summary>A check that looked at several parts tells each; of a failure the answer says no more than that, for everybody may ask.</summary>
    private static IEnumerable<HealthPart> Parts(string name, HealthReportEntry entry)
    {
        var findings = entry.Data.Values.OfType<HealthFinding>().ToList();
        return findings.Count > 0
            ? findings.Select(finding => new HealthPart(finding.Part, finding.Level.ToString().ToLowerInvariant(), finding.Reason))
            : [new HealthPart(name, NameOf(entry.Status), entry.Exception is null ? entry.Description : "The check failed; the log says why.")];
    }

    private static string NameOf(HealthStatus status) => status.ToString().ToLowerInvariant();
}

/// <summary>How the server is.</summary>
internal sealed record HealthAnswer(string Status, IReadOnlyList<HealthPart> Parts);

/// <summary>How a part of it is.</summary>
internal sealed record HealthPart(string Name, string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
