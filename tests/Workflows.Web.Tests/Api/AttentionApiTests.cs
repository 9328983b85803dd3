using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;

namespace Workflows.Web.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class AttentionApiTests(SharedApi api)
{
    [Fact]
    public async Task Sweep_TaskOfSomebodyWhoIsNotThere_IsToldWithWhatHelps()
    {
        using var olga = await api.Host.ClientAsync("olga");
        var definition = WorkflowDefinition.Create("for_nobody", "1.0.0", d => d.Human("sign", configure: h => h.AssignTo("somebody.else")));
        await api.Host.Services.GetRequiredService<IWorkflowEngine>().PublishAsync(definition, Actor.System, TestContext.Current.CancellationToken);
        var instance = (await olga.PostAsync("instances", """{ "definition": "for_nobody", "data": {} }""")).Id;

        var looked = await olga.PostAsync("attention/sweep");
        var item = looked.Json.GetProperty("items").EnumerateArray().Single(found => found.GetProperty("instance").GetGuid() == instance);
        var again = await olga.ReadAsync("attention?kind=nobody-for-task");
        var others = await olga.ReadAsync("attention?kind=task-left-over");
        var id = item.GetProperty("id").GetString();
        var dry = await olga.PostAsync($"attention/{id}/repair", """{ "dryRun": true }""");

        Assert.Equal(("nobody-for-task", "sign", "by-hand"), (item.GetProperty("kind").GetString(), item.GetProperty("step").GetString(), item.GetProperty("repair").GetString()));
        Assert.Contains("somebody.else", item.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains(id, again.Json.GetProperty("items").EnumerateArray().Select(found => found.GetProperty("id").GetString()));
        Assert.Empty(others.Json.GetProperty("items").EnumerateArray());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "repair-not-possible"), Problem(dry));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), Problem(await olga.PostAsync("attention/nonsense/repair", """{ "reason": "why not" }""")));
        Assert.Empty((await (await api.Host.ClientAsync("zoe")).ReadAsync("attention")).Json.GetProperty("items").EnumerateArray());
        await olga.PostAsync($"instances/{instance}/cancel", """{ "reason": "Done." }""");
        Assert.DoesNotContain(instance, (await olga.PostAsync("attention/sweep")).Json.GetProperty("items").EnumerateArray().Select(found => found.GetProperty("instance").GetGuid()));
    }

    [Fact]
    public async Task Attention_OthersThanOperators_AreRefused()
    {
        using var rita = await api.Host.ClientAsync("rita");
        using var reader = await api.Host.ClientAsync("olga", "read");

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await rita.ReadAsync("attention")));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), Problem(await rita.PostAsync("attention/sweep")));
        Assert.Equal((HttpStatusCode.Forbidden, "scope-missing"), Problem(await reader.PostAsync("attention/x/repair", """{ "reason": "why" }""")));
    }

    private static (HttpStatusCode, string) Problem(Answer answer) => (answer.Status, answer.Code);
}
