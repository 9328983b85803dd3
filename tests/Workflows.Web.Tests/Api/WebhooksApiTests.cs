using System.Net;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class WebhooksApiTests(SharedApi api)
{
    // Nothing of the tests' own is sent anywhere: the address is one of this machine, which may not be called.
    private const string Pager = """{ "name": "Pager", "url": "http://127.0.0.1:9/events", "types": ["order.*"], "definitions": ["purchase"] }""";

    [Fact]
    public async Task Create_Read_Save_Delete_ByRevision()
    {
        using var ada = await api.Host.ClientAsync("ada");

        var made = await ada.PostAsync("webhooks", Pager);
        Assert.Equal((HttpStatusCode.Created, "\"1\"", "Pager", "ada"), (made.Status, made.ETag, made.Text("name"), made.Text("createdBy")));
        Assert.StartsWith("whsec_", made.Text("secret"), StringComparison.Ordinal);
        var path = $"webhooks/{made.Id}";
        Assert.Equal($"/api/v1/{path}", made.Headers.Location!.ToString());
        var read = await ada.ReadAsync(path);
        Assert.False(read.Json.TryGetProperty("secret", out _));
        Assert.Contains(made.Id, (await ada.ReadAsync("webhooks")).Json.GetProperty("items").EnumerateArray().Select(w => w.GetProperty("id").GetGuid()));

        var changed = Pager.Replace("Pager", "Other", StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.PreconditionRequired, "precondition-required"), Problem(await ada.CallAsync(HttpMethod.Put, path, changed)));
        var saved = await ada.CallAsync(HttpMethod.Put, path, changed, ("If-Match", made.ETag!));
        Assert.Equal((HttpStatusCode.OK, "\"2\"", "Other"), (saved.Status, saved.ETag, saved.Text("name")));
        var stale = await ada.CallAsync(HttpMethod.Put, path, Pager, ("If-Match", made.ETag!));
        Assert.Equal((HttpStatusCode.Conflict, "stale-revision"), Problem(stale));
        Assert.Equal("Other", stale.Json.GetProperty("current").GetProperty("name").GetString());

        var rotated = await ada.PostAsync($"{path}/rotate-secret");
        Assert.NotEqual(made.Text("secret"), rotated.Text("secret"));
        Assert.True(rotated.Json.TryGetProperty("lastSecretUntil", out _));

        Assert.Equal(HttpStatusCode.Conflict, (await ada.CallAsync(HttpMethod.Delete, path, null, ("If-Match", made.ETag!))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.CallAsync(HttpMethod.Delete, path, null, ("If-Match", rotated.ETag!))).Status);
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await ada.ReadAsync(path)));
    }

    [Fact]
    public async Task Create_SeveralThingsWrong_SaysEachAtItsPlace()
    {
        using var ada = await api.Host.ClientAsync("ada");

        var refused = await ada.PostAsync("webhooks", """{ "name": "", "url": "ftp://example.com", "types": ["workflow.task.created", "workflow.nope", "Bad Type"] }""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), Problem(refused));
        Assert.Equal(["/name", "/url", "/types/1", "/types/2"], refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task Test_OfAPausedOne_IsKeptUntilItIsResumedAndCanBeDiscarded()
    {
        using var ada = await api.Host.ClientAsync("ada");
        var made = await ada.PostAsync("webhooks", Pager);
        var paused = await ada.PostAsync($"webhooks/{made.Id}/pause", """{ "reason": "Moving." }""");
        Assert.Equal(("Moving.", "ada"), (paused.Json.GetProperty("pause").GetProperty("reason").GetString(), paused.Json.GetProperty("pause").GetProperty("by").GetString()));

        Assert.Equal(HttpStatusCode.Accepted, (await ada.PostAsync($"webhooks/{made.Id}/test")).Status);

        var delivery = Assert.Single((await ada.ReadAsync($"webhooks/{made.Id}/deliveries")).Json.GetProperty("items").EnumerateArray());
        var id = delivery.GetProperty("id").GetInt64();
        Assert.Equal(("test", "pending", 0), (delivery.GetProperty("type").GetString(), delivery.GetProperty("status").GetString(), delivery.GetProperty("attempts").GetInt32()));
        Assert.Equal("1.0", (await ada.ReadAsync($"deliveries/{id}")).Json.GetProperty("body").GetProperty("specversion").GetString());
        Assert.Empty((await ada.ReadAsync($"webhooks/{made.Id}/deliveries?status=dead")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.Accepted, (await ada.PostAsync($"deliveries/{id}/redeliver")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.PostAsync($"dead-letters/{id}/discard")).Status);
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await ada.PostAsync($"dead-letters/{id}/replay")));
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), Problem(await ada.ReadAsync($"webhooks/{made.Id}/deliveries?status=lost")));
        Assert.False((await ada.PostAsync($"webhooks/{made.Id}/resume")).Json.TryGetProperty("pause", out _));
    }

    [Fact]
    public async Task Any_WhoMayNot_IsToldSo_AndOtherTenantsSeeNothing()
    {
        using var ada = await api.Host.ClientAsync("ada");
        using var olga = await api.Host.ClientAsync("olga");
        using var reader = await api.Host.ClientAsync("ada", "read");
        using var zoe = await api.Host.ClientAsync("zoe");
        var made = await ada.PostAsync("webhooks", Pager);

        var refused = await olga.ReadAsync("webhooks");
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(refused));
        Assert.Equal("Only people with the role admin may manage webhooks.", refused.Detail);
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await olga.PostAsync("webhooks", Pager)));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await olga.ReadAsync("dead-letters")));
        Assert.Equal((HttpStatusCode.Forbidden, "scope-missing"), Problem(await reader.ReadAsync("webhooks")));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await zoe.ReadAsync($"webhooks/{made.Id}")));
        Assert.DoesNotContain(made.Id, (await zoe.ReadAsync("webhooks")).Json.GetProperty("items").EnumerateArray().Select(w => w.GetProperty("id").GetGuid()));
        await ada.CallAsync(HttpMethod.Delete, $"webhooks/{made.Id}");
    }

    private static (HttpStatusCode, string) Problem(Answer answer) => (answer.Status, answer.Json.ValueKind is JsonValueKind.Object ? answer.Code : "");
}
