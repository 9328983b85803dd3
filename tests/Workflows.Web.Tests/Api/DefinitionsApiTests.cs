using System.Net;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class DefinitionsApiTests(SharedApi api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_APublishedDefinition_ListVersionsFormAndGraph()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var listed = (await rita.ReadAsync("definitions")).Json.GetProperty("items").EnumerateArray().Single(d => d.GetProperty("key").GetString() == "purchase");
        Assert.Equal(("1.0.0", "Purchase", "Finance", 5, "system"), (
            listed.GetProperty("version").GetString(), listed.GetProperty("name").GetString(), listed.GetProperty("category").GetString(),
            listed.GetProperty("stepCount").GetInt32(), listed.GetProperty("publishedBy").GetString()));
        var read = await rita.ReadAsync("definitions/purchase");
        Assert.Equal(["gateway", "human", "human", "gateway", "end"], read.Json.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("kind").GetString()));
        Assert.Equal(listed.GetProperty("contentHash").GetString(), read.Text("contentHash"));
        Assert.Equal(1, (await rita.ReadAsync("definitions/purchase/versions")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(
            ["amount", "item"],
            (await rita.ReadAsync("definitions/purchase/start-form")).Json.GetProperty("schema").GetProperty("required").EnumerateArray().Select(r => r.GetString()));
        var graph = (await rita.ReadAsync("definitions/purchase/graph")).Json;
        Assert.Equal((5, 5), (graph.GetProperty("nodes").GetArrayLength(), graph.GetProperty("edges").GetArrayLength()));
        Assert.Equal("data.amount >= 10000", graph.GetProperty("edges")[1].GetProperty("condition").GetString());
        Assert.False(graph.GetProperty("nodes")[0].TryGetProperty("visits", out _));
        Assert.StartsWith("flowchart TD", graph.GetProperty("mermaid").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_AsMermaid_TextAlone()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var id = (await rita.StartAsync()).Id;

        foreach (var path in new[] { "definitions/purchase/graph", "definitions/purchase/versions/1.0.0", $"instances/{id}/graph" })
        {
            using var response = await rita.GetAsync(new Uri($"/api/v1/{path}?format=mermaid", UriKind.Relative), Cancellation);

            Assert.Equal("text/vnd.mermaid", response.Content.Headers.ContentType!.MediaType);
            Assert.StartsWith("flowchart TD", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        Assert.Equal("The parameter 'format' must be json or mermaid, not 'bpmn'.", (await rita.ReadAsync("definitions/purchase/graph?format=bpmn")).Detail);
    }

    [Fact]
    public async Task Graph_OfAnInstance_SaysWhereItIs()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var id = (await rita.StartAsync()).Id;

        var nodes = (await rita.ReadAsync($"instances/{id}/graph")).Json.GetProperty("nodes").EnumerateArray().ToDictionary(n => n.GetProperty("id").GetString()!);

        Assert.Equal(("waiting", true), (nodes["manager"].GetProperty("status").GetString(), nodes["manager"].GetProperty("isCurrent").GetBoolean()));
        Assert.Equal(("succeeded", 1), (nodes["triage"].GetProperty("status").GetString(), nodes["triage"].GetProperty("visits").GetInt32()));
        Assert.True(nodes["finance"].GetProperty("isNotTaken").GetBoolean());
    }

    [Fact]
    public async Task Import_NewThenSameThenChanged_CreatedOkConflict()
    {
        using var aram = await api.Host.ClientAsync("aram");
        var key = $"k{Guid.NewGuid():N}";
        var document = $$"""{ "key": "{{key}}", "version": "1.0.0", "name": "One", "steps": [{ "id": "end", "kind": "end" }], "edges": [] }""";

        var created = await aram.PostAsync("definitions", document);
        var same = await aram.PostAsync("definitions", document.Replace(" ", "", StringComparison.Ordinal));
        var changed = await aram.PostAsync("definitions", document.Replace("One", "Two", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.Created, $"/api/v1/definitions/{key}/versions/1.0.0", "One"), (created.Status, created.Headers.Location!.OriginalString, created.Text("name")));
        Assert.Equal((HttpStatusCode.OK, created.Text("contentHash")), (same.Status, same.Text("contentHash")));
        Assert.Equal((HttpStatusCode.Conflict, "version-conflict"), (changed.Status, changed.Code));
        var exported = await aram.ReadAsync(created.Headers.Location.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await aram.PostAsync("definitions", JsonSerializer.Serialize(exported.Json))).Status);
    }

    [Fact]
    public async Task Import_Yaml_IsTheSameDefinitionAsItsJson()
    {
        using var aram = await api.Host.ClientAsync("aram");
        var key = $"k{Guid.NewGuid():N}";
        var created = await aram.PostAsync("definitions", $$"""{ "key": "{{key}}", "version": "1.0.0", "name": "One", "steps": [{ "id": "end", "kind": "end" }] }""");

        var yaml = await aram.GetStringAsync(new Uri($"{created.Headers.Location}?format=yaml", UriKind.Relative), Cancellation);
        Assert.Equal($"key: {key}\nversion: 1.0.0\nname: One\nsteps:\n  - {{id: end, kind: end, name: End}}\n", yaml);
        using var content = new StringContent(yaml, System.Text.Encoding.UTF8, "application/yaml");
        using var same = await aram.PostAsync(new Uri("/api/v1/definitions", UriKind.Relative), content, Cancellation);
        using var broken = new StringContent(yaml.Replace("kind: end", "kind: ent", StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/yaml");
        using var refused = await aram.PostAsync(new Uri("/api/v1/definitions", UriKind.Relative), broken, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity), (same.StatusCode, refused.StatusCode));
        var error = Assert.Single(JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("errors").EnumerateArray());
        Assert.Equal(("/steps/0/kind", 5), (error.GetProperty("pointer").GetString(), error.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Import_ManyFaults_AllWithPointerLineAndColumn()
    {
        using var aram = await api.Host.ClientAsync("aram");

        var refused = await aram.PostAsync("definitions", """
            {
              "key": "broken", "version": "1.0.0",
              "steps": [
                { "id": "choose", "kind": "gateway", "gateway": "exclusive" },
                { "id": "work", "kind": "machine", "type": "Flaky" }
              ],
              "edges": [
                { "from": "choose", "to": "wrok", "when": "data.amount > 1" },
                { "from": "choose", "to": "work", "when": "data.amount >> 1" }
              ]
            }
            """);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), (refused.Status, refused.Code));
        var typo = refused.Json.GetProperty("errors").EnumerateArray().Single(e => e.GetProperty("pointer").GetString() == "/edges/1/when");
        Assert.Equal(("expression-invalid", 9, 61), (typo.GetProperty("code").GetString(), typo.GetProperty("line").GetInt32(), typo.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task Import_UnknownStepNames_AtTheirPlace()
    {
        using var aram = await api.Host.ClientAsync("aram");

        var edge = await aram.PostAsync("definitions", """
            {
              "key": "broken", "version": "1.0.0",
              "steps": [{ "id": "work", "kind": "machine", "type": "Flaky" }],
              "edges": [{ "from": "work", "to": "wrok" }]
            }
            """);
        var type = await aram.PostAsync("definitions", """
            {
              "key": "broken", "version": "1.0.0",
              "steps": [{ "id": "work", "kind": "machine",
                "type": "Flakey" }], "edges": []
            }
            """);

        var target = Assert.Single(edge.Json.GetProperty("errors").EnumerateArray().ToList(), e => e.GetProperty("pointer").GetString() == "/edges/0/to");
        Assert.Equal((4, 37), (target.GetProperty("line").GetInt32(), target.GetProperty("column").GetInt32()));
        Assert.Contains("wrok", target.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, type.Status);
        var named = Assert.Single(type.Json.GetProperty("errors").EnumerateArray().ToList());
        Assert.Equal(("/steps/0/type", 4), (named.GetProperty("pointer").GetString(), named.GetProperty("line").GetInt32()));
        Assert.Contains("Flakey", named.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NotJson_MalformedWithPosition()
    {
        using var aram = await api.Host.ClientAsync("aram");

        var refused = await aram.PostAsync("definitions", "{\n  \"key\": oops\n}");

        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (refused.Status, refused.Code));
        Assert.Equal((2, 10), (refused.Json.GetProperty("errors")[0].GetProperty("line").GetInt32(), refused.Json.GetProperty("errors")[0].GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task Import_NotAnAuthor_ForbiddenBeforeAnythingIsRead()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var refused = await rita.PostAsync("definitions", "{ broken");

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden", "Only people with the role author or admin may publish definitions."), (refused.Status, refused.Code, refused.Detail));
    }

    [Theory]
    [InlineData("definitions/nothing")]
    [InlineData("definitions/nothing/versions")]
    [InlineData("definitions/nothing/graph")]
    [InlineData("definitions/nothing/start-form")]
    [InlineData("definitions/purchase/versions/2.0.0")]
    public async Task Read_WhatIsNotThere_NotFound(string path)
    {
        using var rita = await api.Host.ClientAsync("rita");

        var missing = await rita.ReadAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (missing.Status, missing.Code));
    }
}
