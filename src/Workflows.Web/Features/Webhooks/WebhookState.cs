using Workflows.Engine.Events;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Webhooks;

/// <summary>One webhook, and what is done to it.</summary>
internal sealed class WebhookState(GuardedWebhooks webhooks, ILogger<WebhookState> logger)
{
    private WebhookId? _id;

    /// <summary>The webhook.</summary>
    public Loaded<Webhook> Webhook { get; private set; } = Loaded<Webhook>.Pending;

    /// <summary>Why the last act was refused; null when it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Reads a webhook by the id in the address.</summary>
    public async Task LoadAsync(Person person, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var guid))
        {
            Webhook = Loaded<Webhook>.Failed("The address names no webhook.", isMissing: true);
            return;
        }

        _id = new WebhookId(guid);
        Webhook = await Loading.TryAsync(logger, () => webhooks.GetAsync(person, _id.Value, cancellationToken));
    }

    /// <summary>Does something to the webhook and reads it anew. Null when it was refused; then <see cref="Refusal"/> says why.</summary>
    public async Task<TResult?> ActAsync<TResult>(Person person, Func<GuardedWebhooks, WebhookId, Task<TResult>> act, CancellationToken cancellationToken)
        where TResult : class
    {
        Refusal = null;
        TResult? result = null;
        try
        {
            result = await act(webhooks, _id!.Value);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Refusal = Loading.Explain(logger, failure);
        }

        Webhook = await Loading.TryAsync(logger, () => webhooks.GetAsync(person, _id!.Value, cancellationToken));
        return result;
    }
}
