using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Workflows.Web.Tests.Api;

/// <summary>Calls by systems outside, which have nothing but the address and, where it is asked for, a secret.</summary>
[Collection(ApiCollection.Name)]
public sealed class HooksApiTests(SharedApi api)
{
    [Fact]
    public async Task Call_AtTheAddress_GoesOnOnceAndIsGoneAfterTheEnd()
    {
        var (instance, calls) = await StartAsync();
        var open = calls["delivered"];
        using var outside = api.Host.CreateClient();

        var taken = await outside.PostAsync(open, """{ "at": "dock 4" }""", ("webhook-id", "msg_1"));
        var again = await outside.PostAsync(open, """{ "at": "dock 5" }""", ("webhook-id", "msg_1"));

        Assert.Equal((HttpStatusCode.OK, "taken"), (taken.Status, taken.Text("result")));
        Assert.Equal((HttpStatusCode.OK, "duplicate"), (again.Status, again.Text("result")));
        using var olga = await api.Host.ClientAsync("olga");
        await outside.PostAsync(calls["paid"], "{}", Signed("msg_2", "{}"));
        var done = await olga.ReadAsync($"instances/{instance}?wait=10s&after=1");
        Assert.Equal(("completed", "dock 4"), (done.Text("status"), done.Json.GetProperty("data").GetProperty("delivered").GetProperty("at").GetString()));
        Assert.Equal((HttpStatusCode.OK, "duplicate"), await ResultAsync(outside.PostAsync(open, "{}", ("webhook-id", "msg_1"))));
        Assert.Equal((HttpStatusCode.Gone, "gone"), Problem(await outside.PostAsync(open, "{}", ("webhook-id", "msg_3"))));
    }

    [Fact]
    public async Task Call_ThatMustBeSigned_IsRefusedWithoutTheSignature()
    {
        var (instance, calls) = await StartAsync();
        using var outside = api.Host.CreateClient();
        using var olga = await api.Host.ClientAsync("olga");

        Assert.Equal((HttpStatusCode.Unauthorized, "signature"), Problem(await outside.PostAsync(calls["paid"], "{}")));
        Assert.Equal((HttpStatusCode.Unauthorized, "signature"), Problem(await outside.PostAsync(calls["paid"], """{ "sum": 500 }""", Signed("msg_1", """{ "sum": 5 }"""))));
        Assert.Equal((HttpStatusCode.Unauthorized, "signature"), Problem(await olga.PostAsync(calls["paid"], "{}")));
        Assert.Equal(2, (await olga.ReadAsync($"instances/{instance}/callbacks")).Json.GetProperty("items").GetArrayLength());

        Assert.Equal((HttpStatusCode.OK, "taken"), await ResultAsync(outside.PostAsync(calls["paid"], """{ "sum": 5 }""", Signed("msg_1", """{ "sum": 5 }"""))));
        Assert.Equal("delivered", Assert.Single((await olga.ReadAsync($"instances/{instance}/callbacks")).Json.GetProperty("items").EnumerateArray()).GetProperty("step").GetString());
    }

    [Fact]
    public async Task Call_ThatIsNone_IsRefused()
    {
        var (_, calls) = await StartAsync();
        using var outside = api.Host.CreateClient();

        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await outside.PostAsync("/hooks/in/nonsense", "{}")));
        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), Problem(await outside.PostAsync(calls["delivered"], "{ not json")));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-large"), Problem(await outside.PostAsync(calls["delivered"], $"\"{new string('x', 1_200_000)}\"")));
        using var text = new StringContent("delivered", Encoding.UTF8, "text/plain");
        using var refused = await outside.PostAsync(calls["delivered"], text, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
    }

    [Fact]
    public async Task Addresses_AreForThoseWhoMayRepair()
    {
        var (instance, calls) = await StartAsync();
        using var rita = await api.Host.ClientAsync("rita");
        using var reader = await api.Host.ClientAsync("olga", "read");

        Assert.StartsWith("https://workflows.test/hooks/in/", calls["paid"], StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await rita.ReadAsync($"instances/{instance}/callbacks")));
        Assert.Equal((HttpStatusCode.Forbidden, "scope-missing"), Problem(await reader.ReadAsync($"instances/{instance}/callbacks")));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await (await api.Host.ClientAsync("zoe")).ReadAsync($"instances/{instance}/callbacks")));
    }

    private async Task<(Guid Instance, Dictionary<string, string> Calls)> StartAsync()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var olga = await api.Host.ClientAsync("olga");
        var instance = (await rita.PostAsync("instances", """{ "definition": "parcel", "data": {} }""")).Id;
        var listed = await olga.ReadAsync($"instances/{instance}/callbacks");
        return (instance, listed.Json.GetProperty("items").EnumerateArray().ToDictionary(call => call.GetProperty("webhook").GetString()!, call => call.GetProperty("url").GetString()!));
    }

    private static (string, string)[] Signed(string id, string body)
    {
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(ApiHost.BankSecret), Encoding.UTF8.GetBytes($"{id}.{at}.{body}"));
        return [("webhook-id", id), ("webhook-timestamp", at), ("webhook-signature", $"v1,{Convert.ToBase64String(signature)}")];
    }

    private static async Task<(HttpStatusCode, string)> ResultAsync(Task<Answer> answer) => ((await answer).Status, (await answer).Text("result"));

    private static (HttpStatusCode, string) Problem(Answer answer) => (answer.Status, answer.Code);
}
