using System.Globalization;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Attention;

/// <summary>How something can be stuck without an incident that says so.</summary>
public enum StuckKind
{
    /// <summary>A machine step that runs in a process that is not there any more, and that no other process has taken up.</summary>
    StepAbandoned,

    /// <summary>A timer whose moment has passed, and that has not fired.</summary>
    TimerOverdue,

    /// <summary>A task that nobody who can sign in may do.</summary>
    NobodyForTask,

    /// <summary>An instance of a version that is not there any more.</summary>
    DefinitionMissing,

    /// <summary>An open task whose instance has ended or is gone.</summary>
    TaskLeftOver,
}

/// <summary>What helps.</summary>
public enum StuckRepair
{
    /// <summary>The engine can look at it again: it fires the timer, or takes up the step.</summary>
    Wake,

    /// <summary>The engine can take the task away.</summary>
    CloseTask,

    /// <summary>Somebody has to decide: <see cref="StuckItem.Advice"/> says what they can do.</summary>
    ByHand,
}

/// <summary>Something that stands still without an incident.</summary>
/// <param name="Kind">How.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Title">The instance's title.</param>
/// <param name="Definition">The key of its definition.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Since">Since when.</param>
/// <param name="Why">What is wrong, as a sentence.</param>
public sealed record StuckItem(
    StuckKind Kind, TenantId Tenant, InstanceId Instance, string Title, string Definition, SemanticVersion Version, DateTimeOffset Since, string Why)
{
    /// <summary>The step where it stands; null when it is about the whole instance.</summary>
    public StepId? Step { get; init; }

    /// <summary>The task it is about.</summary>
    public HumanTaskId? Task { get; init; }

    /// <summary>The timer it is about.</summary>
    internal ArmedTimer? Timer { get; init; }

    /// <summary>What it goes by: the same as long as it stands still.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Kind}-{Instance.Value:N}{(Task is { } task ? $"-{task.Value:N}" : Timer is { } timer ? $"-{timer.Token}-{timer.Kind}" : Step is { } step ? $"-{step}" : "")}");

    /// <summary>What helps.</summary>
    public StuckRepair Repair => Kind switch
    {
        StuckKind.StepAbandoned or StuckKind.TimerOverdue => StuckRepair.Wake,
        StuckKind.TaskLeftOver => StuckRepair.CloseTask,
        _ => StuckRepair.ByHand,
    };

    /// <summary>What the repair does, or what somebody can do, as a sentence.</summary>
    public string Advice => Kind switch
    {
        StuckKind.StepAbandoned => "The step is taken up by this server: it runs again under the same idempotency key, or stops at an incident if it has ended too many processes.",
        StuckKind.TimerOverdue => "The timer fires now; if its instance does not wait for it any more, it is taken away.",
        StuckKind.NobodyForTask => "Let one of those it is for sign in again, put somebody into its group, or force an outcome of the step.",
        StuckKind.DefinitionMissing => "Import the version again, unchanged, or cancel the instance.",
        StuckKind.TaskLeftOver => "The task is withdrawn, and is in no inbox any more. The instance does not change.",
        _ => "",
    };
}
