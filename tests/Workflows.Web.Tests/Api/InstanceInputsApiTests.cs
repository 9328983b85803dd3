using System.Net;
using System.Text.Json;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class InstanceInputsApiTests(SharedApi api)
{
    [Fact]
    public async Task Signal_WithItsKey_MovesTheStepThatWaits_AndTwiceCountsOnce()
    {
        using var rita = await api.Host.ClientAsync("rita");
        var started = await StartAsync(rita);

        var other = await rita.PostAsync($"instances/{started.Id}/signals/payment", """{ "key": "INV-8", "data": { "paid": 1 } }""");
        Assert.Equal((HttpStatusCode.OK, "paid opinion"), (other.Status, Steps(other)));
        var sent = await rita.PostAsync($"instances/{started.Id}/signals/payment", """{ "key": "INV-7", "data": { "paid": 120.50 }, "id": "p-1" }""");
        var again = await rita.PostAsync($"instances/{started.Id}/signals/payment", """{ "key": "INV-7", "data": { "paid": 99 }, "id": "p-1" }""");

        Assert.Equal((HttpStatusCode.OK, "opinion", """{"paid":120.50}"""), (sent.Status, Steps(sent), sent.Json.GetProperty("data").GetProperty("paid").GetRawText().Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal((HttpStatusCode.OK, sent.ETag), (again.Status, again.ETag));
    }

    [Fact]
    public async Task Signal_FromSomebodyElseOrToWhatIsOver_IsRefusedAndChangesNothing()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var started = await StartAsync(rita, "max");

        var refused = await max.PostAsync($"instances/{started.Id}/signals/payment", """{ "key": "INV-7" }""");
        var wrong = await rita.PostAsync($"instances/{started.Id}/signals/1st", "{}");
        var long_ = await rita.PostAsync($"instances/{started.Id}/signals/payment", $$"""{ "key": "{{new string('x', 201)}}" }""");
        await rita.PostAsync($"instances/{started.Id}/cancel", """{ "reason": "Not needed." }""");
        var late = await rita.PostAsync($"instances/{started.Id}/signals/payment", """{ "key": "INV-7" }""");

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, long_.Status);
        Assert.Equal("/key", long_.Json.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(4, (int)wrong.Status / 100);
        Assert.Equal((HttpStatusCode.Conflict, "invalid-state", "canceled"), (late.Status, late.Code, late.Json.GetProperty("current").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Element_ByWhoHasATask_OpensOneMore()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var max = await api.Host.ClientAsync("max");
        var started = await StartAsync(rita, "max");

        var refused = await rita.PostAsync($"instances/{started.Id}/steps/opinion/elements", """{ "item": "fiona" }""");
        var added = await max.PostAsync($"instances/{started.Id}/steps/opinion/elements", """{ "item": "fiona" }""");
        var nowhere = await max.PostAsync($"instances/{started.Id}/steps/paid/elements", """{ "item": "fiona" }""");

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal((HttpStatusCode.OK, 2), (added.Status, added.Json.GetProperty("openTasks").GetArrayLength()));
        Assert.Equal((HttpStatusCode.Conflict, "stale"), (nowhere.Status, nowhere.Code));
    }

    private static string Steps(Answer answer) => string.Join(' ', answer.Json.GetProperty("currentSteps").EnumerateArray().Select(s => s.GetString()));

    private static Task<Answer> StartAsync(HttpClient client, string expert = "olga") =>
        client.PostAsync("instances", JsonSerializer.Serialize(new { definition = "inputs", data = new { invoice = "INV-7", experts = new[] { expert } } }));
}
