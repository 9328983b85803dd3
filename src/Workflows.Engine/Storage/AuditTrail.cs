using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>What of a history is an act of somebody. Pure.</summary>
internal static class AuditTrail
{
    /// <summary>The act; null when nobody did it, or when another event of the same act says more.</summary>
    public static AuditRow? Of(InstanceEvent happened, WorkflowInstance instance, string? channel)
    {
        if (happened.Actor is not { } actor)
        {
            return null;
        }

        var (action, subject, note) = happened switch
        {
            InstanceStarted => ("instance.start", $"{instance.Definition} {instance.Version}", null),
            InstanceCanceled e => ("instance.cancel", null, e.Reason),
            InstancePaused e => ("instance.pause", null, e.Reason),
            InstanceResumed e => ("instance.resume", null, e.Reason),
            HumanTaskClaimed e => ("task.claim", e.Step.Value, null),
            HumanTaskReleased e => ("task.release", e.Step.Value, null),
            HumanTaskCompleted e => ("task.complete", e.Step.Value, Said(e.Outcome, e.Comment)),
            IncidentResolved e => ("incident.retry", e.Step?.Value, null),
            SignalReceived e when Trigger.Webhook.NameIn(e.Name) is { } webhook => ("webhook.receive", webhook, e.Key),
            SignalReceived e => ("signal.send", e.Name, e.Key),
            WorkAdded e => ("element.add", e.Step.Value, null),
            StepOverridden { IsSkipped: true } e => ("step.skip", e.Step.Value, e.Reason),
            StepOverridden e => ("step.force", e.Step.Value, Said(e.Outcome, e.Reason)),
            TokensMoved e => ("token.move", e.Step.Value, e.Reason),
            DataEdited e => ("data.edit", null, e.Reason),
            TimerFired e => ("timer.fire", e.Step.Value, null),
            _ => default((string?, string?, string?)),
        };
        return action is null ? null : new AuditRow(instance.Tenant, happened.At, actor, channel, action, instance.Id, subject, instance.Title, note);
    }

    private static string? Said(string? outcome, string? comment) => (outcome, comment) switch
    {
        ({ } chosen, { Length: > 0 } said) => $"{chosen}: {said}",
        ({ } chosen, _) => chosen,
        _ => comment,
    };
}
