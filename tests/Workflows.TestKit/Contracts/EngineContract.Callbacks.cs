using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Events;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.Engine.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>Calls by systems outside.</content>
public abstract partial class EngineContract
{
    private const string Shared = "whsec_c2hhcmVkIHNlY3JldA==";

    private static WorkflowDefinition Ordered(string? secret = null) => WorkflowDefinition.Create("ordered", "1.0.0", d => d
        .Human("check", "Check").Webhook("paid", secret: secret, saveAs: "payment").Machine<ProbeStep>("ship").Path("check", "paid", "ship"));

    private static CallbackCall Call(string path, object payload, string? id = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(payload);
        return new CallbackCall(path[(path.LastIndexOf('/') + 1)..], body, JsonElement.Parse(body)) { Id = id };
    }

    private static WorkflowCallbacks Callbacks(EngineHost host) => host.Services.GetRequiredService<WorkflowCallbacks>();

    private async Task<(EngineHost Host, InstanceSnapshot Instance, string Path)> WaitingForACallAsync(WorkflowDefinition definition)
    {
        var host = await RunAsync(definition);
        var instance = await host.Engine.StartAsync(definition.Key, new { }, "rita");
        if (!instance.OpenTasks.IsEmpty)
        {
            instance = await host.Engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { }, "ann");
        }

