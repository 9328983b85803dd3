using System.Collections.Immutable;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Web.Auth.Gate;

/// <summary>Something that can be done to a task or an instance, and whether this person can do it now.</summary>
/// <param name="Action">What: one of the names below, as in the API's paths.</param>
/// <param name="Allowed">Whether it would be accepted now.</param>
/// <param name="Reason">Why or why not, as a sentence: what a disabled button says.</param>
public sealed record AllowedAction(string Action, bool Allowed, string Reason)
{
    public const string Claim = "claim";
    public const string Release = "release";
    public const string Complete = "complete";
    public const string Cancel = "cancel";
    public const string Retry = "retry";
    public const string Repair = "repair";

    /// <summary>What the person can do to a task as it stands.</summary>
    public static ImmutableArray<AllowedAction> On(TaskSummary task, Person person)
    {
        if (!task.IsOpen)
        {
            var why = task.Status is HumanTaskStatus.Completed ? $"{task.CompletedBy} already decided it." : "It was withdrawn.";
            return [new(Claim, false, why), new(Release, false, why), new(Complete, false, why)];
        }

        var (isEligible, reason) = GateRules.ActOnTask(person, task);
        var isMine = task.Assignee == person.Id;
        return
        [
            new(Claim, isEligible && !isMine, isMine ? "You already have it." : reason),
            isMine && task is { Users: [_], Groups: [] }
                ? new(Release, false, "It was assigned to you alone, so there is nobody to give it back to.")
                : new(Release, isMine, isMine ? "You have it." : "Only the person who has a task can give it back."),
            new(Complete, isEligible, reason),
        ];
    }

    /// <summary>What the person can do to an instance as it stands.</summary>
    public static ImmutableArray<AllowedAction> On(InstanceSnapshot instance, Person person)
    {
        if (instance.Status is InstanceStatus.Completed or InstanceStatus.Canceled)
        {
            var why = $"It is {(instance.Status is InstanceStatus.Completed ? "completed" : "canceled")}.";
            return [new(Cancel, false, why), new(Retry, false, why), new(Repair, false, why)];
        }

        var cancel = GateRules.CancelInstance(person, instance);
        var retry = instance.Incidents.IsEmpty ? GateAnswer.No("Nothing stands still.") : GateRules.RetryIncident(person, instance);
        var repair = GateRules.RepairInstance(person, instance);
        return [new(Cancel, cancel.Allowed, cancel.Reason), new(Retry, retry.Allowed, retry.Reason), new(Repair, repair.Allowed, repair.Reason)];
    }
}
