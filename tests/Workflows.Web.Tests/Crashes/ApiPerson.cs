using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Workflows.Web.Tests.Api;

namespace Workflows.Web.Tests.Crashes;

/// <summary>A demo person who works through the API with the session of their browser. Every request they send carries an idempotency key.</summary>
internal sealed partial class ApiPerson(string id)
{
    private readonly CookieContainer _cookies = new();
    private HttpClient? _client;
    private (string Name, string Value) _token;

    private HttpClient Client => _client ?? throw new InvalidOperationException($"{id} knows no server.");

    /// <summary>Signs in with one click.</summary>
    public async Task SignInAsync(ServerProcess server)
    {
        var client = server.Client(_cookies);
        var page = await client.GetStringAsync(new Uri(Urls.Login, UriKind.Relative), TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", WebUtility.HtmlDecode(FormToken().Match(page).Groups[1].Value)),
            new("user", id),
        ]);
        using var signedIn = await client.PostAsync(new Uri(Urls.DemoSignIn, UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        client.Dispose();
        await TurnToAsync(server);
    }

    /// <summary>Goes on with another server, without signing in again.</summary>
    public async Task TurnToAsync(ServerProcess server)
    {
        _client?.Dispose();
        _client = server.Client(_cookies);
        var token = await ReadAsync("antiforgery");
        _token = (token.GetProperty("header").GetString()!, token.GetProperty("token").GetString()!);
    }

    public async Task<JsonElement> ReadAsync(string path)
    {
        var answer = await Client.ReadAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json;
    }

    public async Task<JsonElement> PostAsync(string path, string json, string key, params (string Name, string Value)[] headers)
    {
        var answer = await Client.PostAsync(path, json, [_token, ("Idempotency-Key", key), .. headers]);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{answer.Status}: {answer.Json}");
        return answer.Json;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
