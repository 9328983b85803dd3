using System.Net;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class TasksApiTests(SharedApi api)
{
    [Fact]
    public async Task Get_Eligible_EverythingNeededToDecide()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var (instance, id) = await rita.StartToTaskAsync(700);

        var task = await max.ReadAsync($"tasks/{id}");

        Assert.Equal((HttpStatusCode.OK, $"\"{task.Json.GetProperty("revision").GetInt64()}\""), (task.Status, task.ETag));
        Assert.Equal((id, instance, "manager", "Manager approval", "offered", "rita"), (
            task.Id, task.Json.GetProperty("instance").GetGuid(), task.Text("step"), task.Text("title"), task.Text("status"), task.Text("requester")));
        Assert.Equal(20, task.Json.GetProperty("form").GetProperty("schema").GetProperty("properties").GetProperty("note").GetProperty("maxLength").GetInt32());
        Assert.Equal(
            """[{"id":"approve","label":"Approve","style":"primary","requiresComment":false},{"id":"reject","label":"Reject","style":"neutral","requiresComment":true}]""",
            JsonSerializer.Serialize(task.Json.GetProperty("outcomes")));
        Assert.Equal("""{"amount":700,"item":"Chair"}""", JsonSerializer.Serialize(task.Json.GetProperty("data")));
        Assert.Equal(
            """{"isEligible":true,"reason":"It is offered to the group managers, and you are in it."}""", JsonSerializer.Serialize(task.Json.GetProperty("eligibility")));
        Assert.Equal(["claim", "complete"], Allowed(task.Json));
    }

    [Fact]
    public async Task Get_RequesterNotEligible_SeesWhyNot()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var (_, id) = await rita.StartToTaskAsync();

        var task = await rita.ReadAsync($"tasks/{id}");

        Assert.Equal(HttpStatusCode.OK, task.Status);
        Assert.Equal("It is offered to the group managers.", task.Json.GetProperty("eligibility").GetProperty("reason").GetString());
        Assert.Empty(Allowed(task.Json));
    }

    [Fact]
    public async Task Any_NoPartInIt_AsIfItWereNotThere()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var ines = await api.Host.ClientAsync("ines");
        var (_, id) = await rita.StartToTaskAsync();

        foreach (var answer in new[]
        {
            await ines.ReadAsync($"tasks/{id}"), await ines.PostAsync($"tasks/{id}/claim"), await ines.PostAsync($"tasks/{id}/release"),
            await ines.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", "*")),
        })
        {
            Assert.Equal((HttpStatusCode.NotFound, "not-found", $"There is no task {id}."), (answer.Status, answer.Code, answer.Detail));
        }
    }

    [Fact]
    public async Task Complete_SeenButNotForThem_ForbiddenEvenForAdministrators()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var ada = await api.Host.ClientAsync("ada");
        var (_, id) = await rita.StartToTaskAsync();

        foreach (var client in new[] { rita, ada })
        {
            var refused = await client.DecideAsync(id);

            Assert.Equal((HttpStatusCode.Forbidden, "not-eligible"), (refused.Status, refused.Code));
            Assert.EndsWith("cannot do this task. It is offered to the group managers.", refused.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Claim_ThenRelease_TaskGoesToThePersonAndBack()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        using var mona = await api.Host.ClientAsync("mona");
        var (instance, id) = await rita.StartToTaskAsync();

        var claimed = await max.PostAsync($"tasks/{id}/claim");
        var late = await mona.PostAsync($"tasks/{id}/claim");
        var released = await max.PostAsync($"tasks/{id}/release", null, ("If-Match", claimed.ETag!));

        Assert.Equal(HttpStatusCode.OK, claimed.Status);
        Assert.Equal(("allocated", "max"), (claimed.Json.GetProperty("task").GetProperty("status").GetString(), claimed.Json.GetProperty("task").GetProperty("assignee").GetString()));
        Assert.Equal((instance, "waiting"), (claimed.Json.GetProperty("instance").GetProperty("id").GetGuid(), claimed.Json.GetProperty("instance").GetProperty("status").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, "already-claimed", "max already took this task."), (late.Status, late.Code, late.Detail));
        Assert.Equal("max", late.Json.GetProperty("current").GetProperty("assignee").GetString());
        Assert.Equal((HttpStatusCode.OK, "offered"), (released.Status, released.Json.GetProperty("task").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Complete_BothOfTwo_InstanceCompletesAndNextTaskIsNamed()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        using var fiona = await api.Host.ClientAsync("fiona");
        var (instance, managers) = await rita.StartToTaskAsync(50_000);
        var finance = (await rita.ReadAsync($"instances/{instance}/tasks")).Json.GetProperty("items").EnumerateArray()
            .Single(t => t.GetProperty("step").GetString() == "finance").GetProperty("id").GetGuid();

        var first = await max.DecideAsync(managers, """{ "outcome": "approve", "data": { "note": "ok" }, "comment": "Fine." }""");
        var second = await fiona.DecideAsync(finance);

        Assert.Equal((HttpStatusCode.OK, "completed", "max", "approve"), (
            first.Status, first.Json.GetProperty("task").GetProperty("status").GetString(), first.Json.GetProperty("task").GetProperty("completedBy").GetString(),
            first.Json.GetProperty("task").GetProperty("outcome").GetString()));
        Assert.Equal("waiting", first.Json.GetProperty("instance").GetProperty("status").GetString());
        Assert.Equal("completed", second.Json.GetProperty("instance").GetProperty("status").GetString());
        var read = await rita.ReadAsync($"instances/{instance}");
        Assert.Equal(second.Json.GetProperty("instance").GetProperty("position").GetInt64(), read.Json.GetProperty("position").GetInt64());
        Assert.Equal("""{"note":"ok","by":"max","outcome":"approve","comment":"Fine."}""", JsonSerializer.Serialize(read.Json.GetProperty("data").GetProperty("manager")));
        var done = await max.ReadAsync($"tasks?scope=done&instance={instance}");
        Assert.Equal(managers, done.Json.GetProperty("items")[0].GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Complete_MoreWaits_NextTaskForMe()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var mona = await api.Host.ClientAsync("mona");
        var (_, other) = await rita.StartToTaskAsync();
        var (_, id) = await rita.StartToTaskAsync();
        await mona.PostAsync($"tasks/{other}/claim");

        var decided = await mona.DecideAsync(id);

        Assert.Equal(other, decided.Json.GetProperty("nextTaskForMe").GetProperty("id").GetGuid());
        await mona.DecideAsync(other);
    }

    [Fact]
    public async Task Complete_WithoutIfMatch_PreconditionRequired()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var (_, id) = await rita.StartToTaskAsync();

        var refused = await max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""");
        var unreadable = await max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", "seven"));

        Assert.Equal(((HttpStatusCode)428, "precondition-required"), (refused.Status, refused.Code));
        Assert.Equal((HttpStatusCode.BadRequest, "malformed", "If-Match"), (unreadable.Status, unreadable.Code, unreadable.Json.GetProperty("errors")[0].GetProperty("parameter").GetString()));
    }

    [Fact]
    public async Task Complete_StaleRevision_ConflictWithTheTaskAsItIs()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var (_, id) = await rita.StartToTaskAsync();
        var seen = await max.ReadAsync($"tasks/{id}");
        await max.PostAsync($"tasks/{id}/claim");

        var refused = await max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", seen.ETag!));

        Assert.Equal((HttpStatusCode.Conflict, "stale-revision"), (refused.Status, refused.Code));
        Assert.Equal("allocated", refused.Json.GetProperty("current").GetProperty("status").GetString());
        Assert.Equal(3, refused.Json.GetProperty("allowedActions").GetArrayLength());
        var weak = $"W/\"{refused.Json.GetProperty("current").GetProperty("revision").GetInt64()}\"";
        Assert.Equal(HttpStatusCode.OK, (await max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", weak))).Status);
    }

    [Fact]
    public async Task Complete_TwoAtTheSameMoment_OneWinsAndTheOtherIsToldWho()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        using var mona = await api.Host.ClientAsync("mona");
        for (var round = 0; round < 10; round++)
        {
            var (_, id) = await rita.StartToTaskAsync();
            var etag = (await max.ReadAsync($"tasks/{id}")).ETag!;

            var answers = await Task.WhenAll(
                max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", etag)),
                mona.PostAsync($"tasks/{id}/complete", """{ "outcome": "reject", "comment": "No." }""", ("If-Match", etag)));

            var won = Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
            var lost = Assert.Single(answers, a => a.Status == HttpStatusCode.Conflict);
            var winner = won.Json.GetProperty("task").GetProperty("completedBy").GetString();
            Assert.Equal(("already-decided", winner), (lost.Code, lost.Json.GetProperty("current").GetProperty("completedBy").GetString()));
            Assert.StartsWith($"{winner} already decided this task", lost.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Complete_OfACanceledInstance_TaskWithdrawn()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var (instance, id) = await rita.StartToTaskAsync();
        await rita.PostAsync($"instances/{instance}/cancel", """{ "reason": "No." }""");

        var refused = await max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", "*"));

        Assert.Equal((HttpStatusCode.Conflict, "task-withdrawn", "canceled"), (refused.Status, refused.Code, refused.Json.GetProperty("current").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Complete_WrongAnswers_FaultsAtTheirPlaceAndNothingChanges()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var (_, id) = await rita.StartToTaskAsync();

        var data = await max.DecideAsync(id, """{ "outcome": "approve", "data": { "note": "much more than twenty characters" } }""");
        var outcome = await max.DecideAsync(id, """{ "outcome": "maybe" }""");
        var none = await max.DecideAsync(id, "{}");
        var comment = await max.DecideAsync(id, """{ "outcome": "reject" }""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation", "/note", "maxLength"), (
            data.Status, data.Code, data.Json.GetProperty("errors")[0].GetProperty("pointer").GetString(), data.Json.GetProperty("errors")[0].GetProperty("code").GetString()));
        Assert.Equal(20, data.Json.GetProperty("errors")[0].GetProperty("params").GetProperty("limit").GetInt32());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "unknown-outcome", "'maybe' is not an outcome of the task: choose approve, reject."), (outcome.Status, outcome.Code, outcome.Detail));
        Assert.Equal("unknown-outcome", none.Code);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "comment-required", "/comment"), (
            comment.Status, comment.Code, comment.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal("offered", (await max.ReadAsync($"tasks/{id}")).Text("status"));
    }

    [Fact]
    public async Task List_ByScope_OnlyOnesOwnUnlessOperator()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        using var olga = await api.Host.ClientAsync("olga");
        var (instance, id) = await rita.StartToTaskAsync();

        Assert.Equal([id], await Ids(max, $"tasks?scope=available&instance={instance}"));
        Assert.Empty(await Ids(max, $"tasks?scope=mine&instance={instance}"));
        await max.PostAsync($"tasks/{id}/claim");
        Assert.Equal([id], await Ids(max, $"tasks?instance={instance}"));
        Assert.Equal([id], await Ids(olga, $"tasks?scope=all&instance={instance}&step=manager&definition=purchase"));
        Assert.Equal([id], await Ids(rita, $"tasks?scope=all&instance={instance}"));
        Assert.Empty(await Ids(olga, $"tasks?scope=all&instance={instance}&open=false"));
        var refused = await max.ReadAsync("tasks?scope=all");
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (refused.Status, refused.Code));
        var unknown = await max.ReadAsync("tasks?scope=theirs");
        Assert.Equal("The parameter 'scope' must be mine, available, done, all, not 'theirs'.", unknown.Detail);
    }

    [Fact]
    public async Task Counts_AfterAClaim_MineAndAvailable()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var mona = await api.Host.ClientAsync("mona");
        var (_, id) = await rita.StartToTaskAsync();

        var before = (await mona.ReadAsync("tasks/counts")).Json;
        await mona.PostAsync($"tasks/{id}/claim");
        var after = (await mona.ReadAsync("tasks/counts")).Json;

        Assert.Equal((before.GetProperty("mine").GetInt32() + 1, before.GetProperty("available").GetInt32() - 1), (after.GetProperty("mine").GetInt32(), after.GetProperty("available").GetInt32()));
        await mona.PostAsync($"tasks/{id}/release");
    }

    private static IEnumerable<string?> Allowed(JsonElement task) =>
        task.GetProperty("allowedActions").EnumerateArray().Where(a => a.GetProperty("allowed").GetBoolean()).Select(a => a.GetProperty("action").GetString());

    private static async Task<IEnumerable<Guid>> Ids(HttpClient client, string path) =>
        [.. (await client.ReadAsync(path)).Json.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetGuid())];
}
