using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed partial class OpenApiTests(SharedApi api)
{
    private static readonly string[] s_methods = ["get", "post", "put", "patch", "delete"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_Operations_AreThese()
    {
        var operations = Operations(await DocumentAsync()).Select(o => $"{o.Method.ToUpperInvariant()} {o.Path} {o.Operation.GetProperty("operationId").GetString()}");

        Assert.Equal(
            """
            DELETE /api/v1/definitions/{key}/versions/{version} discardDraft
            DELETE /api/v1/instances/{id} deleteInstance
            DELETE /api/v1/schedules/{id} deleteSchedule
            DELETE /api/v1/webhooks/{id} deleteWebhook
            GET /api/v1/antiforgery getAntiforgeryToken
            GET /api/v1/attention getAttention
            GET /api/v1/audit listAudit
            GET /api/v1/bundles exportBundle
            GET /api/v1/dead-letters listDeadLetters
            GET /api/v1/definitions listDefinitions
            GET /api/v1/definitions/{key} getDefinition
            GET /api/v1/definitions/{key}/graph getDefinitionGraph
            GET /api/v1/definitions/{key}/start-form getStartForm
            GET /api/v1/definitions/{key}/versions listVersions
            GET /api/v1/definitions/{key}/versions/{version} getDefinitionDocument
            GET /api/v1/definitions/{key}/versions/{version}/paths getPaths
            GET /api/v1/deliveries/{id} getDelivery
            GET /api/v1/incidents listIncidents
            GET /api/v1/incidents/groups listIncidentGroups
            GET /api/v1/incidents/groups/{fingerprint} getIncidentGroup
            GET /api/v1/incidents/retries/{id} getIncidentRetry
            GET /api/v1/instances listInstances
            GET /api/v1/instances/{id} getInstance
            GET /api/v1/instances/{id}/callbacks listCallbacks
            GET /api/v1/instances/{id}/graph getInstanceGraph
            GET /api/v1/instances/{id}/history getInstanceHistory
            GET /api/v1/instances/{id}/tasks listInstanceTasks
            GET /api/v1/me getMe
            GET /api/v1/retention/policies getRetentionPolicies
            GET /api/v1/retention/runs listRetentionRuns
            GET /api/v1/retention/runs/{id} getRetentionRun
            GET /api/v1/schedules listSchedules
            GET /api/v1/schedules/{id} getSchedule
            GET /api/v1/schedules/{id}/next getNextRuns
            GET /api/v1/tasks listTasks
            GET /api/v1/tasks/counts countTasks
            GET /api/v1/tasks/{id} getTask
            GET /api/v1/webhooks listWebhooks
            GET /api/v1/webhooks/{id} getWebhook
            GET /api/v1/webhooks/{id}/deliveries listWebhookDeliveries
            POST /api/v1/attention/sweep sweepAttention
            POST /api/v1/attention/{id}/repair repairStuck
            POST /api/v1/bundles importBundle
            POST /api/v1/dead-letters/{id}/discard discardDeadLetter
            POST /api/v1/dead-letters/{id}/replay replayDeadLetter
            POST /api/v1/definitions importDefinition
            POST /api/v1/definitions/{key}/instances startInstanceOf
            POST /api/v1/definitions/{key}/versions/{version}/publish publishVersion
            POST /api/v1/definitions/{key}/versions/{version}/retire retireVersion
            POST /api/v1/definitions/{key}/versions/{version}/simulate simulateVersion
            POST /api/v1/definitions/{key}/versions/{version}/validate validateVersion
            POST /api/v1/deliveries/{id}/redeliver redeliver
            POST /api/v1/incidents/groups/{fingerprint}/retry retryIncidentGroup
            POST /api/v1/instances startInstance
            POST /api/v1/instances/{id}/cancel cancelInstance
            POST /api/v1/instances/{id}/data editData
            POST /api/v1/instances/{id}/force forceOutcome
            POST /api/v1/instances/{id}/incidents/{incident}/retry retryIncident
            POST /api/v1/instances/{id}/move moveToken
            POST /api/v1/instances/{id}/pause pauseInstance
            POST /api/v1/instances/{id}/resume resumeInstance
            POST /api/v1/instances/{id}/rewind rewindInstance
            POST /api/v1/instances/{id}/signals/{name} sendSignal
            POST /api/v1/instances/{id}/skip skipStep
            POST /api/v1/instances/{id}/steps/{step}/elements addElement
            POST /api/v1/instances/{id}/timers/fire fireTimer
            POST /api/v1/retention/runs startRetentionRun
            POST /api/v1/retention/runs/{id}/stop stopRetentionRun
            POST /api/v1/schedules createSchedule
            POST /api/v1/schedules/{id}/backfill backfillSchedule
            POST /api/v1/schedules/{id}/pause pauseSchedule
            POST /api/v1/schedules/{id}/resume resumeSchedule
            POST /api/v1/schedules/{id}/trigger triggerSchedule
            POST /api/v1/tasks/{id}/claim claimTask
            POST /api/v1/tasks/{id}/complete completeTask
            POST /api/v1/tasks/{id}/preview previewTask
            POST /api/v1/tasks/{id}/release releaseTask
            POST /api/v1/webhooks createWebhook
            POST /api/v1/webhooks/{id}/pause pauseWebhook
            POST /api/v1/webhooks/{id}/resume resumeWebhook
            POST /api/v1/webhooks/{id}/rotate-secret rotateWebhookSecret
            POST /api/v1/webhooks/{id}/test testWebhook
            PUT /api/v1/definitions/{key}/versions/{version} saveDraft
            PUT /api/v1/schedules/{id} saveSchedule
            PUT /api/v1/webhooks/{id} saveWebhook
            """,
            string.Join('\n', operations.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Document_EveryOperation_HasSummaryTagSecurityExamplesAndProblems()
    {
        var document = await DocumentAsync();

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var (method, path, operation) in Operations(document))
        {
            var name = $"{method} {path}";
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("summary").GetString()), name);
            Assert.Equal(1, operation.GetProperty("tags").GetArrayLength());
            Assert.Equal(["apiKey", "cookie"], operation.GetProperty("security").EnumerateArray().SelectMany(s => s.EnumerateObject()).Select(s => s.Name));
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _), name);
            Assert.Equal(method == "post", Parameters(operation).Contains("Idempotency-Key"));
            var bodies = 0;
            if (operation.TryGetProperty("requestBody", out var body))
            {
                Assert.True(body.GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _), $"{name} request");
            }

            foreach (var response in operation.GetProperty("responses").EnumerateObject())
            {
                foreach (var content in response.Value.TryGetProperty("content", out var contents) ? contents.EnumerateObject().ToList() : [])
                {
                    Assert.True(content.Value.TryGetProperty("example", out _), $"{name} {response.Name} {content.Name}");
                    Assert.True(content.Value.TryGetProperty("schema", out _), $"{name} {response.Name} {content.Name}");
                    bodies++;
                }
            }

            Assert.True(bodies > 1, name);
        }
    }

    [Fact]
    public async Task Document_Examples_HaveOnlyMembersOfTheirSchema()
    {
        var document = await DocumentAsync();

        foreach (var (method, path, operation) in Operations(document))
        {
            var contents = operation.GetProperty("responses").EnumerateObject().Where(r => r.Value.TryGetProperty("content", out _)).Select(r => r.Value)
                .Concat(operation.TryGetProperty("requestBody", out var body) ? [body] : [])
                .SelectMany(r => r.GetProperty("content").EnumerateObject()).ToList();
            Assert.All(contents, content => Check(document, content.Value.GetProperty("schema"), content.Value.GetProperty("example"), $"{method} {path}"));
        }
    }

    [Fact]
    public async Task Document_Resources_AreDescribed()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");

        var task = schemas.GetProperty("TaskResource").GetProperty("properties");
        Assert.Equal("Its title.", task.GetProperty("title").GetProperty("description").GetString());
        Assert.Equal(["offered", "allocated", "completed", "canceled"], schemas.GetProperty("HumanTaskStatus").GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public async Task Scalar_Page_LoadsNothingFromElsewhere()
    {
        using var anybody = api.Host.CreateClient();

        using var response = await anybody.GetAsync(new Uri("/scalar/", UriKind.Relative), Cancellation);
        var page = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var nonce = Nonce().Match(response.Headers.GetValues("Content-Security-Policy").Single()).Groups[1].Value;
        var scripts = Script().Matches(page);
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(script.Value), StringComparison.Ordinal));
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        var source = Source().Matches(page).Select(m => m.Groups[1].Value).First();
        using var bundle = await anybody.GetAsync(new Uri(new Uri("http://localhost/scalar/"), source), Cancellation);
        Assert.Equal(HttpStatusCode.OK, bundle.StatusCode);
    }

    private static IEnumerable<string?> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Select(p => p.GetProperty("name").GetString()) : [];

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where s_methods.Contains(operation.Name)
        select (operation.Name, path.Name, operation.Value);

    /// <summary>Whether an example has no member that its schema does not know, all the way down.</summary>
    private static void Check(JsonElement document, JsonElement schema, JsonElement example, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            schema = choices.EnumerateArray().First(c => c.TryGetProperty("$ref", out _));
            if (example.ValueKind is not JsonValueKind.Null)
            {
                Check(document, schema, example, where);
            }
        }
        else if (example.ValueKind is JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in example.EnumerateArray())
            {
                Check(document, items, item, where);
            }
        }
        else if (example.ValueKind is JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            foreach (var member in example.EnumerateObject())
            {
                Assert.True(properties.TryGetProperty(member.Name, out var inner), $"{where}: {member.Name} is no member");
                Check(document, inner, member.Value, $"{where}/{member.Name}");
            }

            foreach (var required in schema.TryGetProperty("required", out var names) ? names.EnumerateArray().ToList() : [])
            {
                Assert.True(example.TryGetProperty(required.GetString()!, out _), $"{where}: {required} is missing");
            }
        }
    }

    private async Task<JsonElement> DocumentAsync()
    {
        using var anybody = api.Host.CreateClient();
        return (await anybody.ReadAsync("/openapi/v1.json")).Json;
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();

    [GeneratedRegex("<script[^>]* src=\"([^\"]+)\"")]
    private static partial Regex Source();
}
