using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Web.Auth.Gate;

/// <summary>
/// The one place that decides what a person may see and do: for pages, the API and every other path. Pure; each answer says the rule behind it.
/// <see cref="GuardedEngine"/> asks these rules before it reads or acts; pages ask them to disable a button and say why.
/// </summary>
internal static class GateRules
{
    /// <summary>Seeing a definition and its start form: everyone of the tenant.</summary>
    public static GateAnswer SeeDefinition(Person person) => GateAnswer.Yes($"Everyone of {person.Tenant} may see its workflows.");

    /// <summary>Starting an instance: everyone who works here.</summary>
    public static GateAnswer Start(Person person) =>
        person.Is(Roles.User) ? GateAnswer.Yes("Every user may start a workflow.") : ByRole(person, "start a workflow", Roles.Admin);

    /// <summary>Publishing a definition: authors and administrators.</summary>
    public static GateAnswer ImportDefinitions(Person person) => ByRole(person, "publish definitions", Roles.Author, Roles.Admin);

    /// <summary>Seeing drafts: those who write them, authors and administrators. For everyone else they are not there.</summary>
    public static GateAnswer SeeDrafts(Person person) => ByRole(person, "see drafts", Roles.Author, Roles.Admin);

    /// <summary>Writing and discarding drafts: authors and administrators.</summary>
    public static GateAnswer DraftDefinitions(Person person) => ByRole(person, "draft definitions", Roles.Author, Roles.Admin);

    /// <summary>Retiring a version, so that nothing new starts with it, and restoring it: administrators.</summary>
    public static GateAnswer RetireDefinitions(Person person) => ByRole(person, "retire and restore definitions", Roles.Admin);

    /// <summary>Seeing an instance: who started it, who is involved in it, operators and administrators.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="isInvolved">Whether they have, had or are offered a task of it.</param>
    public static GateAnswer SeeInstance(Person person, InstanceSnapshot instance, bool isInvolved)
    {
        if (instance.Tenant != person.TenantId())
        {
            return GateAnswer.No("It belongs to another tenant.");
        }

        if (instance.StartedBy == person.Id)
        {
            return GateAnswer.Yes("You started it.");
        }

        return isInvolved ? GateAnswer.Yes("You have, had or are offered a task of it.") : SeeEverything(person);
    }

    /// <summary>Seeing an instance's data and what happened so far: whoever sees the instance.</summary>
    /// <inheritdoc cref="SeeInstance"/>
    public static GateAnswer SeeHistory(Person person, InstanceSnapshot instance, bool isInvolved) => SeeInstance(person, instance, isInvolved);

    /// <summary>Calling an instance off: who started it, operators and administrators.</summary>
    public static GateAnswer CancelInstance(Person person, InstanceSnapshot instance) => ByStarter(person, instance, "cancel what others started");

    /// <summary>Sending a signal to an instance: who started it, operators and administrators.</summary>
    public static GateAnswer SendSignal(Person person, InstanceSnapshot instance) => ByStarter(person, instance, "send signals to what others started");

    /// <summary>Adding an element to a step that is under way for several: who has, or is offered, an open task of the instance; operators and administrators.</summary>
    public static GateAnswer AddElement(Person person, InstanceSnapshot instance)
    {
        if (instance.Tenant != person.TenantId())
        {
            return GateAnswer.No("It belongs to another tenant.");
        }

        return instance.OpenTasks.Any(task => task.EligibilityOf(person.ToActor()).IsEligible)
            ? GateAnswer.Yes("You have, or are offered, a task of it.")
            : ByRole(person, "add to what they have no task of", Roles.Operator, Roles.Admin);
    }

    /// <summary>Letting a branch that stopped at an incident try again: operators and administrators.</summary>
    public static GateAnswer RetryIncident(Person person, InstanceSnapshot instance) =>
        instance.Tenant == person.TenantId()
            ? ByRole(person, "retry an incident", Roles.Operator, Roles.Admin)
            : GateAnswer.No("It belongs to another tenant.");

    /// <summary>Repairing an instance: operators and administrators.</summary>
    public static GateAnswer RepairInstance(Person person, InstanceSnapshot instance) =>
        instance.Tenant == person.TenantId()
            ? ByRole(person, "repair an instance", Roles.Operator, Roles.Admin)
            : GateAnswer.No("It belongs to another tenant.");

