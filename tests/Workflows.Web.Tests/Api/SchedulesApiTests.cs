using System.Net;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class SchedulesApiTests(SharedApi api)
{
    private const string Yearly = """
        { "name": "Chairs", "definition": "purchase", "data": { "amount": 500, "item": "Chair" }, "cron": "30 2 * 3,10 *", "timeZone": "Europe/Berlin", "overlap": "allow" }
        """;

    [Fact]
    public async Task Create_Read_Save_Delete_ByRevision()
    {
        using var olga = await api.Host.ClientAsync("olga");

        var made = await olga.PostAsync("schedules", Yearly);
        Assert.Equal((HttpStatusCode.Created, "\"1\"", "Chairs", "olga"), (made.Status, made.ETag, made.Text("name"), made.Text("savedBy")));
        var path = $"schedules/{made.Id}";
        Assert.Equal($"/api/v1/{path}", made.Headers.Location!.ToString());
        Assert.Contains(made.Id, (await olga.ReadAsync("schedules")).Json.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("id").GetGuid()));

        var changed = Yearly.Replace("Chairs", "More chairs", StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.PreconditionRequired, "precondition-required"), Problem(await olga.CallAsync(HttpMethod.Put, path, changed)));
        var saved = await olga.CallAsync(HttpMethod.Put, path, changed, ("If-Match", made.ETag!));
        Assert.Equal((HttpStatusCode.OK, "\"2\"", "More chairs"), (saved.Status, saved.ETag, saved.Text("name")));

        var stale = await olga.CallAsync(HttpMethod.Put, path, Yearly, ("If-Match", made.ETag!));
        Assert.Equal((HttpStatusCode.Conflict, "stale-revision"), Problem(stale));
        Assert.Equal("More chairs", stale.Json.GetProperty("current").GetProperty("name").GetString());

        Assert.Equal(HttpStatusCode.Conflict, (await olga.CallAsync(HttpMethod.Delete, path, null, ("If-Match", made.ETag!))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await olga.CallAsync(HttpMethod.Delete, path, null, ("If-Match", saved.ETag!))).Status);
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await olga.ReadAsync(path)));
    }

    [Fact]
    public async Task Create_SeveralThingsWrong_SaysEachAtItsPlace()
    {
        using var olga = await api.Host.ClientAsync("olga");

        var refused = await olga.PostAsync("schedules", """{ "name": "", "definition": "purchase", "data": { "amount": 0 }, "cron": "99 * * * *", "timeZone": "Mars" }""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), Problem(refused));
        Assert.Equal(["/name", "/cron", "/timeZone", "/data/amount", "/data/item"], refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
        Assert.Equal("Minutes: Value must be a number between 0 and 59 (all inclusive).", refused.Json.GetProperty("errors")[1].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Next_AcrossAChangeOfTheClock_HasTheOffsetOfEach()
    {
        using var olga = await api.Host.ClientAsync("olga");
        var made = await olga.PostAsync("schedules", Yearly);

        var next = (await olga.ReadAsync($"schedules/{made.Id}/next?n=62")).Json.GetProperty("items").EnumerateArray().Select(i => i.GetString()!).ToList();

        Assert.Equal(62, next.Count);
        Assert.Contains(next, n => n.EndsWith("+01:00", StringComparison.Ordinal));
        Assert.Contains(next, n => n.EndsWith("+02:00", StringComparison.Ordinal));
        Assert.Equal(10, (await olga.ReadAsync($"schedules/{made.Id}/next")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), Problem(await olga.ReadAsync($"schedules/{made.Id}/next?n=0")));
    }

    [Fact]
    public async Task Pause_Trigger_Resume_SayWhatBecameOfIt()
    {
        using var olga = await api.Host.ClientAsync("olga");
        using var ada = await api.Host.ClientAsync("ada");
        var made = await olga.PostAsync("schedules", Yearly.Replace("\"allow\"", "\"skip\"", StringComparison.Ordinal));

        var paused = await olga.PostAsync($"schedules/{made.Id}/pause", """{ "reason": "The books are closed." }""");
        Assert.Equal("The books are closed.", paused.Json.GetProperty("pause").GetProperty("reason").GetString());
        Assert.False(paused.Json.TryGetProperty("nextRun", out _));

        var triggered = await ada.PostAsync($"schedules/{made.Id}/trigger");
        var run = triggered.Json.GetProperty("runs")[0];
        Assert.Equal(("manual", "started", "ada"), (run.GetProperty("cause").GetString(), run.GetProperty("result").GetString(), run.GetProperty("by").GetString()));
        Assert.Equal("ada", (await ada.ReadAsync($"instances/{run.GetProperty("instance").GetGuid()}")).Text("startedBy"));
        Assert.Equal((HttpStatusCode.Conflict, "invalid-state"), Problem(await ada.PostAsync($"schedules/{made.Id}/trigger")));

        var resumed = await olga.PostAsync($"schedules/{made.Id}/resume");
        Assert.True(resumed.Json.TryGetProperty("nextRun", out _));
    }

    [Fact]
    public async Task Backfill_DryRun_SaysWhichAndStartsNothing()
    {
        using var olga = await api.Host.ClientAsync("olga");
        var made = await olga.PostAsync("schedules", Yearly);

        var dry = await olga.PostAsync($"schedules/{made.Id}/backfill", """{ "from": "2025-03-28T00:00:00Z", "to": "2025-03-31T00:00:00Z", "dryRun": true }""");

        Assert.Equal(
            ["2025-03-28T01:30:00+00:00", "2025-03-29T01:30:00+00:00", "2025-03-30T01:00:00+00:00"],
            dry.Json.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("dueAt").GetString()));
        Assert.Equal(3, dry.Json.GetProperty("toStart").GetInt32());
        Assert.Equal(0, (await olga.ReadAsync($"schedules/{made.Id}")).Json.GetProperty("waitingRuns").GetInt32());
        var refused = await olga.PostAsync($"schedules/{made.Id}/backfill", """{ "from": "2025-03-28T00:00:00Z", "to": "2999-03-31T00:00:00Z" }""");
        Assert.Equal("/to", refused.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Any_WhoMayNot_IsToldSo_AndOtherTenantsSeeNothing()
    {
        using var olga = await api.Host.ClientAsync("olga");
        using var rita = await api.Host.ClientAsync("rita");
        using var reader = await api.Host.ClientAsync("olga", "read");
        using var zoe = await api.Host.ClientAsync("zoe");
        var made = await olga.PostAsync("schedules", Yearly);

        var refused = await rita.ReadAsync("schedules");
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(refused));
        Assert.Equal("Only people with the role operator or admin may manage schedules.", refused.Detail);
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await rita.PostAsync("schedules", Yearly)));
        Assert.Equal((HttpStatusCode.Forbidden, "scope-missing"), Problem(await reader.PostAsync("schedules", Yearly)));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await zoe.ReadAsync($"schedules/{made.Id}")));
        Assert.Equal(0, (await zoe.ReadAsync("schedules")).Json.GetProperty("items").GetArrayLength());
    }

    private static (HttpStatusCode, string) Problem(Answer answer) => (answer.Status, answer.Json.ValueKind is JsonValueKind.Object ? answer.Code : "");
}
