using System.Text.Json;

namespace Workflows.Web.Api;

/// <summary>What to start.</summary>
public sealed record StartInstance
{
    /// <summary>The definition's key.</summary>
    public required string Definition { get; init; }

    /// <inheritdoc cref="StartOfDefinition.Version"/>
    public string? Version { get; init; }

    /// <inheritdoc cref="StartOfDefinition.StartKey"/>
    public string? StartKey { get; init; }

    /// <inheritdoc cref="StartOfDefinition.Data"/>
    public JsonElement? Data { get; init; }

    /// <inheritdoc cref="StartOfDefinition.Title"/>
    public string? Title { get; init; }

    /// <inheritdoc cref="StartOfDefinition.Reference"/>
    public string? Reference { get; init; }
}

/// <summary>What to start, below the address of its definition.</summary>
public sealed record StartOfDefinition
{
    /// <summary>The version. The default is the latest.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// A name of your own for what is started, unique for the definition: the same key with the same data gives the instance that has it, for ever.
    /// </summary>
    public string? StartKey { get; init; }

    /// <summary>The first data: an object that satisfies the start form. The default is an empty object.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The title. The default comes from the definition.</summary>
    public string? Title { get; init; }

    /// <summary>The business reference by which people find it, such as an order number.</summary>
    public string? Reference { get; init; }
}

/// <summary>Why an instance is called off.</summary>
public sealed record CancelInstance
{
    /// <summary>The reason, for the history and everyone involved.</summary>
    public required string Reason { get; init; }
}

/// <summary>A message to an instance.</summary>
public sealed record SendSignal
{
    /// <summary>What it is about, such as an order number: a step that waits for a key takes only signals with the same. The default is none.</summary>
    public string? Key { get; init; }

    /// <summary>What it carries. The default is an empty object.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Your id of it: one sent twice counts once. The default is the Idempotency-Key, or a new one.</summary>
    public string? Id { get; init; }

    /// <summary>Until when it is kept when nothing waits for it yet. The default is as long as the instance.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>One more of what a step is done for.</summary>
public sealed record AddElement
{
    /// <summary>The element: what the step sees as <c>data.item</c>.</summary>
    public required JsonElement Item { get; init; }
}
