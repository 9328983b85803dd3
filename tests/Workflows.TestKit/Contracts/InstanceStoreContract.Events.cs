using System.Text;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Events;
using Workflows.Engine.Storage;
using Workflows.TestKit.Storage;
using Xunit;

namespace Workflows.TestKit.Contracts;

/// <content>Where webhooks live, and what subscribers are to be told.</content>
public abstract partial class InstanceStoreContract
{
    private static readonly EventSubscriber s_all = new(new Guid("11111111-0000-0000-0000-000000000001"), null, new EventFilter(["*"], []));
    private static readonly EventSubscriber s_starts = new(new Guid("22222222-0000-0000-0000-000000000002"), Tenant, new EventFilter([WorkflowEventTypes.InstanceStarted], ["approval"]));
    private static readonly EventSubscriber s_theirs = new(new Guid("33333333-0000-0000-0000-000000000003"), Stranger.Tenant, new EventFilter(["*"], []));

    [Fact]
    public async Task WriteWebhook_NewChangedAndRemoved_FencedByTheRevision()
    {
        Webhook first = MadeWebhook("Orders"), theirs = MadeWebhook("Theirs", Stranger.Tenant);
        Assert.True(await Events.WriteWebhookAsync(first, null, Token));
        Assert.True(await Events.WriteWebhookAsync(theirs, null, Token));
        var next = first with { Pause = new WebhookPause("ada", Time.GetUtcNow(), "maintenance"), Revision = 2 };
        Assert.True(await Events.WriteWebhookAsync(next, null, Token));

        Assert.False(await Events.WriteWebhookAsync(first, null, Token));
        Assert.False(await Events.WriteWebhookAsync(next with { Secret = "lost" }, null, Token));
        Assert.False(await Events.WriteWebhookAsync(next with { Secret = "lost", Revision = 4 }, null, Token));
        Assert.False(await Events.RemoveWebhookAsync(Tenant, first.Id, 1, null, Token));
        Assert.False(await Events.RemoveWebhookAsync(Tenant, theirs.Id, 1, null, Token));

        Assert.Equal(EventJson.Write(next), EventJson.Write(Assert.Single(await Events.ListWebhooksAsync(Tenant, Token))));
        Assert.Equal(2, (await Events.ListWebhooksAsync(null, Token)).Count);
        Assert.True(await Events.RemoveWebhookAsync(Tenant, first.Id, 2, null, Token));
        Assert.Equal([theirs.Id], (await Events.ListWebhooksAsync(null, Token)).Select(w => w.Id));
    }

    [Fact]
    public async Task Commit_WithSubscribers_KeepsWhatEachIsToBeTold()
    {
        var (_, commit) = TestInstance.Begin(StoreSamples.Approval(), Time, by: "rita", reference: "REQ-7");
        await Store.CommitAsync(commit with { Deliveries = DeliveryRow.Of([s_all, s_starts, s_theirs], commit.Events, commit.FirstPosition, commit.Next) }, Token);

        Assert.Equal(
            commit.Events.Select(PublicEvents.TypeOf).OfType<string>(),
            (await DueAsync(s_all)).Select(d => EventJson.ReadEvent(d.Body).Type));
        var only = Assert.Single(await DueAsync(s_starts));
        var told = EventJson.ReadEvent(only.Body);
        Assert.Equal((WorkflowEventTypes.InstanceStarted, $"{commit.Next.Id}-1", "REQ-7", "rita"), (told.Type, told.Id, told.Reference, told.Actor));
        Assert.Equal((Tenant, commit.Next.Id, 0), (only.Tenant, only.Instance, only.Attempts));
        Assert.Empty(await DueAsync(s_theirs));
        Assert.Null(await Events.NextDeliveryAsync(s_theirs.Id, Token));
    }

    [Fact]
    public async Task Commit_ThatLosesItsRace_TellsNobody()
    {
        var (_, commit) = TestInstance.Begin(StoreSamples.Approval(), Time);
        await Store.CommitAsync(commit, Token);

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Store.CommitAsync(commit with { Deliveries = DeliveryRow.Of([s_all], commit.Events, commit.FirstPosition, commit.Next) }, Token));

