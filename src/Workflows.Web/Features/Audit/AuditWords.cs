using System.Collections.Frozen;
using System.Collections.Immutable;
using Workflows.Engine.Storage;

namespace Workflows.Web.Features.Audit;

/// <summary>Acts in the words of the page.</summary>
internal static class AuditWords
{
    private static readonly FrozenDictionary<string, string> s_actions = new Dictionary<string, string>
    {
        ["instance.start"] = "started",
        ["instance.cancel"] = "canceled",
        ["instance.pause"] = "paused",
        ["instance.resume"] = "resumed",
        ["task.claim"] = "claimed",
        ["task.release"] = "gave back",
        ["task.complete"] = "decided",
        ["instance.delete"] = "removed for good",
        ["retention.run"] = "applied the retention rules",
        ["incident.retry"] = "let try again",
        ["stuck.repair"] = "woke what was stuck in",
        ["webhook.receive"] = "called",
        ["signal.send"] = "sent a signal",
        ["element.add"] = "added an element to",
        ["step.skip"] = "skipped",
        ["step.force"] = "ended in place of its work",
        ["token.move"] = "moved a token to",
        ["data.edit"] = "changed the data",
        ["timer.fire"] = "did not wait for",
        ["definition.save-draft"] = "saved the draft",
        ["definition.publish"] = "published",
        ["definition.retire"] = "retired",
        ["definition.discard-draft"] = "discarded the draft",
        ["schedule.create"] = "made the schedule",
        ["schedule.save"] = "changed the schedule",
        ["schedule.pause"] = "paused the schedule",
        ["schedule.resume"] = "resumed the schedule",
        ["schedule.trigger"] = "started a run of",
        ["schedule.backfill"] = "backfilled",
        ["schedule.delete"] = "deleted the schedule",
        ["webhook.create"] = "made the webhook",
        ["webhook.save"] = "changed the webhook",
        ["webhook.pause"] = "paused the webhook",
        ["webhook.resume"] = "resumed the webhook",
        ["webhook.rotate-secret"] = "made a new secret for the webhook",
        ["webhook.delete"] = "deleted the webhook",
        ["delivery.redeliver"] = "sent again",
        ["delivery.discard"] = "discarded",
        ["person.create"] = "added the person",
        ["person.save"] = "changed the person",
        ["person.password"] = "set a password of",
        ["person.activate"] = "let in again",
        ["person.deactivate"] = "shut out",
        ["key.create"] = "made an API key",
        ["key.revoke"] = "revoked an API key",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The kinds of acts to narrow by.</summary>
    public static ImmutableArray<(string Value, string Text)> Actions { get; } =
        [.. s_actions.Keys.Order(StringComparer.Ordinal).Select(action => (action, char.ToUpperInvariant(action[0]) + action[1..].Replace('.', ' ').Replace('-', ' ')))];

    /// <summary>What was done, as somebody says it; an act that nobody put into words keeps its name.</summary>
    public static string Action(string action) => s_actions.GetValueOrDefault(action, action);

    /// <summary>By what way.</summary>
    public static string Channel(string? channel) => channel switch
    {
        "page" => "On a page",
        "api" => "Over the API",
        "schedule" => "By a schedule",
        "webhook" => "By a webhook",
        null => "By the server",
        _ => channel,
    };

    /// <summary>What it was done to, beside its title; null when that says nothing to people.</summary>
    public static string? Subject(AuditEntry entry) => Guid.TryParse(entry.Subject, out _) ? null : entry.Subject;
}
