using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Trace;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Web.Telemetry;
using Workflows.Web.Tests.Hosting;

namespace Workflows.Web.Tests.Telemetry;

/// <summary>What the server tells of itself.</summary>
public sealed class TelemetryTests(Servers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_EachPart_SaysHowItIsAndWhy()
    {
        using var browser = servers.Production.Browser();

        using var response = await browser.GetAsync(new Uri(Urls.Ready, UriKind.Relative), Cancellation);
        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var parts = answer.GetProperty("parts").EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("status").GetString());
        Assert.Equal(["database", "disk", "due", "identity", "writer"], parts.Keys.Order());
        Assert.Equal(("healthy", "healthy"), (parts["database"], parts["writer"]));
        Assert.Equal("It can be read and written.", answer.GetProperty("parts").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "database").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Metrics_Unasked_AreNotServed()
    {
        using var browser = servers.Production.Browser();

        using var response = await browser.GetAsync(new Uri(Urls.Metrics, UriKind.Relative), Cancellation);

        Assert.NotEqual("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.False(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Metrics_WithTheToken_AreWhatPrometheusReads()
    {
        await using var server = new WebServer("Production")
        {
            Settings = new Dictionary<string, string> { ["Workflows:Telemetry:Metrics"] = "true", ["Workflows:Telemetry:MetricsToken"] = "let me in" },
        };
        server.StartServer();
        using var browser = server.Browser();
        var engine = server.Get<IWorkflowEngine>();
        await engine.PublishAsync(WorkflowDefinition.Create("look", "1.0.0", d => d.Human("look", "Look at it")), Actor.System, Cancellation);
        await engine.StartAsync(new StartRequest("look", JsonElement.Parse("{}"), "rita"), Cancellation);

        using var refused = await browser.GetAsync(new Uri(Urls.Metrics, UriKind.Relative), Cancellation);
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "let me in");
        using var response = await browser.GetAsync(new Uri(Urls.Metrics, UriKind.Relative), Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var lines = text.Split('\n');
        Assert.Contains("# TYPE workflows_instances_started_total counter", lines);
        Assert.Contains("workflows_instances_started_total{definition=\"look\"} 1", lines);
        Assert.Contains(lines, line => line.StartsWith("workflows_instances_open ", StringComparison.Ordinal)); // may be some seconds old
        Assert.Contains("# TYPE workflows_commit_duration_seconds histogram", lines);
        Assert.Contains(lines, line => line.StartsWith("workflows_commit_duration_seconds_bucket{le=\"+Inf\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("workflows_tasks_oldest_open_seconds ", StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Length > 0), line => Assert.Matches("^(# (HELP|TYPE) .+|[a-z_0-9]+(\\{.*\\})? [-+0-9.eE]+)$", line));
    }

    [Fact]
    public async Task Endpoint_Configured_TracesAreMadeAndNobodyAnsweringDisturbsNothing()
    {
        await using var server = new WebServer("Production") { Settings = new Dictionary<string, string> { ["Workflows:Telemetry:Endpoint"] = "http://127.0.0.1:9" } };
        server.StartServer();
        using var browser = server.Browser();

        Assert.NotNull(server.Services.GetService<TracerProvider>());
        Assert.Null(servers.Production.Services.GetService<TracerProvider>());
        Assert.Contains("healthy", await browser.GetStringAsync(new Uri(Urls.Live, UriKind.Relative), Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99L << 20, HealthStatus.Unhealthy, "99 MiB are free where the data folder is.")]
    [InlineData(500L << 20, HealthStatus.Degraded, "500 MiB are free where the data folder is.")]
    [InlineData(5000L << 20, HealthStatus.Healthy, "5,000 MiB are free where the data folder is.")]
    public void Disk_ByWhatIsFree_SaysHowItIs(long free, HealthStatus status, string reason)
    {
        var result = DiskHealthCheck.Of(free);

        Assert.Equal((status, reason), (result.Status, result.Description));
    }

    [Fact]
    public void Labels_WithWhatMustBeEscaped_StayOnTheirLine() => Assert.Equal(
        """a_b="x\"y\\z\n",code="1" """.TrimEnd(),
        PrometheusText.Labels([new("code", 1), new("a.b", "x\"y\\z\n")]));

    [Fact]
    public void Family_TagsThatNeverRepeat_DoNotFillTheMemory()
    {
        using var meter = new System.Diagnostics.Metrics.Meter("test");
        var family = new MetricFamily(meter.CreateCounter<long>("c"), MetricKind.Counter, null);
        for (var i = 0; i < MetricFamily.MaxSeries + 100; i++)
        {
            family.Of($"id=\"{i}\"")?.Add(1, isLast: false);
        }

        Assert.Equal(MetricFamily.MaxSeries, family.All().Length);
    }
}
