using Workflows.Engine.Instances;

namespace Workflows.Engine.Attention;

/// <summary>
/// Says of the state of an instance why it stands still. Pure. An instance that nothing can move any more is not among it: the kernel itself stops that at an incident
/// (<see cref="IncidentCodes.Stuck"/>).
/// </summary>
internal static class StuckCheck
{
    /// <summary>The machine steps that run in processes that are not there, and began before a moment.</summary>
    public static IEnumerable<StuckItem> Abandoned(WorkflowInstance instance, IReadOnlySet<string> alive, DateTimeOffset before) =>
        from token in instance.Tokens
        where token is { Status: StepStatus.Running, Node: { } node } && !alive.Contains(node) && token.Since < before
        select Item(StuckKind.StepAbandoned, instance, token.Since, $"The step '{token.Step}' runs in a process that is not there any more.") with { Step = token.Step };

    /// <summary>A timer that has not fired.</summary>
    public static StuckItem Overdue(WorkflowInstance instance, ArmedTimer timer)
    {
        var step = instance.FindToken(timer.Token)?.Step;
        return Item(StuckKind.TimerOverdue, instance, timer.DueAt, step is null ? "A timer is due that it knows nothing of." : $"The timer of '{step}' is due and has not fired.") with { Step = step, Timer = timer };
    }

    /// <summary>An instance whose version is not there.</summary>
    public static StuckItem WithoutDefinition(WorkflowInstance instance) =>
        Item(StuckKind.DefinitionMissing, instance, instance.UpdatedAt, $"Version {instance.Version} of '{instance.Definition}' is not there any more, so nothing of it can go on.");

    private static StuckItem Item(StuckKind kind, WorkflowInstance instance, DateTimeOffset since, string why) =>
        new(kind, instance.Tenant, instance.Id, instance.Title, instance.Definition, instance.Version, since, why);
}
