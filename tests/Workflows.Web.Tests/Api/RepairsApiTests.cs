using System.Net;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class RepairsApiTests(SharedApi api)
{
    [Fact]
    public async Task Force_DryRunThenForReal_DoesWhatItSaid()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var olga = await api.Host.ClientAsync("olga");
        var started = await rita.StartAsync();
        var token = started.Json.GetProperty("tokens")[0].GetProperty("id").GetInt32();

        var tried = await olga.PostAsync($"instances/{started.Id}/force", $$"""{ "token": {{token}}, "outcome": "approve", "reason": "The board said so.", "dryRun": true }""");
        var after = await rita.ReadAsync($"instances/{started.Id}");
        var done = await olga.PostAsync($"instances/{started.Id}/force", $$"""{ "token": {{token}}, "outcome": "approve", "reason": "The board said so." }""");

        Assert.Equal((HttpStatusCode.OK, true), (tried.Status, tried.Json.GetProperty("dryRun").GetBoolean()));
        Assert.Contains("olga ended “Manager approval” with Approve", tried.Json.GetProperty("effects").EnumerateArray().Select(e => e.GetProperty("text").GetString()));
        Assert.Equal(started.ETag, after.ETag);
        Assert.Equal((HttpStatusCode.OK, "completed"), (done.Status, done.Json.GetProperty("instance").GetProperty("status").GetString()));
        var graph = await rita.ReadAsync($"instances/{started.Id}/graph");
        Assert.True(graph.Json.GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("id").GetString() == "manager").GetProperty("isOverridden").GetBoolean());
    }

    [Fact]
    public async Task Pause_ThenDecide_IsLockedUntilItIsResumed()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var olga = await api.Host.ClientAsync("olga");
        using var max = await api.Host.ClientAsync("max");
        var started = await rita.StartAsync();
        var task = started.Json.GetProperty("openTasks")[0].GetProperty("id").GetString();

        var paused = await olga.PostAsync($"instances/{started.Id}/pause", """{ "reason": "The auditors look at it." }""");
        var locked = await max.PostAsync($"tasks/{task}/claim", "{}");
        var resumed = await olga.PostAsync($"instances/{started.Id}/resume", """{ "reason": "They are done." }""");
        var claimed = await max.PostAsync($"tasks/{task}/claim", "{}");

        Assert.Equal(("paused", "olga"), (paused.Json.GetProperty("instance").GetProperty("status").GetString(), paused.Json.GetProperty("instance").GetProperty("pause").GetProperty("by").GetString()));
        Assert.Equal((423, "paused"), ((int)locked.Status, locked.Code));
        Assert.Equal("waiting", resumed.Json.GetProperty("instance").GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, claimed.Status);
    }

    [Fact]
    public async Task Repair_ByWhoMayNotOrWrongly_IsRefusedAndChangesNothing()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var olga = await api.Host.ClientAsync("olga");
        var started = await rita.StartAsync();

        var forbidden = await rita.PostAsync($"instances/{started.Id}/pause", """{ "reason": "Mine." }""");
        var silent = await olga.PostAsync($"instances/{started.Id}/pause", """{ "reason": "  " }""");
        var nowhere = await olga.PostAsync($"instances/{started.Id}/rewind", """{ "to": "nowhere", "reason": "Back." }""");
        var stale = await olga.PostAsync($"instances/{started.Id}/skip", """{ "token": 99, "reason": "Skip it." }""");
        var data = await olga.PostAsync($"instances/{started.Id}/data", """{ "data": [], "reason": "A typing error." }""");

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (forbidden.Status, forbidden.Code));
        Assert.Equal((422, "/reason"), ((int)silent.Status, silent.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal((422, "repair-not-possible"), ((int)nowhere.Status, nowhere.Code));
        Assert.Equal((409, "stale"), ((int)stale.Status, stale.Code));
        Assert.Equal((422, "/data"), ((int)data.Status, data.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal(started.ETag, (await rita.ReadAsync($"instances/{started.Id}")).ETag);
    }

    [Fact]
    public async Task EditData_AsAMergePatch_SetsAndTakesAway()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var olga = await api.Host.ClientAsync("olga");
        var started = await rita.StartAsync();

        var edited = await olga.PostAsync($"instances/{started.Id}/data", """{ "data": { "note": "checked", "item": "Desk" }, "reason": "A typing error." }""");

        var data = edited.Json.GetProperty("instance").GetProperty("data");
        Assert.Equal((HttpStatusCode.OK, "checked", "Desk"), (edited.Status, data.GetProperty("note").GetString(), data.GetProperty("item").GetString()));
        var removed = await olga.PostAsync($"instances/{started.Id}/data", """{ "data": { "note": null }, "reason": "It says nothing." }""");
        Assert.False(removed.Json.GetProperty("instance").GetProperty("data").TryGetProperty("note", out _));
        var refused = await olga.PostAsync($"instances/{started.Id}/data", """{ "data": { "item": null, "amount": 0 }, "reason": "To break it." }""");
        Assert.Equal((422, "/amount /item"), ((int)refused.Status, string.Join(' ', refused.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()).Order())));
    }
}
