using System.Collections.Immutable;
using Workflows.Engine.Events;
using Workflows.Engine.Storage;

namespace Workflows.Web.Features.Webhooks;

/// <summary>Webhooks in the words of the pages.</summary>
internal static class WebhookWords
{
    /// <summary>The types that the dialog offers, by what they are about; each group also as a whole.</summary>
    public static ImmutableArray<(string Title, string Pattern, ImmutableArray<string> Types)> Groups { get; } =
    [
        Group("Instances", "workflow.instance."),
        Group("Tasks", "workflow.task."),
        Group("Incidents", "workflow.incident."),
        Group("Steps", "workflow.step."),
        Group("Definitions", "workflow.definition."),
    ];

    /// <summary>What somebody reads of a type: its last word, as in "Completed".</summary>
    public static string TypeName(string type) => type[(type.LastIndexOf('.') + 1)..] switch
    {
        "timedout" => "Timed out",
        { Length: > 0 } word => char.ToUpperInvariant(word[0]) + word[1..],
        _ => type,
    };

    /// <summary>What a webhook wants, in a line.</summary>
    public static string Wants(WebhookSpec spec) => spec.Types.Contains("*")
        ? "Everything"
        : string.Join(", ", spec.Types.Select(type => Groups.FirstOrDefault(g => g.Pattern == type) is { Title: { } title } ? $"{title}: all" : type));

    /// <summary>How a delivery stands.</summary>
    public static (string Status, string Text) Look(DeliverySummary delivery) => delivery switch
    {
        { Status: DeliveryStatus.Delivered } => ("completed", "Delivered"),
        { Status: DeliveryStatus.Dead } => ("failed", "Given up"),
        { Attempts: 0 } => ("scheduled", "To be sent"),
        _ => ("waiting", "Waiting to retry"),
    };

    /// <summary>What the other side answered, or why it did not.</summary>
    public static string Answer(DeliverySummary delivery) => (delivery.Code, delivery.Answer) switch
    {
        ({ } code, { Length: > 0 } answer) => $"{code}: {answer}",
        ({ } code, _) => $"{code}",
        (_, { } answer) => answer,
        _ => "",
    };

    private static (string, string, ImmutableArray<string>) Group(string title, string beginning) =>
        (title, beginning + "*", [.. WorkflowEventTypes.All.Where(type => type.StartsWith(beginning, StringComparison.Ordinal))]);
}
