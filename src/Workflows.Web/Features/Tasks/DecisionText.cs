using System.Collections.Frozen;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Tasks;

/// <summary>Says what a decision did, and where the request is now.</summary>
internal static class DecisionText
{
    /// <summary>The verbs that buttons usually begin with, and what was done once they were pressed.</summary>
    private static readonly FrozenDictionary<string, string> s_done = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["accept"] = "Accepted",
        ["acknowledge"] = "Acknowledged",
        ["approve"] = "Approved",
        ["ask"] = "Asked",
        ["cancel"] = "Canceled",
        ["close"] = "Closed",
        ["complete"] = "Completed",
        ["confirm"] = "Confirmed",
        ["decline"] = "Declined",
        ["deny"] = "Denied",
        ["escalate"] = "Escalated",
        ["finish"] = "Finished",
        ["forward"] = "Forwarded",
        ["publish"] = "Published",
        ["refuse"] = "Refused",
        ["reject"] = "Rejected",
        ["release"] = "Released",
        ["request"] = "Requested",
        ["resubmit"] = "Resubmitted",
        ["retry"] = "Retried",
        ["return"] = "Returned",
        ["send"] = "Sent",
        ["sign"] = "Signed",
        ["skip"] = "Skipped",
        ["submit"] = "Submitted",
        ["withdraw"] = "Withdrawn",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the person did: "Approved", "Sent back to the author"; what is no known verb is quoted.</summary>
    /// <param name="outcome">The outcome; null for a step without outcomes.</param>
    public static string Done(Outcome? outcome)
    {
        if (outcome is null)
        {
            return "Completed";
        }

        var words = outcome.Label.Split(' ', 2);
        return s_done.TryGetValue(words[0], out var done)
            ? words.Length == 2 ? $"{done} {words[1]}" : done
            : $"You chose “{outcome.Label}”";
    }

    /// <summary>Where the request went, as a sentence.</summary>
    /// <param name="before">The instance before the decision; null when it has just been started.</param>
    /// <param name="after">The instance after it.</param>
    /// <param name="definition">What it runs.</param>
    /// <param name="nameOf">What people are called.</param>
    public static string Next(InstanceSnapshot? before, InstanceSnapshot after, WorkflowDefinition definition, Func<string, string> nameOf)
    {
        switch (after.Status)
        {
            case InstanceStatus.Completed:
                return after.End is { } end ? $"The request is completed: {NameOf(definition, end)}." : "The request is completed.";
            case InstanceStatus.Canceled:
                return "The request was canceled.";
            case InstanceStatus.Failed:
                return $"The request stopped{At(definition, after.Incidents.FirstOrDefault()?.Step)}; an operator has to look at it.";
        }

        var known = before?.OpenTasks.Select(task => task.Id).ToHashSet() ?? [];
        var added = after.OpenTasks.Where(task => !known.Contains(task.Id)).Select(task => Named(definition, task, nameOf));
        var human = after.OpenTasks.Select(task => task.Step).ToHashSet();
        var others = after.Tokens
            .Where(token => !token.IsOnEdge && token.Status is not StepStatus.Failed && !human.Contains(token.Step))
            .Select(token => token.Step)
            .Distinct()
            .Select(step => NameOf(definition, step));
        var next = added.Concat(others).ToList();
        return next.Count > 0
            ? $"Next: {Words.List(next)}."
            : $"Now it waits for {Words.List(after.OpenTasks.Select(task => Named(definition, task, nameOf)))}.";
    }

    /// <summary>Whose a task is, or whom it is offered to.</summary>
    public static string Who(string? assignee, IEnumerable<string> users, IReadOnlyCollection<string> groups, Func<string, string> nameOf)
    {
        return assignee is not null ? nameOf(assignee) : Words.Candidates([.. users.Select(nameOf)], groups);
    }

    private static string Named(WorkflowDefinition definition, HumanTask task, Func<string, string> nameOf)
    {
        return $"{NameOf(definition, task.Step)} ({Who(task.Assignee, task.Users, task.Groups, nameOf)})";
    }

    private static string At(WorkflowDefinition definition, StepId? step)
    {
        return step is { } at ? $" at {NameOf(definition, at)}" : "";
    }

    private static string NameOf(WorkflowDefinition definition, StepId step)
    {
        return definition.FindStep(step)?.Name ?? step.Value;
    }
}
