using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Workflows.Engine.Events;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Web.Api;

/// <summary>What a webhook is to do.</summary>
public sealed record WebhookBody
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Where the events are sent, by POST: an http or https address.</summary>
    public required string Url { get; init; }

    /// <summary>Which events: types such as <c>workflow.task.completed</c>, beginnings such as <c>workflow.task.*</c>, or <c>*</c>.</summary>
    public required ImmutableArray<string> Types { get; init; }

    /// <summary>The keys of the definitions whose events are sent; the default is all of them.</summary>
    public ImmutableArray<string>? Definitions { get; init; }

    internal WebhookSpec ToSpec() => new() { Name = Name.Trim(), Url = Url.Trim(), Types = Types, Definitions = Definitions ?? [] };
}

/// <summary>Why nothing is to be sent.</summary>
public sealed record PauseWebhook
{
    /// <summary>The reason, for those who find it paused.</summary>
    public string? Reason { get; init; }
}

/// <summary>A webhook.</summary>
public sealed record WebhookResource
{
    [SetsRequiredMembers]
    internal WebhookResource(Webhook webhook, bool withSecret = false)
    {
        Id = webhook.Id;
        Revision = webhook.Revision;
        Name = webhook.Spec.Name;
        Url = webhook.Spec.Url;
        Types = webhook.Spec.Types;
        Definitions = webhook.Spec.Definitions;
        Pause = webhook.Pause is { } pause ? new WebhookPauseResource { By = pause.By, At = pause.At, Reason = pause.Reason } : null;
        CreatedAt = webhook.CreatedAt;
        CreatedBy = webhook.CreatedBy;
        ChangedAt = webhook.ChangedAt;
        Secret = withSecret ? webhook.Secret : null;
        LastSecretUntil = webhook.LastSecretUntil;
    }

    /// <summary>The id.</summary>
    public required WebhookId Id { get; init; }

    /// <summary>Counts its changes; the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Where the events are sent.</summary>
    public required string Url { get; init; }

    /// <summary>Which events.</summary>
    public required ImmutableArray<string> Types { get; init; }

    /// <summary>The keys of the definitions whose events are sent; empty for all of them.</summary>
    public required ImmutableArray<string> Definitions { get; init; }

    /// <summary>Why nothing is sent at the moment; absent while it is.</summary>
    public WebhookPauseResource? Pause { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What the events are signed with; only in the answer that makes it.</summary>
    public string? Secret { get; init; }

    /// <summary>Until when events are signed with the last secret too.</summary>
    public DateTimeOffset? LastSecretUntil { get; init; }
}

/// <summary>Why a webhook sends nothing.</summary>
public sealed record WebhookPauseResource
{
    /// <summary>Who paused it; absent when the engine did, because the other side answered that the address is gone.</summary>
    public string? By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>An event that a webhook or a handler of the server is to be told, or was.</summary>
public record DeliveryRow
{
    [SetsRequiredMembers]
    internal DeliveryRow(DeliverySummary delivery)
    {
        Id = delivery.Id;
        Subscriber = delivery.Subscriber;
        Event = delivery.EventId;
        Type = delivery.Type;
        Instance = delivery.Instance;
        At = delivery.At;
        Status = delivery.Status;
        Attempts = delivery.Attempts;
        DueAt = delivery.DueAt;
        TriedAt = delivery.TriedAt;
        Code = delivery.Code;
        Answer = delivery.Answer;
    }

    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>The webhook, or a handler of the server.</summary>
    public required Guid Subscriber { get; init; }

    /// <summary>The id of the event: the same in every attempt, and for every subscriber.</summary>
    public required string Event { get; init; }

    /// <summary>The type of the event.</summary>
    public required string Type { get; init; }

    /// <summary>The instance that it is about.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>pending</c>, <c>delivered</c>, or <c>dead</c>: tried ten times, and left to you.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was tried last.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>The HTTP status of the last answer, where there was one.</summary>
    public int? Code { get; init; }

    /// <summary>The beginning of the last answer, or why there was none.</summary>
    public string? Answer { get; init; }
}

/// <summary>A delivery with what it carries.</summary>
public sealed record DeliveryResource : DeliveryRow
{
    [SetsRequiredMembers]
    internal DeliveryResource(DeliverySummary delivery, WorkflowEvent happened)
        : base(delivery) => Body = JsonElement.Parse(CloudEvent.Write(happened));

    /// <summary>The event as it is sent.</summary>
    public required JsonElement Body { get; init; }
}
