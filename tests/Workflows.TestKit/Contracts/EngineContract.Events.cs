using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Events;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Steps;
using Workflows.Engine.Storage;
using Workflows.TestKit.Fakes;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>What subscribers are told of.</content>
public abstract partial class EngineContract
{
    private static readonly Actor s_ada = new("ada");
    private readonly EventLog _log = new();

    private static WorkflowDefinition Shipping() => WorkflowDefinition.Create("shipping", "1.0.0", d => d
        .Machine<PublishingStep>("ship").Machine<ProbeStep>("bill").Path("ship", "bill"));

    [Fact]
    public async Task Handler_OfEveryEvent_IsToldOfAllInOrderAndOfNoneTwice()
    {
        var host = await RunHandledAsync(["*"], Approval());
        using var watch = new DeliveryWatch(host);
        var instance = await host.Engine.StartAsync("approval", new { }, "rita");
        await host.Engine.CompleteTaskAsync(instance.OpenTasks[0].Id, new { }, Manager("max"), "yes");
        await watch.WaitAsync(10);
        await StopAsync();
        host = await RunHandledAsync(["*"], Approval());
        await StopAsync();

        Assert.Equal(
            [
                "workflow.definition.published",
                "workflow.instance.started", "workflow.step.started", "workflow.step.completed", "workflow.step.started", "workflow.task.created",
                "workflow.task.completed", "workflow.step.completed", "workflow.step.started", "workflow.step.completed", "workflow.instance.completed",
            ],
            _log.Handled.OrderBy(e => e.Position).Select(e => e.Type));
        var decided = _log.Handled.Single(e => e.Type == WorkflowEventTypes.TaskCompleted);
        Assert.Equal(("max", "approve", "yes"), (decided.Actor, decided.Step?.Value, decided.Details?.GetProperty("outcome").GetString()));
        Assert.Equal(_log.Handled.Count, _log.Handled.Select(e => e.Id).Distinct().Count());
        Assert.Equal(_log.Handled.Where(e => e.Instance is not null).Select(e => e.Position).Order(), _log.Handled.Where(e => e.Instance is not null).Select(e => e.Position));
    }

    [Fact]
    public async Task Handler_ThatFails_IsToldAgainLater()
    {
        var host = await RunHandledAsync([WorkflowEventTypes.InstanceStarted], Approval());
        using var watch = new DeliveryWatch(host);
        _log.OnHandled = _ => throw new InvalidOperationException("no room");
        await host.Engine.StartAsync("approval", new { });
        await watch.WaitAsync(1);
        var failed = Assert.Single(await DeliveriesAsync(host));
        Assert.Equal((DeliveryStatus.Pending, 1, "InvalidOperationException: no room"), (failed.Status, failed.Attempts, failed.Answer));
        Assert.Equal(_time.GetUtcNow().AddSeconds(5), failed.DueAt);

        _log.OnHandled = _ => Task.CompletedTask;
        _time.Advance(TimeSpan.FromSeconds(5));
        await watch.WaitAsync(1);

        var done = Assert.Single(await DeliveriesAsync(host));
        Assert.Equal((DeliveryStatus.Delivered, 2, default(DateTimeOffset?)), (done.Status, done.Attempts, done.DueAt));
        Assert.Equal(2, _log.Handled.Count);
        Assert.Equal(_log.Handled[0].Id, _log.Handled[1].Id);
    }

