using System.Net;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class RetentionApiTests(SharedApi api)
{
    [Fact]
    public async Task Policies_Read_SaysTheRules()
    {
        using var ada = await api.Host.ClientAsync("ada");

        var policy = await ada.ReadAsync("retention/policies");

        Assert.Equal(HttpStatusCode.OK, policy.Status);
        Assert.False(policy.Json.GetProperty("enabled").GetBoolean());
        Assert.Equal(("P1D", Path.Combine(api.Host.Folder, "archive")), (policy.Text("interval"), policy.Text("archiveFolder")));
        Assert.Equal("""[{"definition":"inputs","status":"canceled","keepFor":"PT0S"}]""", policy.Json.GetProperty("rules").GetRawText());
    }

    [Fact]
    public async Task Run_DryThenReal_CountsThenArchivesAndRemoves()
    {
        using var ada = await api.Host.ClientAsync("ada");
        var gone = (await ada.PostAsync("instances", """{ "definition": "inputs", "data": { "invoice": "I-1", "experts": [] } }""")).Id;
        await ada.PostAsync($"instances/{gone}/cancel", """{ "reason": "Not needed." }""");
        var stays = (await ada.StartAsync()).Id;
        await ada.PostAsync($"instances/{stays}/cancel", """{ "reason": "Not needed." }""");

        var dry = await RunAsync(ada, """{ "dryRun": true }""");
        Assert.Equal(HttpStatusCode.OK, (await ada.ReadAsync($"instances/{gone}")).Status);
        var real = await RunAsync(ada, "{}");

        Assert.True(dry.Json.GetProperty("found").GetInt32() >= 1);
        Assert.Equal(0, dry.Json.GetProperty("removed").GetInt32());
        Assert.Equal(("completed", "person", "ada"), (real.Text("status"), real.Text("trigger"), real.Text("by")));
        Assert.Equal(dry.Json.GetProperty("found").GetInt32(), real.Json.GetProperty("removed").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await ada.ReadAsync($"instances/{gone}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ada.ReadAsync($"instances/{stays}")).Status);
        Assert.Contains(gone.ToString(), await File.ReadAllTextAsync(real.Text("archiveFile"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var page = await ada.ReadAsync("retention/runs?limit=1");
        Assert.Equal(real.Id, page.Json.GetProperty("items")[0].GetProperty("id").GetGuid());
        var next = await ada.ReadAsync($"retention/runs?limit=1&cursor={page.Text("nextCursor")}");
        Assert.Equal(dry.Id, next.Json.GetProperty("items")[0].GetProperty("id").GetGuid());
        Assert.Equal("completed", (await ada.PostAsync($"retention/runs/{real.Id}/stop")).Text("status"));
    }

    [Fact]
    public async Task Delete_OpenThenCanceled_IsRefusedThenRemovedWithAReason()
    {
        using var ada = await api.Host.ClientAsync("ada");
        var id = (await ada.StartAsync()).Id;

        Assert.Equal((HttpStatusCode.Conflict, "invalid-state"), Problem(await ada.CallAsync(HttpMethod.Delete, $"instances/{id}?reason=asked")));
        await ada.PostAsync($"instances/{id}/cancel", """{ "reason": "Not needed." }""");
        var silent = await ada.CallAsync(HttpMethod.Delete, $"instances/{id}");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), Problem(silent));
        Assert.Equal("/reason", silent.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        var removed = await ada.CallAsync(HttpMethod.Delete, $"instances/{id}?reason=The+applicant+asked+for+it.");

        Assert.Equal((HttpStatusCode.OK, "instance", "The applicant asked for it.", id), (removed.Status, removed.Text("trigger"), removed.Text("reason"), removed.Json.GetProperty("instance").GetGuid()));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await ada.ReadAsync($"instances/{id}")));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await ada.CallAsync(HttpMethod.Delete, $"instances/{id}?reason=again")));
        Assert.Equal("The applicant asked for it.", (await ada.ReadAsync($"retention/runs/{removed.Id}")).Text("reason"));
    }

    [Fact]
    public async Task Retention_OthersThanAdministrators_AreRefused()
    {
        using var ada = await api.Host.ClientAsync("ada");
        using var olga = await api.Host.ClientAsync("olga");
        using var reader = await api.Host.ClientAsync("ada", "read");
        var id = (await ada.StartAsync()).Id;
        await ada.PostAsync($"instances/{id}/cancel", """{ "reason": "Not needed." }""");

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await olga.ReadAsync("retention/policies")));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await olga.PostAsync("retention/runs", "{}")));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await olga.CallAsync(HttpMethod.Delete, $"instances/{id}?reason=no")));
        Assert.Equal((HttpStatusCode.Forbidden, "scope-missing"), Problem(await reader.ReadAsync("retention/runs")));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await ada.ReadAsync($"retention/runs/{Guid.NewGuid()}")));
        Assert.Equal(HttpStatusCode.OK, (await ada.ReadAsync($"instances/{id}")).Status);
    }

    private static (HttpStatusCode, string) Problem(Answer answer) => (answer.Status, answer.Code);

    /// <summary>Begins a run, and reads how far it is until it has ended.</summary>
    private static async Task<Answer> RunAsync(HttpClient client, string body)
    {
        var begun = await client.PostAsync("retention/runs", body);
        Assert.Equal(HttpStatusCode.Accepted, begun.Status);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var run = await client.ReadAsync(begun.Headers.Location!.ToString());
            if (run.Text("status") != "running")
            {
                return run;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
