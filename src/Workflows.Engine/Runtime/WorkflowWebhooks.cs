using System.Security.Cryptography;
using Workflows.Engine.Events;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Where webhooks are made and changed, and where one sees what they were sent. A call that returns is durable; one that cannot be done changes nothing and throws
/// <see cref="WorkflowException"/>. Every call acts in the tenant of its actor. A worker of its own sends.
/// </summary>
public sealed class WorkflowWebhooks
{
    private const int ForgetAtOnce = 500;

    private readonly IEventStore _store;
    private readonly EventSubscribers _subscribers;
    private readonly TimeProvider _time;

    internal WorkflowWebhooks(IEventStore store, EventSubscribers subscribers, TimeProvider time) => (_store, _subscribers, _time) = (store, subscribers, time);

    /// <summary>The webhooks of a tenant, by name.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        [.. (await _store.ListWebhooksAsync(tenant, cancellationToken).ConfigureAwait(false)).OrderBy(w => w.Spec.Name, StringComparer.OrdinalIgnoreCase).ThenBy(w => w.Id.Value)];

    /// <summary>A webhook.</summary>
    /// <exception cref="WorkflowException">There is none.</exception>
    public async Task<Webhook> GetAsync(TenantId tenant, WebhookId id, CancellationToken cancellationToken = default) =>
        (await _store.ListWebhooksAsync(tenant, cancellationToken).ConfigureAwait(false)).FirstOrDefault(w => w.Id == id)
        ?? throw new WorkflowException(new Rejection.WebhookNotFound(id.Value));

    /// <summary>Makes a webhook with a secret of its own. It is told what happens from now on.</summary>
    /// <exception cref="WorkflowException">It has errors; all of them are named.</exception>
    public async Task<Webhook> CreateAsync(WebhookSpec spec, Actor by, CancellationToken cancellationToken = default)
    {
        Demand(spec);
        var now = _time.GetUtcNow();
        var created = new Webhook
        {
            Id = new WebhookId(Guid.CreateVersion7(now)),
            Tenant = by.Tenant,
            Spec = spec,
            Secret = NewSecret(),
            CreatedBy = by.Id,
            CreatedAt = now,
            ChangedAt = now,
            Revision = 1,
        };
        await _store.WriteWebhookAsync(created, new Act(by, "webhook.create", spec.Url).To(created.Id.ToString(), spec.Name, now), cancellationToken).ConfigureAwait(false);
        await TellAsync(cancellationToken).ConfigureAwait(false);
        return created;
    }

    /// <summary>Lets a webhook do something else from now on. What is still to be sent goes to the new address.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="spec">What it does then.</param>
    /// <param name="expectedRevision">The revision the caller looked at; null accepts any.</param>
    /// <param name="by">Who saves.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="WorkflowException">There is no such webhook, it has changed, or there are errors; all of them are named.</exception>
    public Task<Webhook> SaveAsync(WebhookId id, WebhookSpec spec, long? expectedRevision, Actor by, CancellationToken cancellationToken = default)
    {
        Demand(spec);
        return ChangeAsync(id, expectedRevision, new Act(by, "webhook.save", spec.Url), (webhook, _) => webhook with { Spec = spec }, cancellationToken);
    }

    /// <summary>Sends nothing until it is resumed; what happens meanwhile is kept. A paused one stays as it is.</summary>
    public Task<Webhook> PauseAsync(WebhookId id, string? reason, Actor by, CancellationToken cancellationToken = default) => ChangeAsync(
        id, null, new Act(by, "webhook.pause", reason), (webhook, now) => webhook.Pause is null ? webhook with { Pause = new WebhookPause(by.Id, now, reason) } : webhook, cancellationToken);

    /// <summary>Sends again, first what was kept.</summary>
    public Task<Webhook> ResumeAsync(WebhookId id, Actor by, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, null, new Act(by, "webhook.resume"), (webhook, _) => webhook.Pause is null ? webhook : webhook with { Pause = null }, cancellationToken);

    /// <summary>Gives a webhook a new secret. For a day, what is sent is signed with the last one too, so that the other side has time to change.</summary>
    public Task<Webhook> RotateSecretAsync(WebhookId id, Actor by, CancellationToken cancellationToken = default) => ChangeAsync(
        id, null, new Act(by, "webhook.rotate-secret"), (webhook, now) => webhook with { Secret = NewSecret(), LastSecret = webhook.Secret, LastSecretUntil = now + Webhook.SecretOverlap }, cancellationToken);