    [Fact]
    public async Task Handler_OfAHostThatEnded_IsToldByTheNext()
    {
        var stuck = new TaskCompletionSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _log.OnHandled = _ =>
        {
            begun.TrySetResult();
            return stuck.Task;
        };
        var host = await RunHandledAsync([WorkflowEventTypes.InstanceStarted], Approval());
        await host.Engine.StartAsync("approval", new { });
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        stuck.SetCanceled(Token);
        await StopAsync();

        _log.OnHandled = _ => Task.CompletedTask;
        _time.Advance(TimeSpan.FromMinutes(2));
        host = await RunHandledAsync([WorkflowEventTypes.InstanceStarted], Approval());
        using var watch = new DeliveryWatch(host);
        _time.Advance(TimeSpan.FromMinutes(2));
        if ((await DeliveriesAsync(host)).Single().Status is DeliveryStatus.Pending)
        {
            await watch.WaitAsync(1);
        }

        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(await DeliveriesAsync(host)).Status);
        Assert.Single(_log.Handled.Select(e => e.Id).Distinct());
    }

    [Fact]
    public async Task Step_ThatPublishes_TellsWithItsCompletionOrNotAtAll()
    {
        var host = await RunHandledAsync(["order.*"], Shipping());
        using var watch = new DeliveryWatch(host);
        _probe.Fail("ship", new InvalidOperationException("no truck"));
        var instance = await host.Engine.StartAsync("shipping", new { });
        Assert.Empty(await DeliveriesAsync(host));
        Assert.DoesNotContain(await host.HistoryAsync(instance.Id), e => e is EventPublished);

        _probe.Mend("ship");
        await host.Engine.RetryAsync(instance.Id, instance.Incidents[0].Id, s_ada, Token);
        await watch.WaitAsync(1);

        var told = Assert.Single(_log.Handled);
        Assert.Equal(("order.shipped", "ship", 3), (told.Type, told.Step?.Value, told.Details?.GetProperty("parcels").GetInt32()));
        Assert.Equal(told.Position, (await host.HistoryAsync(instance.Id)).Select((e, i) => (e, i)).Single(p => p.e is EventPublished).i + 1);
    }

    [Fact]
    public async Task Webhook_ThatWantsTasks_GetsSignedCloudEventsOfItsTenantOnly()
    {
        var host = await RunHandledAsync([], Approval());
        using var watch = new DeliveryWatch(host);
        var webhooks = host.Services.GetRequiredService<WorkflowWebhooks>();
        var mine = await webhooks.CreateAsync(Hook("mine.example", "workflow.task.*"), s_ada, Token);
        await webhooks.CreateAsync(Hook("theirs.example", "*"), new Actor("zoe", [], new TenantId("other")), Token);
        await webhooks.CreateAsync(Hook("else.example", "*") with { Definitions = ["shipping"] }, s_ada, Token);

        var instance = await host.Engine.StartAsync("approval", new { secret = "s3cret" }, "rita");
        await watch.WaitAsync(1);

        var sent = Assert.Single(_log.Sent);
        Assert.Equal(("mine.example", "application/cloudevents+json"), (sent.Url.Host, sent.MediaType));
        Assert.Equal(WebhookSignature.TimestampOf(_time.GetUtcNow()), sent.Timestamp);
        Assert.Equal(WebhookSignature.Sign([mine.Secret], sent.Id, _time.GetUtcNow(), sent.Body), sent.Signature);
        var body = JsonDocument.Parse(sent.Body).RootElement;
        Assert.Equal(
            ("1.0", sent.Id, "workflow.task.created", instance.Id.ToString(), "/workflows/default/approval"),
            (body.GetProperty("specversion").GetString(), body.GetProperty("id").GetString(), body.GetProperty("type").GetString(), body.GetProperty("subject").GetString(), body.GetProperty("source").GetString()));
        Assert.Equal(instance.OpenTasks[0].Id.ToString(), body.GetProperty("data").GetProperty("details").GetProperty("task").GetString());
        Assert.DoesNotContain("s3cret", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_ThatIsDown_IsAskedNowAndThenAndHoldsUpNobody()
    {
        _log.OnSent = host => host == "down.example" ? default : HttpStatusCode.OK;
        var host = await RunHandledAsync([], Approval());
        using var watch = new DeliveryWatch(host);
        var webhooks = host.Services.GetRequiredService<WorkflowWebhooks>();
        var down = await webhooks.CreateAsync(Hook("down.example", WorkflowEventTypes.InstanceStarted), s_ada, Token);
        await webhooks.CreateAsync(Hook("up.example", WorkflowEventTypes.InstanceStarted), s_ada, Token);
        await host.Engine.StartAsync("approval", new { });
        await watch.WaitAsync(2);
        for (var i = 0; i < 9; i++)
        {
            await host.Engine.StartAsync("approval", new { });
        }

        await watch.WaitAsync(9);
        Assert.Equal((1, 10), (_log.Sent.Count(s => s.Url.Host == "down.example"), _log.Sent.Count(s => s.Url.Host == "up.example")));

        _log.OnSent = _ => HttpStatusCode.OK;
        _time.Advance(TimeSpan.FromSeconds(5));
        await watch.WaitAsync(10);

        var deliveries = await DeliveriesAsync(host, new DeliveryFilter { Webhook = down.Id });
        Assert.Equal((10, 10), (deliveries.Count, deliveries.Count(d => d.Status is DeliveryStatus.Delivered)));
    }

    [Fact]
    public async Task Webhook_ThatRefusesAnEventTenTimes_LeavesADeadLetterThatCanBeSentAgainOrDiscarded()
    {
        _log.OnSent = _ => HttpStatusCode.BadRequest;
        var host = await RunHandledAsync([], Approval());
        using var watch = new DeliveryWatch(host);
        var webhooks = host.Services.GetRequiredService<WorkflowWebhooks>();
        await webhooks.CreateAsync(Hook("picky.example", WorkflowEventTypes.InstanceStarted), s_ada, Token);
        await host.Engine.StartAsync("approval", new { });
        await watch.WaitAsync(1);
        while ((await DeliveriesAsync(host)).Single() is { Status: DeliveryStatus.Pending, DueAt: { } due })
        {
            _time.SetUtcNow(due);
            await watch.WaitAsync(1);
        }

        var dead = Assert.Single(await DeliveriesAsync(host));
        Assert.Equal((DeliveryStatus.Dead, 10, 400, "answer 400", default(DateTimeOffset?)), (dead.Status, dead.Attempts, dead.Code, dead.Answer, dead.DueAt));
        Assert.Equal(10, _log.Sent.Count);
        Assert.Single(_log.Sent.Select(s => s.Id).Distinct());

        _log.OnSent = _ => HttpStatusCode.OK;
        await webhooks.RedeliverAsync(dead.Id, s_ada, Token);
        await watch.WaitAsync(1);
        Assert.Equal(DeliveryStatus.Delivered, Assert.Single(await DeliveriesAsync(host)).Status);
        await webhooks.DiscardAsync(dead.Id, s_ada, Token);
        Assert.Empty(await DeliveriesAsync(host));
        Assert.IsType<Rejection.DeliveryNotFound>(await TryAsync(() => webhooks.RedeliverAsync(dead.Id, s_ada, Token)));
    }

    [Fact]
    public async Task Webhook_ThatSaysItIsGone_IsPausedAndKeepsWhatHappensUntilItIsResumed()
    {
        _log.OnSent = _ => HttpStatusCode.Gone;
        var host = await RunHandledAsync([], Approval());
        using var watch = new DeliveryWatch(host);
        var webhooks = host.Services.GetRequiredService<WorkflowWebhooks>();
        var hook = await webhooks.CreateAsync(Hook("gone.example", WorkflowEventTypes.InstanceStarted), s_ada, Token);
        await host.Engine.StartAsync("approval", new { });
        await watch.WaitAsync(1);
        await host.Engine.StartAsync("approval", new { });
        Assert.Equal([DeliveryStatus.Pending, DeliveryStatus.Dead], (await DeliveriesAsync(host)).Select(d => d.Status));

        _log.OnSent = _ => HttpStatusCode.OK;
        var resumed = await webhooks.ResumeAsync(hook.Id, s_ada, Token);
        await watch.WaitAsync(1);

        Assert.Null(resumed.Pause);
        Assert.Equal([DeliveryStatus.Delivered, DeliveryStatus.Dead], (await DeliveriesAsync(host)).Select(d => d.Status));
    }

    [Fact]
    public async Task Webhook_WithANewSecret_IsSignedWithBothForADay()
    {
        var host = await RunHandledAsync([], Approval());
        using var watch = new DeliveryWatch(host);
        var webhooks = host.Services.GetRequiredService<WorkflowWebhooks>();
        var hook = await webhooks.CreateAsync(Hook("mine.example", WorkflowEventTypes.InstanceStarted), s_ada, Token);
        var rotated = await webhooks.RotateSecretAsync(hook.Id, s_ada, Token);
        await webhooks.TestAsync(hook.Id, s_ada, Token);
        await watch.WaitAsync(1);
        var both = _log.Sent[0];
        Assert.Equal(WebhookSignature.Sign([rotated.Secret, hook.Secret], both.Id, _time.GetUtcNow(), both.Body), both.Signature);

        _time.Advance(TimeSpan.FromDays(1));
        await webhooks.TestAsync(hook.Id, s_ada, Token);
        await watch.WaitAsync(1);

        var one = _log.Sent[1];
        Assert.Equal(WebhookSignature.Sign([rotated.Secret], one.Id, _time.GetUtcNow(), one.Body), one.Signature);
    }

    [Fact]
    public async Task Webhook_ThatIsDeleted_IsToldNothingMore()
    {
        _log.OnSent = _ => HttpStatusCode.InternalServerError;
        var host = await RunHandledAsync([], Approval());
        using var watch = new DeliveryWatch(host);
        var webhooks = host.Services.GetRequiredService<WorkflowWebhooks>();
        var hook = await webhooks.CreateAsync(Hook("mine.example", WorkflowEventTypes.InstanceStarted), s_ada, Token);
        await host.Engine.StartAsync("approval", new { });
        await watch.WaitAsync(1);
        Assert.IsType<Rejection.StaleRevision>(await TryAsync(() => webhooks.DeleteAsync(hook.Id, 7, s_ada, Token)));

        await webhooks.DeleteAsync(hook.Id, 1, s_ada, Token);
        await host.Engine.StartAsync("approval", new { });

        Assert.Empty(await DeliveriesAsync(host));
        Assert.Empty(await webhooks.ListAsync(TenantId.Default, Token));
        Assert.IsType<Rejection.WebhookNotFound>(await TryAsync(() => webhooks.TestAsync(hook.Id, s_ada, Token)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static WebhookSpec Hook(string host, params string[] types) => new() { Name = host, Url = $"https://{host}/events", Types = [.. types] };

    private static async Task<IReadOnlyList<DeliverySummary>> DeliveriesAsync(EngineHost host, DeliveryFilter? filter = null) =>
        (await host.Services.GetRequiredService<WorkflowWebhooks>().ListDeliveriesAsync(TenantId.Default, filter ?? new DeliveryFilter(), new PageRequest(200), Token)).Items;

    private async Task<EngineHost> RunHandledAsync(string[] types, params WorkflowDefinition[] definitions) =>
        _host = await EngineHost.StartAsync(
            builder =>
            {
                UseStore(builder);
                if (types.Length > 0)
                {
                    builder.AddEventHandler<EventLog.Handler>(types);
                }

                foreach (var definition in definitions)
                {
                    builder.AddDefinition(definition);
                }
            },
            _time,
            services =>
            {
                services.AddSingleton(_probe);
                _log.AddTo(services);
            });

    private sealed class PublishingStep(StepProbe probe) : MachineStep
    {
        public override async ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            context.Publish("order.shipped", new { parcels = 3 });
            await probe.RunAsync(context, cancellationToken);
        }
    }
}
