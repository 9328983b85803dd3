using System.Net;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class AuditApiTests(SharedApi api)
{
    [Fact]
    public async Task List_AfterActsOverTheApi_SaysWhoDidWhatAndHow()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var ada = await api.Host.ClientAsync("ada");
        var started = await rita.PostAsync("instances", """{ "definition": "purchase", "data": { "amount": 500, "item": "Chair" } }""");
        await rita.PostAsync($"instances/{started.Id}/cancel", """{ "reason": "Found one." }""");

        var acts = (await ada.ReadAsync($"audit?instance={started.Id}")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(["instance.cancel", "instance.start"], acts.Select(a => a.GetProperty("action").GetString()));
        Assert.All(acts, a => Assert.Equal(("rita", "api", started.Id), (a.GetProperty("actor").GetString(), a.GetProperty("channel").GetString(), a.GetProperty("instance").GetGuid())));
        Assert.Equal("Found one.", acts[0].GetProperty("note").GetString());
        var mine = (await ada.ReadAsync("audit?actor=rita&action=instance.cancel&limit=1")).Json;
        Assert.Equal("instance.cancel", Assert.Single(mine.GetProperty("items").EnumerateArray()).GetProperty("action").GetString());
    }

    [Fact]
    public async Task List_WhoMayNot_IsToldSo_AndOtherTenantsSeeNothingOfOurs()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var olga = await api.Host.ClientAsync("olga");
        using var zoe = await api.Host.ClientAsync("zoe");
        await rita.PostAsync("instances", """{ "definition": "purchase", "data": { "amount": 500, "item": "Chair" } }""");

        var refused = await olga.ReadAsync("audit");

        Assert.Equal((HttpStatusCode.Forbidden, "Only people with the role admin may read the audit."), (refused.Status, refused.Detail));
        Assert.DoesNotContain("rita", (await zoe.ReadAsync("audit?limit=200")).Json.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("actor").GetString()));
    }
}