    /// <summary>Takes a webhook away, with what it was sent and what was still to be sent.</summary>
    /// <exception cref="WorkflowException">There is no such webhook, or it has changed.</exception>
    public async Task DeleteAsync(WebhookId id, long? expectedRevision, Actor by, CancellationToken cancellationToken = default)
    {
        var current = await GetAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        var act = new Act(by, "webhook.delete").To(id.ToString(), current.Spec.Name, _time.GetUtcNow());
        if (!await _store.RemoveWebhookAsync(by.Tenant, id, expectedRevision ?? current.Revision, act, cancellationToken).ConfigureAwait(false))
        {
            throw new WorkflowException(new Rejection.StaleRevision(expectedRevision ?? current.Revision, current.Revision));
        }

        await TellAsync(cancellationToken).ConfigureAwait(false);
        while (await _store.ForgetSubscriberAsync(by.Tenant, id.Value, ForgetAtOnce, cancellationToken).ConfigureAwait(false) == ForgetAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Sends a webhook an event of the type <c>test</c>, whatever it wants otherwise.</summary>
    public async Task TestAsync(WebhookId id, Actor by, CancellationToken cancellationToken = default)
    {
        var webhook = await GetAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        var test = new WorkflowEvent
        {
            Id = $"test-{Guid.CreateVersion7(now)}",
            Type = "test",
            Tenant = by.Tenant,
            At = now,
            Definition = "test",
            Version = new Definitions.SemanticVersion(1, 0, 0),
            Actor = by.Id,
        };
        await _store.AddDeliveriesAsync([DeliveryRow.Of(webhook.ToSubscriber(), test, EventJson.Write(test))], cancellationToken).ConfigureAwait(false);
        _subscribers.Changed.Wake();
    }

    /// <summary>What webhooks and handlers were and are to be told, the latest first.</summary>
    public Task<Page<DeliverySummary>> ListDeliveriesAsync(TenantId tenant, DeliveryFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        _store.ListDeliveriesAsync(tenant, filter, page, cancellationToken);

    /// <summary>A delivery with the event that it carries.</summary>
    /// <exception cref="WorkflowException">There is none.</exception>
    public async Task<(DeliverySummary Delivery, WorkflowEvent Event)> GetDeliveryAsync(TenantId tenant, long id, CancellationToken cancellationToken = default) =>
        await _store.FindDeliveryAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } found
            ? (found.Summary, EventJson.ReadEvent(found.Body))
            : throw new WorkflowException(new Rejection.DeliveryNotFound(id));

    /// <summary>Sends a delivery again now, whether it arrived or not, with all its attempts before it.</summary>
    /// <exception cref="WorkflowException">There is none.</exception>
    public async Task RedeliverAsync(long id, Actor by, CancellationToken cancellationToken = default)
    {
        var (delivery, _) = await GetDeliveryAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        var act = new Act(by, "delivery.redeliver", delivery.EventId).To(delivery.Subscriber.ToString(), delivery.Type, now);
        if (!await _store.RequeueDeliveryAsync(by.Tenant, id, now, act, cancellationToken).ConfigureAwait(false))
        {
            throw new WorkflowException(new Rejection.DeliveryNotFound(id));
        }

        _subscribers.Changed.Wake();
    }

    /// <summary>Throws a delivery away: it is not sent any more.</summary>
    /// <exception cref="WorkflowException">There is none.</exception>
    public async Task DiscardAsync(long id, Actor by, CancellationToken cancellationToken = default)
    {
        var (delivery, _) = await GetDeliveryAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        var act = new Act(by, "delivery.discard", delivery.EventId).To(delivery.Subscriber.ToString(), delivery.Type, _time.GetUtcNow());
        if (!await _store.DiscardDeliveryAsync(by.Tenant, id, act, cancellationToken).ConfigureAwait(false))
        {
            throw new WorkflowException(new Rejection.DeliveryNotFound(id));
        }
    }

    private async Task<Webhook> ChangeAsync(
        WebhookId id, long? expectedRevision, Act act, Func<Webhook, DateTimeOffset, Webhook> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = await GetAsync(act.By.Tenant, id, cancellationToken).ConfigureAwait(false);
            if (expectedRevision is { } expected && expected != current.Revision)
            {
                throw new WorkflowException(new Rejection.StaleRevision(expected, current.Revision));
            }

            var now = _time.GetUtcNow();
            var next = change(current, now);
            if (ReferenceEquals(next, current))
            {
                return current;
            }

            next = next with { ChangedAt = now, Revision = current.Revision + 1 };
            if (await _store.WriteWebhookAsync(next, act.To(id.ToString(), next.Spec.Name, now), cancellationToken).ConfigureAwait(false))
            {
                await TellAsync(cancellationToken).ConfigureAwait(false);
                return next;
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await _subscribers.RefreshAsync(cancellationToken).ConfigureAwait(false);
        _subscribers.Changed.Wake();
    }

    private static string NewSecret() => WebhookSignature.SecretOf(RandomNumberGenerator.GetBytes(32));

    private static void Demand(WebhookSpec spec)
    {
        if (WebhookCheck.Check(spec) is { IsEmpty: false } problems)
        {
            throw new WorkflowException(new Rejection.InvalidWebhook(problems));
        }
    }
}
