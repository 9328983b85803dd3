using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Callbacks;
using Workflows.Engine.Definitions;
using Workflows.Engine.Events;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Steps;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Calls over HTTP by systems outside, for which steps of instances wait.</summary>
public sealed partial class WorkflowCallbacks
{
    private const int MaxIdLength = 200;

    private readonly InstanceRunner _runner;
    private readonly IInstanceStore _store;
    private readonly DefinitionCatalog _catalog;
    private readonly CallbackAddresses _addresses;
    private readonly SecretOptions _secrets;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal WorkflowCallbacks(
        InstanceRunner runner, IInstanceStore store, DefinitionCatalog catalog, CallbackAddresses addresses, IOptions<SecretOptions> secrets, TimeProvider time, ILogger<WorkflowCallbacks> logger) =>
        (_runner, _store, _catalog, _addresses, _secrets, _time, _logger) = (runner, store, catalog, addresses, secrets.Value, time, logger);

    /// <summary>
    /// Takes a call. It is durable when this returns: a step that waits for it goes on, one that will wait for it finds it then. The same call twice counts once: it is known by its
    /// id, and one without an id by what it carries.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Stops it before it is taken.</param>
    /// <exception cref="WorkflowException">
    /// Nobody waits at the address, or not any more; the call is not signed as the definition asks; or the server does not have the secret. Nothing has changed then.
    /// </exception>
    public async Task<CallbackResult> ReceiveAsync(CallbackCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!_addresses.TryRead(call.Token, out var read)
            || await _store.LoadAsync(read.Value.Tenant, read.Value.Instance, cancellationToken).ConfigureAwait(false) is not { } state
            || (await _catalog.FindOfAsync(state, cancellationToken).ConfigureAwait(false))?.FindWebhook(read.Value.Webhook) is not { } webhook)
        {
            throw new WorkflowException(new Rejection.CallbackNotFound());
        }

        var token = read.Value;
        CheckSignature(webhook, call);
        var by = new Actor("webhook", [], token.Tenant) { Channel = "webhook" };
        var command = new InstanceCommand.Signal(Trigger.Webhook.MessageOf(token.Webhook), token.Key, call.Payload.Clone(), by, IdOf(token, call));
        var result = await _runner.HandleAsync(token.Tenant, token.Instance, command, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        return result.Rejection switch
        {
            null when result.Events.IsEmpty => CallbackResult.Duplicate,
            null => result.Events.Any(e => e is SignalConsumed) ? CallbackResult.Taken : CallbackResult.Kept,
            Rejection.InvalidState over => throw new WorkflowException(new Rejection.CallbackOver(over.Status)),
            var refused => throw new WorkflowException(refused),
        };
    }

    /// <summary>The webhooks for which steps of an instance wait at the moment, with their addresses; there is none for a key of more than 200 characters. Whoever knows an address may call it: show them only to those who may do that.</summary>
    /// <exception cref="WorkflowException">There is no such instance.</exception>
    public async Task<ImmutableArray<CallbackWait>> ListAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken = default)
    {
        var state = await _store.LoadAsync(tenant, instance, cancellationToken).ConfigureAwait(false) ?? throw new WorkflowException(new Rejection.InstanceNotFound(instance));
        var definitions = await _catalog.FindOfAsync(state, cancellationToken).ConfigureAwait(false);
        var waits = ImmutableArray.CreateBuilder<CallbackWait>();
        foreach (var subscription in state.Subscriptions.Where(s => s.Key is null || s.Key.Length <= CallbackToken.MaxKeyText))
        {
            if (subscription.Signal is { } signal && Trigger.Webhook.NameIn(signal) is { } name && state.FindToken(subscription.Token) is { } at)
            {
                var token = new CallbackToken(tenant, instance, name, subscription.Key);
                waits.Add(new CallbackWait(at.Step, name, subscription.Key, _addresses.PathOf(token), _addresses.UrlOf(token), definitions?.FindWebhook(name)?.Secret is not null));
            }
        }

        return waits.DrainToImmutable();
    }

    private void CheckSignature(Trigger.Webhook webhook, CallbackCall call)
    {
        if (webhook.Secret is not { } name)
        {
            return;
        }

        if (_secrets.Values.GetValueOrDefault(name) is not { } secret)
        {
            LogSecretMissing(name);
            throw new WorkflowException(new Rejection.CallbackSecretMissing());
        }

        if (WebhookSignature.Check(secret, call.Id, call.Timestamp, call.Signature, call.Body.Span, _time.GetUtcNow()) is { } wrong)
        {
            throw new WorkflowException(new Rejection.CallbackSignature(wrong));
        }
    }

    [LoggerMessage(EventId = 210, Level = LogLevel.Error, Message = "A call to a webhook was refused: its signature cannot be checked without the secret {Secret}. Set Workflows:Secrets:{Secret}")]
    private partial void LogSecretMissing(string secret);

    // Senders number their calls each for themselves, so an id counts within its webhook.
    private static string IdOf(CallbackToken token, CallbackCall call) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Trigger.Webhook.MessageOf(token.Webhook)}:{(call.Id is { Length: > 0 and <= MaxIdLength } id ? id : Convert.ToHexStringLower(SHA256.HashData(call.Body.Span)))}");
}

/// <summary>A call over HTTP.</summary>
/// <param name="Token">The last part of the address that was called.</param>
/// <param name="Body">The body, byte by byte: that is what is signed.</param>
/// <param name="Payload">The body as it was read.</param>
public sealed record CallbackCall(string Token, ReadOnlyMemory<byte> Body, JsonElement Payload)
{
    /// <summary>The header <c>webhook-id</c>: the sender's id of the call, the same when it is repeated.</summary>
    public string? Id { get; init; }

    /// <summary>The header <c>webhook-timestamp</c>: when it was signed, in seconds since 1970.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The header <c>webhook-signature</c>.</summary>
    public string? Signature { get; init; }
}

/// <summary>What became of a call.</summary>
public enum CallbackResult
{
    /// <summary>A step waited for it and went on.</summary>
    Taken,

    /// <summary>No step waits for it yet: it is kept for one that will.</summary>
    Kept,

    /// <summary>It came before, and counts once.</summary>
    Duplicate,
}

/// <summary>A webhook that a step of an instance waits for.</summary>
/// <param name="Step">The step.</param>
/// <param name="Webhook">The webhook's name.</param>
/// <param name="Key">What a call must be about; null for anything.</param>
/// <param name="Path">The path of the address at the web application.</param>
/// <param name="Url">The whole address; null when <see cref="EngineOptions.PublicUrl"/> is not set.</param>
/// <param name="IsSigned">Whether calls must be signed.</param>
public sealed record CallbackWait(StepId Step, string Webhook, string? Key, string Path, string? Url, bool IsSigned);
