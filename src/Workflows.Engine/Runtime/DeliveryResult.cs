namespace Workflows.Engine.Runtime;

/// <summary>How an attempt to tell a subscriber went.</summary>
/// <param name="IsDelivered">Whether it has the event.</param>
/// <param name="Code">The status of its answer, where there was one.</param>
/// <param name="Answer">The beginning of its answer, or why there was none.</param>
internal sealed record DeliveryResult(bool IsDelivered, int? Code, string? Answer)
{
    /// <summary>Whether the subscriber takes nothing at the moment, whatever it is told.</summary>
    public bool IsDown { get; init; }

    /// <summary>Whether it said that it is not there any more.</summary>
    public bool IsGone { get; init; }

    /// <summary>How long it asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
