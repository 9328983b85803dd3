using Workflows.Engine.Events;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Web.Auth.Gate;

/// <summary>Webhooks as one person may use them; see <see cref="GuardedEngine"/>. Who may not manage them is told so, and nothing has changed.</summary>
internal sealed class GuardedWebhooks(WorkflowWebhooks webhooks)
{
    /// <summary>All webhooks, by name.</summary>
    public Task<IReadOnlyList<Webhook>> ListAsync(Person person, CancellationToken cancellationToken) => webhooks.ListAsync(Demanded(person).TenantId(), cancellationToken);

    /// <summary>A webhook.</summary>
    public Task<Webhook> GetAsync(Person person, WebhookId id, CancellationToken cancellationToken) => webhooks.GetAsync(Demanded(person).TenantId(), id, cancellationToken);

    /// <summary>Makes a webhook.</summary>
    public Task<Webhook> CreateAsync(Person person, WebhookSpec spec, CancellationToken cancellationToken) =>
        webhooks.CreateAsync(spec, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Saves what a webhook does.</summary>
    public Task<Webhook> SaveAsync(Person person, WebhookId id, WebhookSpec spec, long? expectedRevision, CancellationToken cancellationToken) =>
        webhooks.SaveAsync(id, spec, expectedRevision, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Sends nothing for a while.</summary>
    public Task<Webhook> PauseAsync(Person person, WebhookId id, string? reason, CancellationToken cancellationToken) =>
        webhooks.PauseAsync(id, reason, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Sends again.</summary>
    public Task<Webhook> ResumeAsync(Person person, WebhookId id, CancellationToken cancellationToken) =>
        webhooks.ResumeAsync(id, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Gives a webhook a new secret.</summary>
    public Task<Webhook> RotateSecretAsync(Person person, WebhookId id, CancellationToken cancellationToken) =>
        webhooks.RotateSecretAsync(id, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Takes a webhook away.</summary>
    public Task DeleteAsync(Person person, WebhookId id, long? expectedRevision, CancellationToken cancellationToken) =>
        webhooks.DeleteAsync(id, expectedRevision, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Sends a test.</summary>
    public Task TestAsync(Person person, WebhookId id, CancellationToken cancellationToken) => webhooks.TestAsync(id, Demanded(person).ToActor(), cancellationToken);

    /// <summary>What was and is to be sent, the latest first.</summary>
    public Task<Page<DeliverySummary>> ListDeliveriesAsync(Person person, DeliveryFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        webhooks.ListDeliveriesAsync(Demanded(person).TenantId(), filter, page, cancellationToken);

    /// <summary>A delivery with its event.</summary>
    public Task<(DeliverySummary Delivery, WorkflowEvent Event)> GetDeliveryAsync(Person person, long id, CancellationToken cancellationToken) =>
        webhooks.GetDeliveryAsync(Demanded(person).TenantId(), id, cancellationToken);

    /// <summary>Sends a delivery again.</summary>
    public Task RedeliverAsync(Person person, long id, CancellationToken cancellationToken) => webhooks.RedeliverAsync(id, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Throws a delivery away.</summary>
    public Task DiscardAsync(Person person, long id, CancellationToken cancellationToken) => webhooks.DiscardAsync(id, Demanded(person).ToActor(), cancellationToken);

    private static Person Demanded(Person person)
    {
        GateRules.ManageWebhooks(person).Demand();
        return person;
    }
}
