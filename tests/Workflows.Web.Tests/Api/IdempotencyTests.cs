using System.Net;
using Microsoft.Extensions.Time.Testing;
using Workflows.Web.Api.Idempotency;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class IdempotencyTests(SharedApi api)
{
    private const string Body = """{ "definition": "purchase", "data": { "amount": 5, "item": "Pen" } }""";

    private static (string Name, string Value) NewKey() => ("Idempotency-Key", Guid.NewGuid().ToString());

    [Fact]
    public async Task Start_SameKeyAndBody_CarriedOutOnceAndReplayed()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var key = NewKey();

        var first = await rita.PostAsync("instances", Body, key);
        var second = await rita.PostAsync("instances", Body, key);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.Equal((first.Id, first.ETag, first.Headers.Location), (second.Id, second.ETag, second.Headers.Location));
        Assert.Equal(first.Json.ToString(), second.Json.ToString());
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(["true"], second.Headers.GetValues("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Start_SameKeyOtherBody_Mismatch()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var key = NewKey();
        await rita.PostAsync("instances", Body, key);

        var refused = await rita.PostAsync("instances", Body.Replace("Pen", "Ink", StringComparison.Ordinal), key);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-mismatch"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Start_SameKeyOfAnotherPersonOrRoute_AnotherRequest()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var key = NewKey();
        var first = await rita.PostAsync("instances", Body, key);

        var person = await max.PostAsync("instances", Body, key);
        var route = await rita.PostAsync("definitions/purchase/instances", """{ "data": { "amount": 5, "item": "Pen" } }""", key);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (person.Status, route.Status));
        Assert.Distinct([first.Id, person.Id, route.Id]);
    }

    [Fact]
    public async Task Start_SameKeyAtTheSameMoment_CarriedOutOnce()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var key = NewKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rita.PostAsync("instances", Body, key)));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Created, answers[0].Id), (answer.Status, answer.Id)));
        Assert.Equal(19, answers.Count(answer => answer.Headers.Contains("Idempotency-Replayed")));
    }

    [Fact]
    public async Task Start_Refused_ForgottenSoThatItCanBeMended()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var key = NewKey();

        var refused = await rita.PostAsync("instances", """{ "definition": "purchase" }""", key);
        var mended = await rita.PostAsync("instances", Body, key);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.Created, mended.Status);
    }

    [Fact]
    public async Task Complete_SameKeyAgain_SameAnswerInsteadOfAConflict()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var (_, id) = await rita.StartToTaskAsync();
        var etag = (await max.ReadAsync($"tasks/{id}")).ETag!;
        var key = NewKey();

        var first = await max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", etag), key);
        var second = await max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", etag), key);
        var third = await max.PostAsync($"tasks/{id}/complete", """{ "outcome": "approve" }""", ("If-Match", etag));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict), (first.Status, second.Status, third.Status));
        Assert.Equal(first.Json.ToString(), second.Json.ToString());
    }

    [Theory]
    [InlineData("has blanks")]
    [InlineData("é")]
    public async Task Any_UnreadableKey_Malformed(string key)
    {
        using var rita = await api.Host.ClientAsync("rita");

        var refused = await rita.PostAsync("instances", Body, ("Idempotency-Key", key));

        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Start_AfterARestart_StillReplayed()
    {
        var key = NewKey();
        Answer first;
        var folder = Directory.CreateTempSubdirectory("workflows-restart-").FullName;
        await using (var before = await ApiHost.StartAsync(folder))
        {
            using var rita = await before.ClientAsync("rita");
            first = await rita.PostAsync("instances", Body, key);
        }

        await using var after = await ApiHost.StartAsync(folder);
        using var again = await after.ClientAsync("rita");
        var second = await again.PostAsync("instances", Body, key);

        Assert.Equal((HttpStatusCode.Created, first.Id, first.ETag), (second.Status, second.Id, second.ETag));
        Assert.Equal(["true"], second.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal(HttpStatusCode.OK, (await again.ReadAsync($"instances/{first.Id}")).Status);
        await after.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Reserve_AfterACrash_TheSameReservationAgain()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("idempotency-").FullName, "keys.db");
        var (time, key, print) = (new FakeTimeProvider(), new IdempotencyKey("scope", "key"), new byte[] { 1 });
        using var store = new IdempotencyStore(file, time);
        var first = Assert.IsType<Reservation.Granted>(store.Reserve(key, print));
        store.Dispose();

        using var restarted = new IdempotencyStore(file, time);

        Assert.Equal(new Reservation.Granted(first.Id, IsRecovered: true), restarted.Reserve(key, print));
        Assert.IsType<Reservation.Mismatch>(restarted.Reserve(key, [2]));
        restarted.Keep(key, new StoredAnswer(201, "application/json", "/x", "\"1\"", [3]));
        Assert.Equal(201, Assert.IsType<Reservation.Answered>(restarted.Reserve(key, print)).Answer.Status);
        restarted.Release(key);
        Assert.False(Assert.IsType<Reservation.Granted>(restarted.Reserve(key, print)).IsRecovered);
    }

    [Fact]
    public void Reserve_AfterADay_Forgotten()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("idempotency-").FullName, "keys.db");
        var (time, key) = (new FakeTimeProvider(), new IdempotencyKey("scope", "key"));
        using var store = new IdempotencyStore(file, time);
        store.Reserve(key, [1]);
        store.Keep(key, new StoredAnswer(200, null, null, null, []));

        time.Advance(IdempotencyStore.Lifetime - TimeSpan.FromSeconds(1));
        Assert.IsType<Reservation.Answered>(store.Reserve(key, [1]));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(Assert.IsType<Reservation.Granted>(store.Reserve(key, [2])).IsRecovered);
    }

    [Fact]
    public async Task Start_RepeatedAfterACrashInTheMiddle_FindsWhatTheFirstTryStarted()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var key = NewKey();
        var first = await rita.PostAsync("instances", Body, key);
        await ForgetAnswerAsync(key.Value);

        var second = await rita.PostAsync("instances", Body, key);

        Assert.Equal((HttpStatusCode.Created, first.Id), (second.Status, second.Id));
        Assert.False(second.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Complete_RepeatedAfterACrashInTheMiddle_TheDecisionIsTheirs()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var (_, id) = await rita.StartToTaskAsync();
        var key = NewKey();
        var first = await max.DecideAsync(id, """{ "outcome": "approve" }""", key);
        await ForgetAnswerAsync(key.Value);

        var second = await max.DecideAsync(id, """{ "outcome": "approve" }""", key);

        Assert.Equal((HttpStatusCode.OK, "max"), (second.Status, second.Json.GetProperty("task").GetProperty("completedBy").GetString()));
        Assert.Equal(first.Json.GetProperty("instance").ToString(), second.Json.GetProperty("instance").ToString());
    }

    /// <summary>Leaves a key as a crash between the deed and its answer would.</summary>
    private async Task ForgetAnswerAsync(string key)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(api.Host.Folder, "idempotency.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE idempotency SET status = NULL, body = NULL WHERE key = $key";
        command.Parameters.AddWithValue("$key", key);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
