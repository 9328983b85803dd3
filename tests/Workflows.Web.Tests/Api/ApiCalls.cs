using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

/// <summary>An answer, read.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">All headers.</param>
/// <param name="Json">The body.</param>
internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, JsonElement Json)
{
    public string? ETag => Headers.ETag?.ToString();

    public string Code => Json.GetProperty("code").GetString()!;

    public string Detail => Json.GetProperty("detail").GetString()!;

    public Guid Id => Json.GetProperty("id").GetGuid();

    public string Text(string member) => Json.GetProperty(member).GetString()!;
}

/// <summary>Calls as the tests make them.</summary>
internal static class ApiCalls
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<Answer> ReadAsync(this HttpClient client, string path) => client.CallAsync(HttpMethod.Get, path);

    public static Task<Answer> PostAsync(this HttpClient client, string path, string? json = null, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Post, path, json, headers);

    public static async Task<Answer> CallAsync(this HttpClient client, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') || path.StartsWith("http", StringComparison.Ordinal) ? path : $"/api/v1/{path}");
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, Cancellation);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        return new Answer(response.StatusCode, response.Headers, body.Length > 0 && body[0] is '{' or '[' ? JsonElement.Parse(body) : default);
    }

    /// <summary>Starts a purchase as a person, and gives the answer.</summary>
    public static Task<Answer> StartAsync(this HttpClient client, int amount = 500, string more = "") =>
        client.PostAsync("instances", $$"""{ "definition": "purchase", "data": { "amount": {{amount}}, "item": "Chair" }{{more}} }""");

    /// <summary>Starts a purchase, and gives the id of its task at a step.</summary>
    public static async Task<(Guid Instance, Guid Task)> StartToTaskAsync(this HttpClient client, int amount = 500, string step = "manager")
    {
        var started = await client.StartAsync(amount);
        Assert.Equal(HttpStatusCode.Created, started.Status);
        var task = started.Json.GetProperty("openTasks").EnumerateArray().Single(t => t.GetProperty("step").GetString() == step);
        return (started.Id, task.GetProperty("id").GetGuid());
    }

    /// <summary>Completes a task as the client's person, with the revision it has now.</summary>
    public static async Task<Answer> DecideAsync(this HttpClient client, Guid task, string json = """{ "outcome": "approve" }""", params (string Name, string Value)[] headers)
    {
        var seen = await client.ReadAsync($"tasks/{task}");
        return await client.PostAsync($"tasks/{task}/complete", json, [("If-Match", seen.ETag ?? "\"0\""), .. headers]);
    }
}
