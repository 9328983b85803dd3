using System.Collections.Immutable;

namespace Workflows.Engine.HumanTasks;

/// <summary>Whether a person may do a task, with the rule that says so: the answer to "why am I seeing this?" and "why am I not?".</summary>
/// <param name="IsEligible">Whether they may.</param>
/// <param name="Reason">The rule, as a sentence.</param>
public readonly record struct Eligibility(bool IsEligible, string Reason)
{
    /// <summary>Applies the assignment of a task to a person: an assignee alone, else any candidate user or group, else anybody.</summary>
    public static Eligibility Of(string? assignee, ImmutableArray<string> users, ImmutableArray<string> groups, Actor actor)
    {
        if (assignee is not null)
        {
            return assignee == actor.Id ? new(true, "It is assigned to you.") : new(false, $"It is assigned to {assignee}.");
        }

        if (users.IsEmpty && groups.IsEmpty)
        {
            return new(true, "Anybody may do it.");
        }

        if (users.Contains(actor.Id))
        {
            return new(true, "It is offered to you by name.");
        }

        foreach (var group in groups)
        {
            if (actor.Groups.Contains(group))
            {
                return new(true, $"It is offered to the group {group}, and you are in it.");
            }
        }

        return new(false, $"It is offered to {string.Join(", ", users.Concat(groups.Select(g => $"the group {g}")))}.");
    }
}
