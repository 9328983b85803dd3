using System.Net;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class VersionsApiTests(SharedApi api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_FromDraftToRestored_IsWhatItsStatusSays()
    {
        using var aram = await api.Host.ClientAsync("aram");
        using var ada = await api.Host.ClientAsync("ada");
        using var rita = await api.Host.ClientAsync("rita");
        var key = $"k{Guid.NewGuid():N}";
        var version = $"definitions/{key}/versions/1.0.0";
        var draft = await aram.PostAsync("definitions?draft=true", Document(key, to: "edn"));

        Assert.Equal((HttpStatusCode.Created, $"/api/v1/{version}", "draft", "\"1\""), (draft.Status, draft.Headers.Location!.OriginalString, draft.Text("status"), draft.ETag));
        Assert.Contains("/edges/0/to", Pointers(draft, "errors"));
        Assert.Equal("edge-target-unknown", (await aram.PostAsync($"{version}/validate")).Json.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await rita.ReadAsync(version)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await rita.ReadAsync($"definitions/{key}")).Status);
        Assert.DoesNotContain(key, (await rita.ReadAsync("definitions")).Json.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Outcome(await rita.PostAsync($"definitions/{key}/instances", "{}")));
        Assert.Equal((HttpStatusCode.Conflict, "invalid-state"), Outcome(await rita.PostAsync($"definitions/{key}/instances", """{ "version": "1.0.0" }""")));
        var refused = await aram.PostAsync($"{version}/publish");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), Outcome(refused));
        Assert.Contains("/edges/0/to", Pointers(refused, "errors"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), Outcome(await aram.ReadAsync($"definitions/{key}/graph?version=1.0.0")));

        var mended = await aram.CallAsync(HttpMethod.Put, version, Document(key), ("If-Match", "\"1\""));
        var published = await aram.PostAsync($"{version}/publish", null, ("If-Match", mended.ETag!));
        Assert.Equal(("published", "new", "aram"), (published.Text("status"), published.Text("change"), published.Text("publishedBy")));
        Assert.Equal(HttpStatusCode.Created, (await rita.PostAsync($"definitions/{key}/instances", "{}")).Status);

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Outcome(await aram.PostAsync($"{version}/retire")));
        var retired = await ada.PostAsync($"{version}/retire");
        Assert.Equal((HttpStatusCode.OK, "retired", "ada"), (retired.Status, retired.Text("status"), retired.Text("changedBy")));
        Assert.Equal((HttpStatusCode.Conflict, "definition-retired"), Outcome(await rita.PostAsync($"definitions/{key}/instances", "{}")));
        Assert.Equal((HttpStatusCode.Conflict, "definition-retired"), Outcome(await rita.PostAsync($"definitions/{key}/instances", """{ "version": "1.0.0" }""")));
        Assert.Equal("retired", (await rita.ReadAsync($"definitions/{key}")).Text("status"));
        Assert.Equal(("unchanged", "retired"), (await aram.PostAsync("definitions", Document(key))) is var again ? (again.Text("change"), again.Text("status")) : default);

        Assert.Equal(HttpStatusCode.Forbidden, (await aram.PostAsync($"{version}/publish")).Status);
        Assert.Equal("published", (await ada.PostAsync($"{version}/publish")).Text("status"));
        Assert.Equal(HttpStatusCode.Created, (await rita.PostAsync($"definitions/{key}/instances", "{}")).Status);
        Assert.Equal((HttpStatusCode.Conflict, "invalid-state"), Outcome(await ada.CallAsync(HttpMethod.Delete, version)));
    }

    [Fact]
    public async Task Draft_ThatCallsWhatIsNotThere_IsToldWhenItIsSavedAndWhenItIsChecked()
    {
        using var aram = await api.Host.ClientAsync("aram");
        var key = $"k{Guid.NewGuid():N}";

        var draft = await aram.PostAsync("definitions?draft=true", $$"""{ "key": "{{key}}", "version": "1.0.0", "steps": [{ "id": "sub", "kind": "call", "definition": "nowhere" }] }""");
        var check = await aram.PostAsync($"definitions/{key}/versions/1.0.0/validate");

        Assert.Equal(HttpStatusCode.Created, draft.Status);
        Assert.Equal(["/steps/0/definition"], Pointers(draft, "errors"));
        Assert.Equal(["/steps/0/definition"], Pointers(check, "errors"));
        Assert.Equal("call-unknown", check.Json.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task SaveDraft_TwoPeople_TheLaterSeesWhoSaved()
    {
        using var aram = await api.Host.ClientAsync("aram");
        using var ada = await api.Host.ClientAsync("ada");
        var key = $"k{Guid.NewGuid():N}";
        var version = $"definitions/{key}/versions/1.0.0";
        var first = await aram.CallAsync(HttpMethod.Put, version, Document(key, "First"));
        var adas = await ada.CallAsync(HttpMethod.Put, version, Document(key, "Ada's"), ("If-Match", first.ETag!));

        var late = await aram.CallAsync(HttpMethod.Put, version, Document(key, "Aram's"), ("If-Match", first.ETag!));
        var unaware = await aram.CallAsync(HttpMethod.Put, version, Document(key, "Aram's"));
        var posted = await aram.PostAsync("definitions?draft=true", Document(key, "Aram's"));
        var same = await aram.CallAsync(HttpMethod.Put, version, Document(key, "Ada's"), ("If-Match", first.ETag!));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, "\"2\""), (first.Status, adas.Status, adas.ETag));
        Assert.Equal((HttpStatusCode.Conflict, "stale-revision"), Outcome(late));
        Assert.StartsWith($"ada saved the draft of '{key}' 1.0.0 at ", late.Detail, StringComparison.Ordinal);
        Assert.Equal(("Ada's", 2), (late.Json.GetProperty("current").GetProperty("name").GetString(), late.Json.GetProperty("current").GetProperty("revision").GetInt32()));
        Assert.Equal(((HttpStatusCode)428, "precondition-required"), Outcome(unaware));
        Assert.Equal((HttpStatusCode.Conflict, "stale-revision"), Outcome(posted));
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (same.Status, same.ETag));
        Assert.Equal((HttpStatusCode.Conflict, "stale-revision"), Outcome(await aram.CallAsync(HttpMethod.Delete, version, null, ("If-Match", "\"1\""))));
        Assert.Equal("Ada's", (await aram.ReadAsync(version)).Text("name"));
        Assert.Equal(HttpStatusCode.NoContent, (await aram.CallAsync(HttpMethod.Delete, version, null, ("If-Match", "\"2\""))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await aram.ReadAsync(version)).Status);
    }

    [Fact]
    public async Task SaveDraft_AtAnotherAddressOrByAnybody_IsRefused()
    {
        using var aram = await api.Host.ClientAsync("aram");
        using var rita = await api.Host.ClientAsync("rita");
        var key = $"k{Guid.NewGuid():N}";

        var other = await aram.CallAsync(HttpMethod.Put, $"definitions/{key}/versions/2.0.0", Document(key));
        var unreadable = await aram.CallAsync(HttpMethod.Put, $"definitions/{key}/versions/1.0.0", Document(key).Replace("\"kind\"", "\"knid\"", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/version"), (other.Status, Pointers(other, "errors")[0]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unreadable.Status);
        Assert.Equal("forbidden", (await rita.CallAsync(HttpMethod.Put, $"definitions/{key}/versions/1.0.0", Document(key))).Code);
        Assert.Equal("forbidden", (await rita.CallAsync(HttpMethod.Delete, $"definitions/{key}/versions/1.0.0")).Code);
        Assert.Equal("forbidden", (await rita.PostAsync($"definitions/{key}/versions/1.0.0/publish")).Code);
    }

    [Fact]
    public async Task Import_NumberAlone_SaysWhichItIsTheSameAs()
    {
        using var aram = await api.Host.ClientAsync("aram");
        var key = $"k{Guid.NewGuid():N}";
        await aram.PostAsync("definitions", Document(key));

        var same = await aram.PostAsync("definitions", Document(key).Replace("1.0.0", "1.0.1", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.Created, "new-version", "1.0.0"), (same.Status, same.Text("change"), same.Text("sameAs")));
    }

    [Fact]
    public async Task Bundle_ExportAndImport_BringsWhatIsCalledAndIsANoOpTheSecondTime()
    {
        using var aram = await api.Host.ClientAsync("aram");
        var key = $"k{Guid.NewGuid():N}";
        var called = $"z{Guid.NewGuid():N}";
        var caller = $$"""{ "key": "{{key}}", "version": "1.0.0", "steps": [{ "id": "call", "kind": "call", "definition": "{{called}}" }] }""";
        var bundle = $$"""{ "definitions": [{{caller}}, {{Document(called)}}] }""";

        var dry = await aram.PostAsync("bundles?dryRun=true", bundle);
        Assert.Equal(HttpStatusCode.NotFound, (await aram.ReadAsync($"definitions/{key}")).Status);
        var done = await aram.PostAsync("bundles", bundle);
        var exported = (await aram.ReadAsync($"bundles?definition={key}")).Json;
        var again = await aram.PostAsync("bundles", exported.GetRawText());
        using var yaml = new StringContent(
            await aram.GetStringAsync(new Uri($"/api/v1/bundles?definition={key}@1.0.0&format=yaml", UriKind.Relative), Cancellation), System.Text.Encoding.UTF8, "application/yaml");
        using var asYaml = await aram.PostAsync(new Uri("/api/v1/bundles", UriKind.Relative), yaml, Cancellation);

        Assert.Equal([$"{called} new", $"{key} new"], Rows(dry));
        Assert.Equal([$"{called} new", $"{key} new"], Rows(done));
        Assert.Equal([called, key], exported.GetProperty("definitions").EnumerateArray().Select(d => d.GetProperty("key").GetString()));
        Assert.Equal([$"{called} unchanged", $"{key} unchanged"], Rows(again));
        Assert.Equal(HttpStatusCode.OK, asYaml.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await aram.ReadAsync("bundles?definition=no_such_thing")).Status);
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), Outcome(await aram.ReadAsync("bundles")));
    }

    [Fact]
    public async Task Bundle_Faults_AllAtTheirPlaceAndNothingIsWritten()
    {
        using var aram = await api.Host.ClientAsync("aram");
        var (good, bad) = ($"k{Guid.NewGuid():N}", $"z{Guid.NewGuid():N}");
        var bundle = $"{{ \"definitions\": [\n{Document(good)},\n{Document(bad, to: "edn")},\n{Document(bad, to: "nde")}] }}";

        var refused = await aram.PostAsync("bundles", bundle);
        var unreadable = await aram.PostAsync("bundles", bundle.Replace("\"kind\": \"end\"", "\"kind\": \"ent\"", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), Outcome(refused));
        var errors = refused.Json.GetProperty("errors").EnumerateArray().ToDictionary(e => e.GetProperty("pointer").GetString()!, e => e.GetProperty("line").GetInt32());
        Assert.Equal((3, 4, 4), (errors["/definitions/1/edges/0/to"], errors["/definitions/2/edges/0/to"], errors["/definitions/2/version"]));
        Assert.Equal(["/definitions/0/steps/1/kind", "/definitions/1/steps/1/kind", "/definitions/2/steps/1/kind"], Pointers(unreadable, "errors"));
        Assert.Equal(HttpStatusCode.NotFound, (await aram.ReadAsync($"definitions/{good}")).Status);

        await aram.PostAsync("definitions", Document(bad));
        var conflicting = $"{{ \"definitions\": [{Document(good)}, {Document(bad, "Other")}] }}";
        Assert.Equal([$"{good} new", $"{bad} conflict"], Rows(await aram.PostAsync("bundles?dryRun=true", conflicting)));
        var conflict = await aram.PostAsync("bundles", conflicting);
        Assert.Equal((HttpStatusCode.Conflict, "version-conflict"), Outcome(conflict));
        Assert.Contains($"{bad} 1.0.0", conflict.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await aram.ReadAsync($"definitions/{good}")).Status);
    }

    [Fact]
    public async Task Schema_OfDefinitions_IsThereForEverybody()
    {
        using var anybody = api.Host.CreateClient();

        using var response = await anybody.GetAsync(new Uri("/schemas/workflow-definition.json", UriKind.Relative), Cancellation);

        Assert.Equal((HttpStatusCode.OK, "application/schema+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(Workflows.Engine.Definitions.DefinitionSchema.Json, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static string Document(string key, string name = "One", string to = "end") => JsonSerializer.Serialize(JsonDocument.Parse($$"""
        { "key": "{{key}}", "version": "1.0.0", "name": "{{name}}", "steps": [{ "id": "set", "kind": "data", "set": [{ "name": "a", "value": "1" }] }, { "id": "end", "kind": "end" }],
          "edges": [{ "from": "set", "to": "{{to}}" }] }
        """)).Replace("\":", "\": ", StringComparison.Ordinal);

    private static (HttpStatusCode, string) Outcome(Answer answer) => (answer.Status, answer.Code);

    private static List<string> Rows(Answer answer) =>
        [.. answer.Json.GetProperty("items").EnumerateArray().Select(d => $"{d.GetProperty("key").GetString()} {d.GetProperty("change").GetString()}")];

    private static List<string> Pointers(Answer answer, string member) => [.. answer.Json.GetProperty(member).EnumerateArray().Select(e => e.GetProperty("pointer").GetString()!)];
}
