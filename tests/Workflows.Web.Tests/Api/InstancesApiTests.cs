using System.Net;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class InstancesApiTests(SharedApi api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_ValidData_CreatedWithLocationAndState()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var started = await rita.StartAsync(500, """, "title": "A chair", "reference": "PO-1" """);

        Assert.Equal(HttpStatusCode.Created, started.Status);
        Assert.Equal($"/api/v1/instances/{started.Id}", started.Headers.Location!.OriginalString);
        Assert.Equal("\"1\"", started.ETag);
        Assert.Equal(("waiting", "rita", "A chair", "PO-1", "1.0.0"), (started.Text("status"), started.Text("startedBy"), started.Text("title"), started.Text("reference"), started.Text("version")));
        Assert.False(started.Json.GetProperty("existing").GetBoolean());
        Assert.Equal(["manager"], started.Json.GetProperty("currentSteps").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal("""{"amount":500,"item":"Chair"}""", JsonSerializer.Serialize(started.Json.GetProperty("data")));
        var read = await rita.ReadAsync(started.Headers.Location.OriginalString);
        Assert.Equal((HttpStatusCode.OK, started.Id, "\"1\""), (read.Status, read.Id, read.ETag));
        Assert.False(read.Json.TryGetProperty("existing", out _));
    }

    [Fact]
    public async Task Start_BelowItsDefinition_SameAsByKey()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var started = await rita.PostAsync("definitions/purchase/instances", """{ "data": { "amount": 5, "item": "Pen" }, "version": "1.0.0" }""");

        Assert.Equal((HttpStatusCode.Created, "purchase"), (started.Status, started.Text("definition")));
    }

    [Fact]
    public async Task Start_SameStartKeyAndData_OkWithTheExistingOne()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var key = $$""", "startKey": "{{Guid.NewGuid()}}" """;

        var first = await rita.StartAsync(500, key);
        var second = await rita.StartAsync(500, key);
        var other = await rita.StartAsync(501, key);

        Assert.Equal((HttpStatusCode.Created, false), (first.Status, first.Json.GetProperty("existing").GetBoolean()));
        Assert.Equal((HttpStatusCode.OK, true, first.Id), (second.Status, second.Json.GetProperty("existing").GetBoolean(), second.Id));
        Assert.Equal((HttpStatusCode.Conflict, "start-key-conflict"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Start_WrongData_EveryFaultWithItsPointer()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var refused = await rita.PostAsync("instances", """{ "definition": "purchase", "data": { "amount": 0 } }""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), (refused.Status, refused.Code));
        Assert.Equal(
            [("/amount", "minimum"), ("/item", "required")],
            refused.Json.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("pointer").GetString()!, e.GetProperty("code").GetString()!)).Order());
    }

    [Fact]
    public async Task Start_UnknownDefinitionOrVersion_NotFound()
    {
        using var rita = await api.Host.ClientAsync("rita");

        Assert.Equal((HttpStatusCode.NotFound, "There is no workflow 'nothing'."), await RefusalOf(rita.PostAsync("instances", """{ "definition": "nothing" }""")));
        Assert.Equal(
            (HttpStatusCode.NotFound, "There is no workflow 'purchase' in version 9.0.0."),
            await RefusalOf(rita.PostAsync("instances", """{ "definition": "purchase", "version": "9.0.0" }""")));
        Assert.Equal("malformed", (await rita.PostAsync("instances", """{ "definition": "purchase", "version": "one" }""")).Code);
    }

    [Fact]
    public async Task Start_TextsTooLongOrEmpty_RefusedAtTheirPlace()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var refused = await rita.StartAsync(500, $$""", "title": "{{new string('x', 201)}}", "reference": "", "startKey": " " """);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), (refused.Status, refused.Code));
        Assert.Equal(
            [("/title", "maxLength", "Use at most 200 characters."), ("/reference", "minLength", "This must not be empty."), ("/startKey", "minLength", "This must not be empty.")],
            refused.Json.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("pointer").GetString()!, e.GetProperty("code").GetString()!, e.GetProperty("message").GetString()!)));
    }

    [Fact]
    public async Task List_PageByPage_EveryInstanceOnceLatestFirst()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var reference = $"PAGE-{Guid.NewGuid():N}";
        var started = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            started.Add((await rita.StartAsync(500, $$""", "reference": "{{reference}}" """)).Id);
        }

        var (seen, cursor) = (new List<Guid>(), (string?)"");
        while (cursor is not null)
        {
            var page = await rita.ReadAsync($"instances?reference={reference}&limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            Assert.InRange(page.Json.GetProperty("items").GetArrayLength(), 1, 2);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()));
            cursor = page.Json.GetProperty("nextCursor").GetString();
        }

        started.Reverse();
        Assert.Equal(started, seen);
    }

    [Fact]
    public async Task List_ByFilters_OnlyWhatMatches()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var reference = $"FILTER-{Guid.NewGuid():N}";
        var id = (await rita.StartAsync(500, $$""", "reference": "{{reference}}" """)).Id;

        foreach (var (query, count) in new[]
        {
            ("status=waiting", 1), ("status=completed,waiting", 1), ("status=completed&status=waiting", 1), ("status=completed", 0), ("definition=purchase", 1), ("definition=flaky", 0),
            ("version=1.0.0", 1), ("version=2.0.0", 0), ("startedBy=rita", 1), ("hasIncident=false", 1), ("hasIncident=true", 0), ("from=2020-01-01T00:00:00Z", 1),
            ("to=2020-01-01T00:00:00Z", 0), ($"q={reference.ToLowerInvariant()[..12]}", 1),
        })
        {
            var page = await rita.ReadAsync($"instances?reference={reference}&{query}");
            Assert.Equal((query, count), (query, page.Json.GetProperty("items").GetArrayLength()));
        }

        Assert.NotEqual(Guid.Empty, id);
    }

    [Fact]
    public async Task List_OfOthers_OnlyForOperators()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        using var olga = await api.Host.ClientAsync("olga");
        var reference = $"OWN-{Guid.NewGuid():N}";
        await rita.StartAsync(500, $$""", "reference": "{{reference}}" """);

        Assert.Equal(1, (await olga.ReadAsync($"instances?reference={reference}")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await max.ReadAsync($"instances?reference={reference}")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await max.ReadAsync($"instances?reference={reference}&startedBy=rita")).Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("limit=0", "limit", "The parameter 'limit' must be from 1 to 200, not 0.")]
    [InlineData("limit=201", "limit", "The parameter 'limit' must be from 1 to 200, not 201.")]
    [InlineData("limit=many", "limit", "The parameter 'limit' must be a whole number, not 'many'.")]
    [InlineData("status=done", "status", "The parameter 'status' must be pending, running, waiting, paused, completed, failed, canceled, not 'done'.")]
    [InlineData("from=yesterday", "from", "The parameter 'from' must be a moment such as 2026-01-31T12:00:00Z, not 'yesterday'.")]
    [InlineData("hasIncident=maybe", "hasIncident", "The parameter 'hasIncident' must be true or false, not 'maybe'.")]
    [InlineData("version=1", "version", "'1' is not a version: write three numbers, for example 1.0.0.")]
    [InlineData("cursor=xyz", "cursor", "The cursor does not belong to this list. Pass the one that came with the previous page, or none to begin anew.")]
    public async Task List_UnreadableParameter_NamedWithWhatItShouldBe(string query, string parameter, string message)
    {
        using var olga = await api.Host.ClientAsync("olga");

        var refused = await olga.ReadAsync($"instances?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "malformed", message), (refused.Status, refused.Code, refused.Detail));
        Assert.Equal(parameter, refused.Json.GetProperty("errors")[0].GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task Get_NotInvolved_AsIfItWereNotThere()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var ines = await api.Host.ClientAsync("ines");
        var id = (await rita.StartAsync()).Id;

        foreach (var path in new[] { $"instances/{id}", $"instances/{id}/history", $"instances/{id}/tasks", $"instances/{id}/graph" })
        {
            Assert.Equal((HttpStatusCode.NotFound, $"There is no instance {id}."), await RefusalOf(ines.ReadAsync(path)));
        }

        var missing = Guid.NewGuid();
        Assert.Equal((HttpStatusCode.NotFound, $"There is no instance {missing}."), await RefusalOf(ines.ReadAsync($"instances/{missing}")));
    }

    [Fact]
    public async Task Get_OtherTenant_NothingLeaks()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var zoe = await api.Host.ClientAsync("zoe");
        var (instance, task) = await rita.StartToTaskAsync();

        foreach (var path in new[] { $"instances/{instance}", $"instances/{instance}/history", $"instances/{instance}/tasks", $"tasks/{task}", "definitions/purchase" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await zoe.ReadAsync(path)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await zoe.PostAsync($"instances/{instance}/cancel", """{ "reason": "mine" }""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await zoe.PostAsync($"tasks/{task}/claim")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await zoe.PostAsync($"tasks/{task}/complete", """{ "outcome": "approve" }""", ("If-Match", "*"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await zoe.StartAsync()).Status);
        foreach (var list in new[] { "instances", "tasks?scope=all", "tasks?scope=available", "definitions" })
        {
            Assert.Equal(0, (await zoe.ReadAsync(list)).Json.GetProperty("items").GetArrayLength());
        }

        Assert.Equal("acme", (await zoe.ReadAsync("me")).Text("tenant"));
    }

    [Fact]
    public async Task History_PageByPage_EveryEventInWords()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var started = await rita.StartAsync();

        var first = await rita.ReadAsync($"instances/{started.Id}/history?limit=1");
        var rest = await rita.ReadAsync($"instances/{started.Id}/history?after={first.Json.GetProperty("nextAfter").GetInt64()}");

        var begun = first.Json.GetProperty("items")[0];
        Assert.Equal((1, "instance-started.v1", "rita"), (begun.GetProperty("position").GetInt32(), begun.GetProperty("type").GetString(), begun.GetProperty("actor").GetString()));
        Assert.StartsWith("rita started", begun.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("instance-started.v1", begun.GetProperty("event").GetProperty("type").GetString());
        Assert.Equal(
            Enumerable.Range(2, (int)started.Json.GetProperty("position").GetInt64() - 1),
            rest.Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("position").GetInt32()));
        Assert.Equal(JsonValueKind.Null, rest.Json.GetProperty("nextAfter").ValueKind);
    }

    [Fact]
    public async Task Cancel_ByItsStarter_CanceledWithReason()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var id = (await rita.StartAsync()).Id;

        var canceled = await rita.PostAsync($"instances/{id}/cancel", """{ "reason": " Not needed. " }""", ("If-Match", "\"1\""));

        Assert.Equal((HttpStatusCode.OK, "canceled", "Not needed.", "\"2\""), (canceled.Status, canceled.Text("status"), canceled.Text("reason"), canceled.ETag));
    }

    [Fact]
    public async Task Cancel_InvolvedButNotTheirs_ForbiddenWithReason()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var id = (await rita.StartAsync()).Id;

        var refused = await max.PostAsync($"instances/{id}/cancel", """{ "reason": "No." }""");

        Assert.Equal(
            (HttpStatusCode.Forbidden, "forbidden", "Only people with the role operator or admin may cancel what others started."), (refused.Status, refused.Code, refused.Detail));
    }

    [Fact]
    public async Task Cancel_WithoutReason_Refused()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var id = (await rita.StartAsync()).Id;

        var blank = await rita.PostAsync($"instances/{id}/cancel", """{ "reason": " " }""");
        var missing = await rita.PostAsync($"instances/{id}/cancel", "{}");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation", "/reason"), (blank.Status, blank.Code, blank.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal((HttpStatusCode.BadRequest, "malformed", "The member 'reason' is missing."), (missing.Status, missing.Code, missing.Detail));
    }

    [Fact]
    public async Task Cancel_TwiceOrStale_ConflictWithTheInstanceAsItIs()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var id = (await rita.StartAsync()).Id;

        var stale = await rita.PostAsync($"instances/{id}/cancel", """{ "reason": "No." }""", ("If-Match", "\"7\""));
        await rita.PostAsync($"instances/{id}/cancel", """{ "reason": "No." }""");
        var second = await rita.PostAsync($"instances/{id}/cancel", """{ "reason": "No." }""");

        Assert.Equal((HttpStatusCode.Conflict, "stale-revision", "waiting"), (stale.Status, stale.Code, stale.Json.GetProperty("current").GetProperty("status").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, "invalid-state", "canceled"), (second.Status, second.Code, second.Json.GetProperty("current").GetProperty("status").GetString()));
        Assert.Equal("It is canceled.", second.Json.GetProperty("allowedActions")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Retry_AfterTheCauseIsGone_Completes()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var olga = await api.Host.ClientAsync("olga");
        FlakyStep.IsBroken = true;
        var failed = await rita.PostAsync("instances", """{ "definition": "flaky" }""");
        FlakyStep.IsBroken = false;

        Assert.Equal("failed", failed.Text("status"));
        var incident = failed.Json.GetProperty("incidents")[0];
        Assert.Equal(("step-failed", "work"), (incident.GetProperty("code").GetString(), incident.GetProperty("step").GetString()));
        var path = $"instances/{failed.Id}/incidents/{incident.GetProperty("id").GetInt32()}/retry";
        Assert.Equal((HttpStatusCode.Forbidden, "Only people with the role operator or admin may retry an incident."), await RefusalOf(rita.PostAsync(path)));
        var retried = await olga.PostAsync(path);
        Assert.Equal((HttpStatusCode.OK, "completed"), (retried.Status, retried.Text("status")));
        var again = await olga.PostAsync(path);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Equal("completed", again.Json.GetProperty("current").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Get_WaitingForTheNextPosition_AnswersWhenItMoved()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var (instance, task) = await rita.StartToTaskAsync();
        var position = (await rita.ReadAsync($"instances/{instance}")).Json.GetProperty("position").GetInt64();

        var waiting = rita.ReadAsync($"instances/{instance}?after={position}&wait=30s");
        Assert.False(waiting.IsCompleted);
        await max.DecideAsync(task);
        var moved = await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Equal("completed", moved.Text("status"));
        Assert.True(moved.Json.GetProperty("position").GetInt64() > position);
    }

    [Fact]
    public async Task Get_NothingMovesInTime_AnswersAsItStands()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var started = await rita.StartAsync();
        var position = started.Json.GetProperty("position").GetInt64();

        var same = await rita.ReadAsync($"instances/{started.Id}?after={position}&wait=PT0.05S");

        Assert.Equal((HttpStatusCode.OK, position), (same.Status, same.Json.GetProperty("position").GetInt64()));
        Assert.Equal("malformed", (await rita.ReadAsync($"instances/{started.Id}?wait=soon")).Code);
        Assert.Equal("malformed", (await rita.ReadAsync($"instances/{started.Id}?wait=-5s")).Code);
    }

    private static async Task<(HttpStatusCode Status, string Detail)> RefusalOf(Task<Answer> call)
    {
        var answer = await call;
        return (answer.Status, answer.Detail);
    }
}
