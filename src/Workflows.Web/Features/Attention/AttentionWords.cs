using MudBlazor;
using Workflows.Engine.Attention;

namespace Workflows.Web.Features.Attention;

/// <summary>What is stuck, in the words of the page.</summary>
internal static class AttentionWords
{
    /// <summary>What such things are called together.</summary>
    public static string Of(StuckKind kind) => kind switch
    {
        StuckKind.StepAbandoned => "Steps that nobody runs",
        StuckKind.TimerOverdue => "Timers that did not fire",
        StuckKind.NobodyForTask => "Tasks that nobody can do",
        StuckKind.DefinitionMissing => "Instances of versions that are not there",
        StuckKind.TaskLeftOver => "Tasks that are left over",
        _ => kind.ToString(),
    };

    /// <summary>What the button says; null where somebody has to decide.</summary>
    public static string? Verb(StuckRepair repair) => repair switch
    {
        StuckRepair.Wake => "Wake",
        StuckRepair.CloseTask => "Withdraw",
        _ => null,
    };

    /// <summary>The picture of a kind.</summary>
    public static string IconOf(StuckKind kind) => kind switch
    {
        StuckKind.StepAbandoned => Icons.Material.Rounded.PowerOff,
        StuckKind.TimerOverdue => Icons.Material.Rounded.AlarmOff,
        StuckKind.NobodyForTask => Icons.Material.Rounded.PersonOff,
        StuckKind.DefinitionMissing => Icons.Material.Rounded.LayersClear,
        _ => Icons.Material.Rounded.AssignmentLate,
    };
}
