using System.Net;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class IncidentsApiTests(SharedApi api)
{
    [Fact]
    public async Task Groups_SeenThenRetried_AreGone()
    {
        using var olga = await api.Host.ClientAsync("olga");
        FlakyStep.IsBroken = true;
        List<Guid> stopped = [];
        try
        {
            for (var i = 0; i < 3; i++)
            {
                stopped.Add((await olga.PostAsync("instances?wait=5s", """{ "definition": "flaky", "data": {} }""")).Id);
            }
        }
        finally
        {
            FlakyStep.IsBroken = false;
        }

        var list = await olga.ReadAsync("incidents?definition=flaky&limit=2");
        Assert.Equal((HttpStatusCode.OK, 2), (list.Status, list.Json.GetProperty("items").GetArrayLength()));
        var incident = list.Json.GetProperty("items")[0];
        var fingerprint = incident.GetProperty("fingerprint").GetString();
        Assert.Equal(("work", "step-failed", "1.0.0"), (incident.GetProperty("step").GetString(), incident.GetProperty("code").GetString(), incident.GetProperty("version").GetString()));
        var rest = await olga.ReadAsync($"incidents?fingerprint={fingerprint}&limit=2&cursor={list.Text("nextCursor")}");
        Assert.NotEmpty(rest.Json.GetProperty("items").EnumerateArray());
        var group = await olga.ReadAsync($"incidents/groups/{fingerprint}");
        Assert.True(group.Json.GetProperty("count").GetInt32() >= 3);
        Assert.Contains(fingerprint, (await olga.ReadAsync("incidents/groups")).Json.GetProperty("items").EnumerateArray().Select(g => g.GetProperty("fingerprint").GetString()));

        var begun = await olga.PostAsync($"incidents/groups/{fingerprint}/retry");
        Assert.Equal(HttpStatusCode.Accepted, begun.Status);
        var retry = begun;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!retry.Json.TryGetProperty("endedAt", out _))
        {
            patience.Token.ThrowIfCancellationRequested();
            retry = await olga.ReadAsync(begun.Headers.Location!.ToString());
        }

        Assert.Equal(group.Json.GetProperty("count").GetInt32(), retry.Json.GetProperty("retried").GetInt32());
        foreach (var id in stopped)
        {
            Assert.Equal("completed", (await olga.ReadAsync($"instances/{id}?wait=10s&after=4")).Text("status"));
        }

        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await olga.ReadAsync($"incidents/groups/{fingerprint}")));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await olga.PostAsync($"incidents/groups/{fingerprint}/retry")));
    }

    [Fact]
    public async Task Incidents_OthersThanOperators_AreRefused()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var reader = await api.Host.ClientAsync("olga", "read");

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await rita.ReadAsync("incidents")));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await rita.ReadAsync("incidents/groups")));
        Assert.Equal((HttpStatusCode.Forbidden, "scope-missing"), Problem(await reader.PostAsync("incidents/groups/x/retry")));
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), Problem(await (await api.Host.ClientAsync("olga")).ReadAsync("incidents?cursor=nonsense")));
    }

    private static (HttpStatusCode, string) Problem(Answer answer) => (answer.Status, answer.Code);
}
