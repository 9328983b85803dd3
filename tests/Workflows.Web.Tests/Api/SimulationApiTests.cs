using System.Net;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

/// <summary>Looking ahead over the API: the ways through a version, runs with sample answers, what a decision would lead to.</summary>
[Collection(ApiCollection.Name)]
public sealed class SimulationApiTests(SharedApi api)
{
    [Fact]
    public async Task Paths_SayWhoIsAskedWhen()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var paths = (await rita.ReadAsync("definitions/purchase/versions/1.0.0/paths")).Json;

        Assert.True(paths.GetProperty("complete").GetBoolean());
        Assert.Equal(
            [
                "data.amount >= 10000: manager=approve, finance=approve",
                "data.amount >= 10000: manager=reject, finance=approve",
                "data.amount < 10000: manager=approve",
                "data.amount < 10000: manager=reject",
            ],
            paths.GetProperty("items").EnumerateArray().Select(p =>
                $"{string.Join(", ", p.GetProperty("when").EnumerateArray().Select(c => c.GetProperty("text").GetString()))}: "
                + string.Join(", ", p.GetProperty("approvals").EnumerateArray().Select(a => $"{a.GetProperty("step").GetString()}={a.GetProperty("outcome").GetString()}"))));
        Assert.Equal("managers", paths.GetProperty("items")[0].GetProperty("approvals")[0].GetProperty("groups")[0].GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await rita.ReadAsync("definitions/purchase/versions/9.9.9/paths")).Status);
    }

    [Fact]
    public async Task Simulate_SampleAnswers_SayWhereItGoes_AndStoreNothing()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var before = (await rita.ReadAsync("instances")).Json.GetProperty("items").GetArrayLength();

        var waiting = await rita.PostAsync("definitions/purchase/versions/1.0.0/simulate", """{ "data": { "amount": 20000, "item": "Desk" }, "moves": [{ "step": "manager", "outcome": "approve", "by": "mona" }] }""");
        var done = await rita.PostAsync(
            "definitions/purchase/versions/1.0.0/simulate",
            """{ "data": { "amount": 20, "item": "Pen" }, "moves": [{ "step": "manager", "outcome": "reject", "comment": "No.", "data": { "note": "x" } }, { "signal": "never" }] }""");

        Assert.Equal((HttpStatusCode.OK, "waiting"), (waiting.Status, waiting.Text("status")));
        Assert.Equal(["triage", "manager"], Steps(waiting.Json));
        Assert.Equal(("finance", "task"), (waiting.Json.GetProperty("waits")[0].GetProperty("step").GetString(), waiting.Json.GetProperty("waits")[0].GetProperty("kind").GetString()));
        Assert.Equal(("completed", "done"), (done.Text("status"), done.Text("end")));
        Assert.Equal("No.", done.Json.GetProperty("data").GetProperty("manager").GetProperty("comment").GetString());
        Assert.Equal(1, done.Json.GetProperty("unusedMoves")[0].GetInt32());
        Assert.Equal(before, (await rita.ReadAsync("instances")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Simulate_WhatIsNotAsTheFormAsks_IsPartOfTheAnswer()
    {
        using var rita = await api.Host.ClientAsync("rita");

        var start = await rita.PostAsync("definitions/purchase/versions/1.0.0/simulate", """{ "data": { "amount": 0 } }""");
        var move = await rita.PostAsync("definitions/purchase/versions/1.0.0/simulate", """{ "data": { "amount": 5, "item": "Pen" }, "moves": [{ "step": "manager", "outcome": "maybe" }] }""");
        var wrong = await rita.PostAsync("definitions/purchase/versions/1.0.0/simulate", """{ "data": { "amount": 5, "item": "Pen" }, "moves": [{ "outcome": "maybe" }] }""");

        Assert.Equal((HttpStatusCode.OK, "/data", "validation"), (start.Status, Refused(start, "pointer"), Refused(start, "code")));
        Assert.Equal(("/moves/0", "unknown-outcome"), (Refused(move, "pointer"), Refused(move, "code")));
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (wrong.Status, wrong.Code));
    }

    [Fact]
    public async Task Preview_ForWhoMayDecide_NamesStepsAndPeople()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var mona = await api.Host.ClientAsync("mona");
        var task = (await rita.StartAsync()).Json.GetProperty("openTasks")[0].GetProperty("id").GetString();

        var seen = await mona.PostAsync($"tasks/{task}/preview", "{}");
        var refused = await rita.PostAsync($"tasks/{task}/preview", "{}");

        Assert.Equal(["approve", "reject"], seen.Json.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("outcome").GetString()));
        Assert.All(seen.Json.GetProperty("items").EnumerateArray(), p => Assert.True(p.GetProperty("ends").GetBoolean()));
        Assert.Equal((HttpStatusCode.Forbidden, "not-eligible"), (refused.Status, refused.Code));
        Assert.Equal("offered", (await mona.ReadAsync($"tasks/{task}")).Text("status"));
    }

    private static IEnumerable<string?> Steps(JsonElement simulation) => simulation.GetProperty("path").EnumerateArray().Select(s => s.GetProperty("step").GetString());

    private static string? Refused(Answer answer, string member) => answer.Json.GetProperty("refused").GetProperty(member).GetString();
}