        return (host, instance, Assert.Single(await Callbacks(host).ListAsync(TenantId.Default, instance.Id)).Path);
    }

    [Fact]
    public async Task Call_ToAStepThatWaits_GoesOnWithItsBody()
    {
        var (host, instance, path) = await WaitingForACallAsync(Ordered());

        var result = await Callbacks(host).ReceiveAsync(Call(path, new { sum = 5 }, "msg_1"));
        var done = await host.WaitForAsync(instance.Id, InstanceStatus.Completed);

        Assert.Equal(CallbackResult.Taken, result);
        Assert.Equal(5, done.Data.GetProperty("payment").GetProperty("sum").GetInt32());
        Assert.Equal(1, _probe.RunsOf("ship"));
        Assert.Empty(await Callbacks(host).ListAsync(TenantId.Default, instance.Id));
        var received = Assert.Single((await host.HistoryAsync(instance.Id)).OfType<SignalReceived>());
        Assert.Equal(("webhook:paid", "webhook:paid:msg_1", "webhook"), (received.Name, received.Signal, received.By));
        var act = (await host.Services.GetRequiredService<WorkflowAudit>().ListAsync(TenantId.Default, new AuditFilter { Instance = instance.Id }, new PageRequest())).Items
            .Single(entry => entry.Action == "webhook.receive");
        Assert.Equal(("webhook", "webhook", "paid"), (act.Actor, act.Channel, act.Subject));
    }

    [Fact]
    public async Task Call_BeforeItsStepWaits_IsKeptAcrossARestartAndCountsOnce()
    {
        var (host, other, path) = await WaitingForACallAsync(Ordered());
        var instance = await host.Engine.StartAsync("ordered", new { }, "rita");
        path = host.Services.GetRequiredService<CallbackAddresses>().PathOf(new(TenantId.Default, instance.Id, "paid", null));

        Assert.Equal(CallbackResult.Kept, await Callbacks(host).ReceiveAsync(Call(path, new { sum = 5 }, "msg_1")));
        Assert.Equal(CallbackResult.Duplicate, await Callbacks(host).ReceiveAsync(Call(path, new { sum = 6 }, "msg_1")));
        await StopAsync();
        host = await RunAsync(Ordered());
        Assert.Equal(CallbackResult.Duplicate, await Callbacks(host).ReceiveAsync(Call(path, new { sum = 6 }, "msg_1")));
        var done = await host.Engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { }, "ann");

        Assert.Equal((InstanceStatus.Completed, 5), (done.Status, done.Data.GetProperty("payment").GetProperty("sum").GetInt32()));
        Assert.Equal(CallbackResult.Duplicate, await Callbacks(host).ReceiveAsync(Call(path, new { sum = 5 }, "msg_1")));
        Assert.IsType<Rejection.CallbackOver>(await TryAsync(() => Callbacks(host).ReceiveAsync(Call(path, new { sum = 5 }, "msg_2"))));
        Assert.Single((await host.HistoryAsync(instance.Id)).OfType<SignalReceived>());
        Assert.Equal([new StepId("paid")], (await host.Queries.FindInstanceAsync(TenantId.Default, other.Id, CancellationToken.None))!.CurrentSteps);
    }

    [Fact]
    public async Task Call_WithoutAnIdTwice_IsKnownByItsBody()
    {
        var (host, _, _) = await WaitingForACallAsync(Ordered());
        var instance = await host.Engine.StartAsync("ordered", new { }, "rita");
        var path = host.Services.GetRequiredService<CallbackAddresses>().PathOf(new(TenantId.Default, instance.Id, "paid", null));

        Assert.Equal(CallbackResult.Kept, await Callbacks(host).ReceiveAsync(Call(path, new { sum = 5 })));
        Assert.Equal(CallbackResult.Duplicate, await Callbacks(host).ReceiveAsync(Call(path, new { sum = 5 })));
        Assert.Equal(CallbackResult.Kept, await Callbacks(host).ReceiveAsync(Call(path, new { sum = 6 })));
    }

    [Fact]
    public async Task Call_ThatMustBeSigned_IsTakenOnlyWithTheSignature()
    {
        var (host, instance, path) = await WaitingForACallAsync(Ordered("bank"));
        var call = Call(path, new { sum = 5 }, "msg_1");
        var signed = call with
        {
            Timestamp = WebhookSignature.TimestampOf(_time.GetUtcNow()),
            Signature = WebhookSignature.Sign([Shared], "msg_1", _time.GetUtcNow(), call.Body.Span),
        };

        Assert.IsType<Rejection.CallbackSecretMissing>(await TryAsync(() => Callbacks(host).ReceiveAsync(signed)));
        host.Services.GetRequiredService<IOptions<SecretOptions>>().Value.Values["bank"] = Shared;
        Assert.IsType<Rejection.CallbackSignature>(await TryAsync(() => Callbacks(host).ReceiveAsync(call)));
        Assert.IsType<Rejection.CallbackSignature>(await TryAsync(() => Callbacks(host).ReceiveAsync(signed with { Body = Encoding.UTF8.GetBytes("""{"sum":500}""") })));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.IsType<Rejection.CallbackSignature>(await TryAsync(() => Callbacks(host).ReceiveAsync(signed)));
        Assert.Empty((await host.HistoryAsync(instance.Id)).OfType<SignalReceived>());

        signed = signed with
        {
            Timestamp = WebhookSignature.TimestampOf(_time.GetUtcNow()),
            Signature = WebhookSignature.Sign([Shared], "msg_1", _time.GetUtcNow(), call.Body.Span),
        };
        Assert.Equal(CallbackResult.Taken, await Callbacks(host).ReceiveAsync(signed));
        Assert.Equal(CallbackResult.Duplicate, await Callbacks(host).ReceiveAsync(signed));
    }

    [Fact]
    public async Task Call_ToNothing_IsRefused()
    {
        var (host, instance, path) = await WaitingForACallAsync(Ordered());
        var addresses = host.Services.GetRequiredService<CallbackAddresses>();

        Assert.IsType<Rejection.CallbackNotFound>(await TryAsync(() => Callbacks(host).ReceiveAsync(Call(path[..^1] + (path[^1] == 'A' ? 'B' : 'A'), new { }))));
        Assert.IsType<Rejection.CallbackNotFound>(await TryAsync(() => Callbacks(host).ReceiveAsync(Call(addresses.PathOf(new(TenantId.Default, instance.Id, "other", null)), new { }))));
        Assert.IsType<Rejection.CallbackNotFound>(await TryAsync(() => Callbacks(host).ReceiveAsync(Call(addresses.PathOf(new(TenantId.Default, new InstanceId(Guid.CreateVersion7()), "paid", null)), new { }))));
        await host.Engine.CancelAsync(instance.Id, "No.", "rita");
        Assert.IsType<Rejection.CallbackOver>(await TryAsync(() => Callbacks(host).ReceiveAsync(Call(path, new { }))));
    }

    [Fact]
    public async Task Call_ForAKey_ReachesTheStepThatWaitsForIt()
    {
        var definition = WorkflowDefinition.Create("parcels", "1.0.0", d => d
            .Webhook("arrived", key: "data.item", configure: s => s.Multi("data.parcels")));
        var host = await RunAsync(definition);
        var instance = await host.Engine.StartAsync("parcels", new { parcels = new[] { "A", "B" } }, "rita");
        var waits = await Callbacks(host).ListAsync(TenantId.Default, instance.Id);
        Assert.Equal(["A", "B"], waits.Select(w => w.Key));

        await Callbacks(host).ReceiveAsync(Call(waits[1].Path, new { place = "Rome" }));
        Assert.Equal("A", Assert.Single(await Callbacks(host).ListAsync(TenantId.Default, instance.Id)).Key);
        await Callbacks(host).ReceiveAsync(Call(waits[0].Path, new { place = "Oslo" }));

        await host.WaitForAsync(instance.Id, InstanceStatus.Completed);
    }

    [Fact]
    public async Task Signal_WithTheNameOfAWebhook_DoesNotPassForACall()
    {
        var (host, instance, _) = await WaitingForACallAsync(Ordered());

        await host.Engine.SignalAsync(new SignalRequest(instance.Id, "paid", JsonElement.Parse("""{"sum":5}"""), "rita"));

        Assert.Equal([new StepId("paid")], (await host.Queries.FindInstanceAsync(TenantId.Default, instance.Id, CancellationToken.None))!.CurrentSteps);
        Assert.Equal(0, _probe.RunsOf("ship"));
    }

    [Fact]
    public async Task Step_ThatTellsItsAddress_IsCalledThere()
    {
        var definition = WorkflowDefinition.Create("asking", "1.0.0", d => d.Machine<AskingStep>("ask").Webhook("answered").Path("ask", "answered"));
        _configure = options => options.PublicUrl = "https://workflows.test/";
        var host = await RunAsync(definition);
        var instance = await host.Engine.StartAsync("asking", new { }, "rita");
        var told = instance.Data.GetProperty("ask").GetString()!;
        var wait = Assert.Single(await Callbacks(host).ListAsync(TenantId.Default, instance.Id));
        Assert.Equal(told, wait.Url);
        Assert.StartsWith("https://workflows.test/hooks/in/", told, StringComparison.Ordinal);

        Assert.Equal(CallbackResult.Taken, await Callbacks(host).ReceiveAsync(Call(told, new { yes = true })));
    }

    [Fact]
    public async Task Step_ThatTellsItsAddressWithoutOneBeingKnown_SaysWhatToSet()
    {
        var definition = WorkflowDefinition.Create("asking", "1.0.0", d => d.Machine<AskingStep>("ask").Webhook("answered").Path("ask", "answered"));
        var host = await RunAsync(definition);

        var instance = await host.Engine.StartAsync("asking", new { }, "rita");

        Assert.Contains("Workflows:PublicUrl", Assert.Single(instance.Incidents).Message);
    }

    [Fact]
    public async Task Step_ThatTellsAnAddressForAKey_IsCalledThereUnlessTheKeyIsTooLong()
    {
        _configure = options => options.PublicUrl = "https://workflows.test";
        var definition = WorkflowDefinition.Create("asking", "1.0.0", d => d.Machine<AskingStep>("ask").Webhook("answered", key: "data.about").Path("ask", "answered"));
        var host = await RunAsync(definition);

        // The longest in letters that take the most bytes.
        var longest = await host.Engine.StartAsync("asking", new { about = string.Concat(Enumerable.Repeat("🙂", 100)) }, "rita");
        var longer = await host.Engine.StartAsync("asking", new { about = new string('x', 201) }, "rita");

        Assert.Equal(CallbackResult.Taken, await Callbacks(host).ReceiveAsync(Call(longest.Data.GetProperty("ask").GetString()!, new { yes = true })));
        Assert.Contains("200", Assert.Single(longer.Incidents).Message);
        Assert.False(longer.Data.TryGetProperty("ask", out _));
    }

    private sealed class AskingStep : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            context.Return(context.CallbackUrl("answered", context.Get<string>("about")));
            return ValueTask.CompletedTask;
        }
    }
}
