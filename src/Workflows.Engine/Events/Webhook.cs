using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Workflows.Engine.Events;

/// <summary>The id of a webhook, time-ordered.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<WebhookId>))]
public readonly record struct WebhookId(Guid Value) : IGuidId<WebhookId>
{
    /// <inheritdoc/>
    public static WebhookId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>What a webhook is to do.</summary>
public sealed record WebhookSpec
{
    /// <summary>What people call it: at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where the events are sent, by POST: an absolute http or https address of at most 2,000 characters.</summary>
    public required string Url { get; init; }

    /// <summary>Which events: types, or beginnings of them that end in <c>.*</c>; <c>*</c> for all.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>The keys of the definitions whose events are sent; none for all of them.</summary>
    public ImmutableArray<string> Definitions { get; init; } = [];
}

/// <summary>An address outside that is told of events.</summary>
public sealed record Webhook
{
    /// <summary>How long the last secret still counts after a new one was made: for a day every event is signed with both.</summary>
    public static readonly TimeSpan SecretOverlap = TimeSpan.FromDays(1);

    /// <summary>The id.</summary>
    public required WebhookId Id { get; init; }

    /// <summary>The tenant whose events it is told.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>What it does.</summary>
    public required WebhookSpec Spec { get; init; }

    /// <summary>What events are signed with, as Standard Webhooks write it: <c>whsec_</c> and 32 bytes in base64. Shown to people only when it is made.</summary>
    public required string Secret { get; init; }

    /// <summary>The secret before this one.</summary>
    public string? LastSecret { get; init; }

    /// <summary>Until when events are signed with the last one too.</summary>
    public DateTimeOffset? LastSecretUntil { get; init; }

    /// <summary>Why nothing is sent at the moment; null when it is. What happens meanwhile is kept and sent later.</summary>
    public WebhookPause? Pause { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Counts its changes, from 1.</summary>
    public required long Revision { get; init; }

    /// <summary>What is signed with at a time, the newest first.</summary>
    internal ImmutableArray<string> SecretsAt(DateTimeOffset now) => LastSecret is { } last && now < LastSecretUntil ? [Secret, last] : [Secret];

    /// <summary>Who is told.</summary>
    internal EventSubscriber ToSubscriber() => new(Id.Value, Tenant, new EventFilter(Spec.Types, Spec.Definitions));
}

/// <summary>That nothing is sent.</summary>
/// <param name="By">Who said so; null when the engine did, because the other side said that the address is gone.</param>
/// <param name="At">Since when.</param>
/// <param name="Reason">Why.</param>
public sealed record WebhookPause(string? By, DateTimeOffset At, string? Reason);
