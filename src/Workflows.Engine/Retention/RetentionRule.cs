using Workflows.Engine.Instances;

namespace Workflows.Engine.Retention;

/// <summary>For how long instances are kept that nothing will happen to any more.</summary>
/// <param name="Definition">The definition's key, or <see cref="Any"/> for every definition without a rule of its own for that status.</param>
/// <param name="Status">Completed, canceled or failed. What is failed is not final, so that it is removed by rules that say failed and by no others.</param>
/// <param name="KeepFor">How long after the last change, which is the end where the instance ended; null keeps for ever.</param>
public sealed record RetentionRule(string Definition, InstanceStatus Status, TimeSpan? KeepFor)
{
    /// <summary>Stands for every definition.</summary>
    public const string Any = "*";

    /// <summary>Whether instances with a status may be removed at all.</summary>
    public static bool MayRemove(InstanceStatus status) => status is InstanceStatus.Completed or InstanceStatus.Canceled or InstanceStatus.Failed;
}