        Assert.Empty(await DueAsync(s_all));
    }

    [Fact]
    public async Task WriteDefinitions_WithDeliveries_AllOrNone()
    {
        var told = Told("approval", 1);
        Assert.True(await Definitions.WriteAsync([new DefinitionChange.Save(Stored(), 0)], [DeliveryRow.Of(s_all, told, EventJson.Write(told))], [], Token));
        Assert.False(await Definitions.WriteAsync([new DefinitionChange.Save(Stored(), 0)], [DeliveryRow.Of(s_all, told, EventJson.Write(told))], [], Token));

        var due = Assert.Single(await DueAsync(s_all));
        Assert.Equal((null, Encoding.UTF8.GetString(EventJson.Write(told))), (due.Instance, Encoding.UTF8.GetString(due.Body)));
    }

    [Fact]
    public async Task ChangeDelivery_TwoTakeTheSame_OneHasIt()
    {
        await AddAsync(s_all, 1);
        var due = Assert.Single(await DueAsync(s_all));
        var lease = new DeliveryChange(DeliveryStatus.Pending, 0, Time.GetUtcNow().AddSeconds(90));

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Events.ChangeDeliveryAsync(due, lease, Token))));

        Assert.Single(taken, won => won);
        Assert.Empty(await DueAsync(s_all));
        Assert.Equal(lease.DueAt, await Events.NextDeliveryAsync(s_all.Id, Token));
        Assert.False(await Events.ChangeDeliveryAsync(due, new DeliveryChange(DeliveryStatus.Dead, 1, null, Time.GetUtcNow(), 500, "late"), Token));
        Assert.True(await Events.ChangeDeliveryAsync(
            due with { DueAt = lease.DueAt!.Value }, new DeliveryChange(DeliveryStatus.Delivered, 1, null, Time.GetUtcNow(), 204, "thanks"), Token));

        var summary = Assert.Single((await Events.ListDeliveriesAsync(Tenant, new DeliveryFilter(), new PageRequest(10), Token)).Items);
        Assert.Equal(
            new DeliverySummary(due.Id, s_all.Id, "approval-1.0.0-1", WorkflowEventTypes.DefinitionPublished, null, summary.At, DeliveryStatus.Delivered, 1, null, Time.GetUtcNow(), 204, "thanks"),
            summary);
    }

    [Fact]
    public async Task ListDeliveries_FilteredAndPaged_LatestFirstAndOnlyTheTenants()
    {
        for (var i = 1; i <= 5; i++)
        {
            await AddAsync(i % 2 == 0 ? s_starts : s_all, i);
        }

        var first = await Events.ListDeliveriesAsync(Tenant, new DeliveryFilter(), new PageRequest(3), Token);
        var rest = await Events.ListDeliveriesAsync(Tenant, new DeliveryFilter(), new PageRequest(3, first.Next), Token);

        Assert.Equal(["approval-1.0.0-5", "approval-1.0.0-4", "approval-1.0.0-3"], first.Items.Select(d => d.EventId));
        Assert.Equal(["approval-1.0.0-2", "approval-1.0.0-1"], rest.Items.Select(d => d.EventId));
        Assert.Null(rest.Next);
        Assert.Equal(2, (await Events.ListDeliveriesAsync(Tenant, new DeliveryFilter { Webhook = new WebhookId(s_starts.Id) }, new PageRequest(10), Token)).Items.Length);
        Assert.Empty((await Events.ListDeliveriesAsync(Tenant, new DeliveryFilter { Status = DeliveryStatus.Dead }, new PageRequest(10), Token)).Items);
        Assert.Empty((await Events.ListDeliveriesAsync(Stranger.Tenant, new DeliveryFilter(), new PageRequest(10), Token)).Items);
    }

    [Fact]
    public async Task Deliveries_RequeuedDiscardedAndForgotten_OnlyInTheirTenant()
    {
        for (var i = 1; i <= 3; i++)
        {
            await AddAsync(s_all, i);
        }

        await AddAsync(s_starts, 4);
        var due = await DueAsync(s_all);
        Assert.True(await Events.ChangeDeliveryAsync(due[0], new DeliveryChange(DeliveryStatus.Dead, 10, null, Time.GetUtcNow(), null, "unreachable"), Token));
        Assert.True(await Events.ChangeDeliveryAsync(due[1], new DeliveryChange(DeliveryStatus.Delivered, 1, null, Time.GetUtcNow(), 200, ""), Token));

        Assert.False(await Events.RequeueDeliveryAsync(Stranger.Tenant, due[0].Id, Time.GetUtcNow(), null, Token));
        Assert.True(await Events.RequeueDeliveryAsync(Tenant, due[0].Id, Time.GetUtcNow(), null, Token));
        Assert.Equal(0, (await DueAsync(s_all)).Single(d => d.Id == due[0].Id).Attempts);
        Assert.False(await Events.DiscardDeliveryAsync(Stranger.Tenant, due[0].Id, null, Token));
        Assert.True(await Events.DiscardDeliveryAsync(Tenant, due[0].Id, null, Token));
        Assert.Null(await Events.FindDeliveryAsync(Tenant, due[0].Id, Token));
        Assert.NotNull(await Events.FindDeliveryAsync(Tenant, due[1].Id, Token));
        Assert.Null(await Events.FindDeliveryAsync(Stranger.Tenant, due[1].Id, Token));

        Assert.Equal(0, await Events.ForgetDeliveredAsync(Time.GetUtcNow(), 10, Token));
        Assert.Equal(1, await Events.ForgetDeliveredAsync(Time.GetUtcNow().AddTicks(1), 10, Token));
        Assert.Equal(0, await Events.ForgetSubscriberAsync(Stranger.Tenant, s_all.Id, 10, Token));
        Assert.Equal(1, await Events.ForgetSubscriberAsync(Tenant, s_all.Id, 10, Token));
        Assert.Equal(["approval-1.0.0-4"], (await Events.ListDeliveriesAsync(Tenant, new DeliveryFilter(), new PageRequest(10), Token)).Items.Select(d => d.EventId));
    }

    private Task<IReadOnlyList<DueDelivery>> DueAsync(EventSubscriber subscriber) => Events.ListDueDeliveriesAsync(subscriber.Id, Time.GetUtcNow(), 100, Token);

    private Task AddAsync(EventSubscriber subscriber, long revision)
    {
        var told = Told("approval", revision);
        return Events.AddDeliveriesAsync([DeliveryRow.Of(subscriber, told, EventJson.Write(told))], Token);
    }

    private WorkflowEvent Told(string key, long revision) =>
        PublicEvents.Of(WorkflowEventTypes.DefinitionPublished, Tenant, key, new SemanticVersion(1, 0, 0), revision, "ada", Time.GetUtcNow());

    private Webhook MadeWebhook(string name, TenantId? tenant = null) => new()
    {
        Id = new WebhookId(Guid.CreateVersion7(Time.GetUtcNow())),
        Tenant = tenant ?? Tenant,
        Spec = new WebhookSpec { Name = name, Url = "https://example.com/events", Types = ["workflow.task.*"], Definitions = ["approval"] },
        Secret = "whsec_c2VjcmV0",
        CreatedBy = "ada",
        CreatedAt = Time.GetUtcNow(),
        ChangedAt = Time.GetUtcNow(),
        Revision = 1,
    };
}
