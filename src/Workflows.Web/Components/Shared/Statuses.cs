using System.Collections.Frozen;
using MudBlazor;

namespace Workflows.Web.Components.Shared;

/// <summary>How a status looks, everywhere: chips, diagrams, timelines and charts read it from here.</summary>
/// <param name="Text">The word people read, in sentence case.</param>
/// <param name="Icon">The SVG content of the icon.</param>
/// <param name="Tone">The colour token without its prefix: <c>--wf-{Tone}</c> and <c>--wf-{Tone}-bg</c> in tokens.css.</param>
/// <param name="IsStruck">Whether the word is struck through: the work will not be done.</param>
internal sealed record StatusLook(string Text, string Icon, string Tone, bool IsStruck = false);

/// <summary>The looks of all statuses of instances, steps, human tasks and definitions, by their stored lower-case names.</summary>
internal static class Statuses
{
    private static readonly FrozenDictionary<string, StatusLook> s_looks = new Dictionary<string, StatusLook>
    {
        // Instances and steps
        ["pending"] = new("Pending", Icons.Material.Rounded.RadioButtonUnchecked, "canceled"),
        ["scheduled"] = new("Scheduled", Icons.Material.Rounded.Schedule, "canceled"),
        ["running"] = new("Running", Icons.Material.Rounded.Autorenew, "running"),
        ["waiting"] = new("Waiting", Icons.Material.Rounded.HourglassEmpty, "waiting"),
        ["paused"] = new("Paused", Icons.Material.Rounded.Pause, "paused"),
        ["succeeded"] = new("Done", Icons.Material.Rounded.Check, "completed"),
        ["completed"] = new("Completed", Icons.Material.Rounded.Check, "completed"),
        ["failed"] = new("Failed", Icons.Material.Rounded.ErrorOutline, "failed"),
        ["canceled"] = new("Canceled", Icons.Material.Rounded.Block, "canceled", IsStruck: true),
        ["skipped"] = new("Skipped", Icons.Material.Rounded.SkipNext, "canceled", IsStruck: true),

        // Human tasks
        ["offered"] = new("Available", Icons.Material.Rounded.Inbox, "waiting"),
        ["allocated"] = new("Claimed", Icons.Material.Rounded.PersonOutline, "waiting"),
        ["started"] = new("In progress", Icons.Material.Rounded.Edit, "running"),
        ["suspended"] = new("On hold", Icons.Material.Rounded.Pause, "paused"),

        // Definitions
        ["draft"] = new("Draft", Icons.Material.Rounded.Edit, "waiting"),
        ["published"] = new("Published", Icons.Material.Rounded.Check, "completed"),
        ["retired"] = new("Retired", Icons.Material.Rounded.Block, "canceled", IsStruck: true),

        // Attention
        ["incident"] = new("Incident", Icons.Material.Rounded.ErrorOutline, "failed"),
        ["overdue"] = new("Overdue", Icons.Material.Rounded.Alarm, "overdue"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All known names.</summary>
    public static IEnumerable<string> Names => s_looks.Keys;

    /// <summary>The look of a status; an unknown one keeps its name, in neutral grey, rather than breaking the page.</summary>
    public static StatusLook Of(string status)
    {
        return s_looks.TryGetValue(status, out var look) ? look : new StatusLook(status, Icons.Material.Rounded.HelpOutline, "canceled");
    }
}