    /// <summary>Seeing a task: whoever it is or was offered to, who is involved in its instance, operators and administrators.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="task">The task, read in the person's tenant.</param>
    /// <param name="isInvolved">Whether they started its instance, or have, had or are offered a task of it.</param>
    public static GateAnswer SeeTask(Person person, TaskSummary task, bool isInvolved)
    {
        if (task.EligibilityOf(person.ToActor()) is { IsEligible: true } eligible)
        {
            return GateAnswer.Yes(eligible.Reason);
        }

        // Whoever was offered it may learn who took it.
        if (WasOffered(person, task) is { IsEligible: true } offered)
        {
            return GateAnswer.Yes(offered.Reason);
        }

        return isInvolved ? GateAnswer.Yes("You are involved in its instance.") : SeeEverything(person);
    }

    /// <summary>Acting on a task: only those it is for. No role stands in for that, not even the administrator's.</summary>
    public static GateAnswer ActOnTask(Person person, TaskSummary task)
    {
        var eligibility = task.EligibilityOf(person.ToActor());
        return new GateAnswer(eligibility.IsEligible, eligibility.Reason);
    }

    /// <summary>Whether the task is one of those the person was meant to take, whoever took it since.</summary>
    public static Eligibility WasOffered(Person person, TaskSummary task) => Eligibility.Of(null, task.Users, task.Groups, person.ToActor());

    /// <summary>Listing the instances of everyone: operators and administrators. Others get a list of those they started.</summary>
    public static GateAnswer ListAllInstances(Person person) => SeeEverything(person);

    /// <summary>Listing the tasks of everyone: operators and administrators. Others list what is theirs or offered to them.</summary>
    public static GateAnswer ListAllTasks(Person person) => SeeEverything(person);

    /// <summary>Seeing, making and changing what starts by time: operators and administrators.</summary>
    public static GateAnswer ManageSchedules(Person person) => ByRole(person, "manage schedules", Roles.Operator, Roles.Admin);

    /// <summary>Seeing, making and changing webhooks, and what they are sent: administrators, for they carry what happens out of the house.</summary>
    public static GateAnswer ManageWebhooks(Person person) => ByRole(person, "manage webhooks", Roles.Admin);

    /// <summary>Seeing and retrying the incidents of all instances: operators and administrators.</summary>
    public static GateAnswer ManageIncidents(Person person) => ByRole(person, "see and retry all incidents", Roles.Operator, Roles.Admin);

    /// <summary>Seeing and repairing what is stuck without an incident: operators and administrators.</summary>
    public static GateAnswer ManageStuck(Person person) => ByRole(person, "see and repair what is stuck", Roles.Operator, Roles.Admin);

    /// <summary>Seeing what is no longer kept and removing it, and removing single instances for good: administrators.</summary>
    public static GateAnswer ManageRetention(Person person) => ByRole(person, "remove what is no longer kept", Roles.Admin);
    /// <summary>Reading what everybody did: administrators.</summary>
    public static GateAnswer ReadAudit(Person person) => ByRole(person, "read the audit", Roles.Admin);

    /// <summary>Managing people, groups and roles: administrators.</summary>
    public static GateAnswer ManagePeople(Person person) => ByRole(person, "manage people", Roles.Admin);

    /// <summary>Managing API keys: one's own, and administrators everyone's.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="owner">The id of the person the key acts for.</param>
    public static GateAnswer ManageKeys(Person person, string owner) =>
        owner == person.Id ? GateAnswer.Yes("It is your own key.") : ByRole(person, "manage the keys of others", Roles.Admin);

    private static GateAnswer ByStarter(Person person, InstanceSnapshot instance, string what)
    {
        if (instance.Tenant != person.TenantId())
        {
            return GateAnswer.No("It belongs to another tenant.");
        }

        return instance.StartedBy == person.Id ? GateAnswer.Yes("You started it.") : ByRole(person, what, Roles.Operator, Roles.Admin);
    }

    private static GateAnswer SeeEverything(Person person) => ByRole(person, "see what they have no part in", Roles.Operator, Roles.Admin);

    private static GateAnswer ByRole(Person person, string what, params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (person.Is(role))
            {
                return GateAnswer.Yes($"You have the role {role}.");
            }
        }

        return GateAnswer.No($"Only people with the role {string.Join(" or ", roles)} may {what}.");
    }
}
