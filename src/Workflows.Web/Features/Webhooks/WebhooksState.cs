using Workflows.Engine.Events;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Webhooks;

/// <summary>The list of webhooks. There are few.</summary>
internal sealed class WebhooksState(GuardedWebhooks webhooks, ILogger<WebhooksState> logger)
{
    /// <summary>All of them, by name.</summary>
    public Loaded<IReadOnlyList<Webhook>> All { get; private set; } = Loaded<IReadOnlyList<Webhook>>.Pending;

    /// <summary>Reads the list.</summary>
    public async Task LoadAsync(Person person, CancellationToken cancellationToken) =>
        All = await Loading.TryAsync(logger, () => webhooks.ListAsync(person, cancellationToken));
}
