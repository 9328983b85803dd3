using Workflows.Engine.Definitions;
using Workflows.Engine.Paths;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Definitions;

/// <summary>Says the ways through a definition, for people who audit them.</summary>
internal static class PathWords
{
    /// <summary>What decides a way, before its <see cref="PathCondition.Text"/> when that is an expression; the whole of it otherwise.</summary>
    public static string When(PathCondition condition) => condition.Kind switch
    {
        PathConditionKind.Condition => "",
        PathConditionKind.Timeout => $"{condition.Name} takes too long",
        PathConditionKind.Error => $"{condition.Name} fails with “{condition.Text}”",
        PathConditionKind.Trigger => $"“{condition.Text}” happens at {condition.Name}",
        PathConditionKind.First => $"{condition.Text} is first at {condition.Name}",
        _ => $"{condition.Name} ends with “{condition.Text}”",
    };

    /// <summary>Who is asked.</summary>
    /// <param name="approval">The step.</param>
    /// <param name="nameOf">What people are called.</param>
    public static string Who(PathApproval approval, Func<string, string> nameOf)
    {
        if (approval.Calls is { } key)
        {
            return $"whom the workflow {key} asks";
        }

        if (!approval.Inside.IsEmpty)
        {
            return string.Join("; ", approval.Inside.Select(inside => $"{inside.Name}: {Who(inside, nameOf)}"));
        }

        var rule = approval.Assign ?? AssignmentRule.Anybody;
        if (rule.IsAnybody)
        {
            return "anybody";
        }

        var named = rule.From is { } from ? [$"whoever {from.Source} names"] : Array.Empty<string>();
        return Words.List([.. rule.Users.Select(nameOf), .. rule.Groups.Select(group => $"the group {group}"), .. named]);
    }

    /// <summary>How often, and how many of how many; null when there is nothing to say.</summary>
    public static string? HowMany(PathApproval approval) => (approval.ForEach, approval.Needed) switch
    {
        (null, null) => null,
        (null, { } needed) => $"{needed} needed",
        ({ } each, null) => $"once for each of {each}",
        ({ } each, { } needed) => $"once for each of {each}, {needed} needed",
    };

    /// <summary>Where a way goes.</summary>
    public static string Then(ApprovalPath path)
    {
        var ends = path.Ends.IsEmpty ? null : Words.List(path.Ends);
        var back = path.BackTo.IsEmpty ? null : $"back to {Words.List(path.BackTo)}";
        return string.Join(", ", new[] { ends, back }.OfType<string>());
    }
}
