using Workflows.Engine;

namespace Workflows.Persistence.Entities;

/// <summary>A row of <c>webhooks</c>: an address outside that is told of events. There are as many as people made.</summary>
internal sealed class WebhookEntity
{
    public TenantId Tenant { get; init; }

    public Guid Id { get; init; }

    public long Revision { get; init; }

    public required string Document { get; init; }
}
