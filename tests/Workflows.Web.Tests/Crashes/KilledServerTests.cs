using System.Text.Json;

namespace Workflows.Web.Tests.Crashes;

/// <summary>The expense journey over HTTP, with a server that is killed between two answers and started again on the same data folder.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const string Start = """
        { "definition": "expense_approval",
          "data": { "purpose": "A press for the plant", "amount": 50000, "currency": "EUR", "category": "equipment", "spentOn": "2026-01-05" } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("workflows-killed-").FullName;
    private readonly ApiPerson _rita = new("rita");
    private readonly ApiPerson _max = new("max");
    private readonly ApiPerson _fiona = new("fiona");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kill_BetweenAnswers_JourneyGoesOnAsIfNothingHadHappened()
    {
        Guid killed;
        Decision manager;
        using (var first = await ServerProcess.StartAsync(_folder))
        {
            await _rita.SignInAsync(first);
            await _max.SignInAsync(first);
            await _fiona.SignInAsync(first);
            killed = await StartAsync("start");
            await first.KillAsync();
        }

        using (var second = await ServerProcess.StartAsync(_folder))
        {
            await TurnToAsync(second);
            Assert.Equal(killed, await StartAsync("start"));
            manager = await ReadTaskAsync(_max, killed, "manager_approval");
            await DecideAsync(_max, manager);
            await second.KillAsync();
        }

        using var third = await ServerProcess.StartAsync(_folder);
        await TurnToAsync(third);
        await DecideAsync(_max, manager);
        await DecideAsync(_fiona, await ReadTaskAsync(_fiona, killed, "finance_approval"));
        Assert.Single((await _rita.ReadAsync("instances")).GetProperty("items").EnumerateArray());

        var uninterrupted = await StartAsync("another-start");
        await DecideAsync(_max, await ReadTaskAsync(_max, uninterrupted, "manager_approval"));
        await DecideAsync(_fiona, await ReadTaskAsync(_fiona, uninterrupted, "finance_approval"));

        var expected = await TrailAsync(uninterrupted);
        Assert.Equal("completed paid 4", expected[0]);
        Assert.Equal(expected, await TrailAsync(killed));
    }

    private async Task TurnToAsync(ServerProcess server)
    {
        await _rita.TurnToAsync(server);
        await _max.TurnToAsync(server);
        await _fiona.TurnToAsync(server);
    }

    private async Task<Guid> StartAsync(string key) => (await _rita.PostAsync("instances", Start, key)).GetProperty("id").GetGuid();

    /// <summary>The task as a person sees it before they decide.</summary>
    private static async Task<Decision> ReadTaskAsync(ApiPerson person, Guid instance, string step)
    {
        var tasks = await person.ReadAsync($"instances/{instance}/tasks");
        var task = tasks.GetProperty("items").EnumerateArray().Single(t => t.GetProperty("step").GetString() == step);
        return new Decision(task.GetProperty("id").GetGuid(), task.GetProperty("revision").GetInt64());
    }

    /// <summary>Approves. Doing it again, as whoever did not get the answer, changes nothing.</summary>
    private static async Task DecideAsync(ApiPerson person, Decision decision) =>
        await person.PostAsync($"tasks/{decision.Task}/complete", """{ "outcome": "approve" }""", $"approve-{decision.Task}", ("If-Match", $"\"{decision.Revision}\""));

    /// <summary>Everything that can be compared: how the instance ended, its tasks, and its history.</summary>
    private async Task<List<string>> TrailAsync(Guid id)
    {
        var instance = await _rita.ReadAsync($"instances/{id}");
        var tasks = await _rita.ReadAsync($"instances/{id}/tasks");
        var history = await _rita.ReadAsync($"instances/{id}/history");
        return
        [
            Line(instance, "status", "end", "revision"),
            .. instance.GetProperty("data").EnumerateObject().Select(member => member.Name),
            .. tasks.GetProperty("items").EnumerateArray().Select(task => Line(task, "step", "status", "completedBy", "outcome", "revision")),
            .. history.GetProperty("items").EnumerateArray().Select(happened => Line(happened, "position", "type", "step", "actor")),
        ];
    }

    private static string Line(JsonElement row, params string[] members) =>
        string.Join(' ', members.Select(member => row.TryGetProperty(member, out var value) ? value.ToString() : "-"));

    private sealed record Decision(Guid Task, long Revision);
}
