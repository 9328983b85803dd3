using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflows.Engine.Events;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>Where webhooks live, and what subscribers are still to be told. What is to be told of a commit is written by that commit, and what the audit says of a change with the change.</summary>
internal interface IEventStore
{
    /// <summary>Stores a webhook, new or in place of what was there. False when the stored one is not at the revision before this one: somebody else was faster.</summary>
    Task<bool> WriteWebhookAsync(Webhook webhook, AuditRow? act, CancellationToken cancellationToken);

    /// <summary>Takes a webhook away. False when it is not at that revision.</summary>
    Task<bool> RemoveWebhookAsync(TenantId tenant, WebhookId id, long revision, AuditRow? act, CancellationToken cancellationToken);

    /// <summary>The webhooks of a tenant, or of every tenant, in no order.</summary>
    Task<IReadOnlyList<Webhook>> ListWebhooksAsync(TenantId? tenant, CancellationToken cancellationToken);

    /// <summary>Adds deliveries that are due at once.</summary>
    Task AddDeliveriesAsync(ImmutableArray<DeliveryRow> deliveries, CancellationToken cancellationToken);

    /// <summary>The deliveries of a subscriber that are due, longest due first.</summary>
    Task<IReadOnlyList<DueDelivery>> ListDueDeliveriesAsync(Guid subscriber, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>When the next delivery of a subscriber is due; null when there is none.</summary>
    Task<DateTimeOffset?> NextDeliveryAsync(Guid subscriber, CancellationToken cancellationToken);

    /// <summary>Says what becomes of a due delivery: that somebody is at it until a moment, or how it went. False when it is not due as it was: somebody else took it.</summary>
    /// <param name="delivery">The delivery as it was read.</param>
    /// <param name="next">What becomes of it.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    Task<bool> ChangeDeliveryAsync(DueDelivery delivery, DeliveryChange next, CancellationToken cancellationToken);

    /// <summary>The deliveries that match, the latest first, without what they carry.</summary>
    Task<Page<DeliverySummary>> ListDeliveriesAsync(TenantId tenant, DeliveryFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>A delivery with what it carries, or null.</summary>
    Task<(DeliverySummary Summary, byte[] Body)?> FindDeliveryAsync(TenantId tenant, long id, CancellationToken cancellationToken);

    /// <summary>Makes a delivery due now, with all its attempts before it, whatever became of it. False when there is none.</summary>
    Task<bool> RequeueDeliveryAsync(TenantId tenant, long id, DateTimeOffset now, AuditRow? act, CancellationToken cancellationToken);

    /// <summary>Takes a delivery away. False when there is none.</summary>
    Task<bool> DiscardDeliveryAsync(TenantId tenant, long id, AuditRow? act, CancellationToken cancellationToken);

    /// <summary>Takes away what was delivered before a moment, and says how many these were: at most <paramref name="limit"/>.</summary>
    Task<int> ForgetDeliveredAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Takes away the deliveries of a subscriber in a tenant, and says how many these were: at most <paramref name="limit"/>.</summary>
    Task<int> ForgetSubscriberAsync(TenantId tenant, Guid subscriber, int limit, CancellationToken cancellationToken);
}

/// <summary>An event that one subscriber is to be told; due at once.</summary>
/// <param name="Subscriber">Who is told.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Instance">The instance that it is about.</param>
/// <param name="At">When it happened.</param>
/// <param name="Body">The event as it is stored.</param>
internal sealed record DeliveryRow(Guid Subscriber, TenantId Tenant, string EventId, string Type, InstanceId? Instance, DateTimeOffset At, byte[] Body)
{
    /// <summary>The deliveries of a decision to everybody who wants to be told of what it did.</summary>
    /// <param name="subscribers">Those who may want it.</param>
    /// <param name="events">What happened.</param>
    /// <param name="firstPosition">The position of the first of the events.</param>
    /// <param name="next">The instance after them.</param>
    public static ImmutableArray<DeliveryRow> Of(ImmutableArray<EventSubscriber> subscribers, ImmutableArray<InstanceEvent> events, long firstPosition, WorkflowInstance next)
    {
        if (subscribers.IsEmpty)
        {
            return [];
        }

        var deliveries = ImmutableArray.CreateBuilder<DeliveryRow>();
        for (var i = 0; i < events.Length; i++)
        {
            if (PublicEvents.TypeOf(events[i]) is { } type && subscribers.Any(s => s.Wants(next.Tenant, type, next.Definition)))
            {
                deliveries.AddRange(Of(subscribers, PublicEvents.Of(type, events[i], firstPosition + i, next)));
            }
        }

        return deliveries.DrainToImmutable();
    }

    /// <summary>A delivery of an event.</summary>
    public static DeliveryRow Of(EventSubscriber subscriber, WorkflowEvent happened, byte[] body) =>
        new(subscriber.Id, happened.Tenant, happened.Id, happened.Type, happened.Instance, happened.At, body);

    /// <summary>The deliveries of an event to everybody who wants it.</summary>
    public static ImmutableArray<DeliveryRow> Of(ImmutableArray<EventSubscriber> subscribers, WorkflowEvent happened)
    {
        var body = EventJson.Write(happened);
        return [.. subscribers.Where(s => s.Wants(happened.Tenant, happened.Type, happened.Definition)).Select(s => Of(s, happened, body))];
    }
}

/// <summary>A delivery whose moment has come.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Instance">The instance that the event is about.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When it is due: the fence.</param>
/// <param name="Body">The event as it is stored.</param>
internal sealed record DueDelivery(long Id, TenantId Tenant, InstanceId? Instance, int Attempts, DateTimeOffset DueAt, byte[] Body);

/// <summary>What becomes of a delivery.</summary>
/// <param name="Status">How it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When it is due again; null when it is not.</param>
/// <param name="TriedAt">When it was tried last.</param>
/// <param name="Code">The status of the other side's answer, where there was one.</param>
/// <param name="Answer">What the other side said, or why it could not be told.</param>
internal readonly record struct DeliveryChange(DeliveryStatus Status, int Attempts, DateTimeOffset? DueAt, DateTimeOffset? TriedAt = null, int? Code = null, string? Answer = null);

/// <summary>How a delivery stands. Stored and shown in lower case.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<DeliveryStatus>))]
public enum DeliveryStatus
{
    /// <summary>It is due, or is tried again later.</summary>
    Pending,

    /// <summary>The subscriber has it.</summary>
    Delivered,

    /// <summary>It was tried as often as it is tried, and waits for somebody to send or discard it.</summary>
    Dead,
}

/// <summary>Which deliveries are listed.</summary>
public sealed record DeliveryFilter
{
    /// <summary>Those of a webhook; null for everybody's.</summary>
    public WebhookId? Webhook { get; init; }

    /// <summary>Those that stand so; null for all.</summary>
    public DeliveryStatus? Status { get; init; }
}

/// <summary>A delivery in a list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Subscriber">The webhook's id, or that of a handler in the process.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Instance">The instance that it is about; null when it is about a definition.</param>
/// <param name="At">When it happened.</param>
/// <param name="Status">How the delivery stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When it is tried next; null when it is not.</param>
/// <param name="TriedAt">When it was tried last; null when it was not.</param>
/// <param name="Code">The HTTP status of the last answer, where there was one.</param>
/// <param name="Answer">The beginning of the last answer, or why there was none.</param>
public sealed record DeliverySummary(
    long Id, Guid Subscriber, string EventId, string Type, InstanceId? Instance, DateTimeOffset At, DeliveryStatus Status, int Attempts, DateTimeOffset? DueAt, DateTimeOffset? TriedAt,
    int? Code, string? Answer);
