using System.Collections.Immutable;
using MudBlazor;
using Workflows.Engine.Definitions;
using Workflows.Web.Viewing;
using Edge = Workflows.Engine.Definitions.Edge;

namespace Workflows.Web.Features.Definitions;

/// <summary>A way out of a step, in words.</summary>
/// <param name="To">The id of the step it leads to.</param>
/// <param name="ToName">That step's name.</param>
/// <param name="When">When it is taken, such as "when Approve is chosen", "otherwise" or "always".</param>
/// <param name="Condition">The condition as it was written; null without one.</param>
internal sealed record WayOut(StepId To, string ToName, string When, string? Condition);

/// <summary>Says what the parts of a definition do, for people who do not read its document.</summary>
internal static class StepWords
{
    /// <summary>The word for a kind of step.</summary>
    public static string Of(StepKind kind) => kind switch
    {
        StepKind.Machine => "Machine step",
        StepKind.Human => "Task for people",
        StepKind.Gateway => "Gateway",
        StepKind.Timer => "Timer",
        StepKind.Data => "Data step",
        StepKind.End => "End",
        StepKind.State => "State",
        StepKind.Wait => "Wait",
        StepKind.Group => "Group",
        StepKind.Call => "Called workflow",
        _ => kind.ToString(),
    };

    /// <summary>The icon of a kind of step; the diagram's shapes say the same.</summary>
    public static string IconOf(StepKind kind) => kind switch
    {
        StepKind.Machine => Icons.Material.Rounded.Settings,
        StepKind.Human => Icons.Material.Rounded.PersonOutline,
        StepKind.Gateway => Icons.Material.Rounded.CallSplit,
        StepKind.Timer => Icons.Material.Rounded.Schedule,
        StepKind.Data => Icons.Material.Rounded.DataObject,
        StepKind.End => Icons.Material.Rounded.Flag,
        StepKind.State => Icons.Material.Rounded.RadioButtonChecked,
        StepKind.Wait => Icons.Material.Rounded.MailOutline,
        StepKind.Group => Icons.Material.Rounded.Workspaces,
        StepKind.Call => Icons.Material.Rounded.AccountTree,
        _ => Icons.Material.Rounded.HelpOutline,
    };

    /// <summary>What the step does, as a sentence.</summary>
    public static string WhatItDoes(Step step) => step.Body switch
    {
        StepBody.Machine { Type: "http" } => "Calls a web server.",
        StepBody.Machine { Type: "email" } => "Sends a mail.",
        StepBody.Machine { Type: "log" } => "Writes a line to the log.",
        StepBody.Machine { Type: "event" } => "Publishes an event.",
        StepBody.Machine machine => $"Runs {machine.Type}.",
        StepBody.Human { Outcomes.IsEmpty: true } => "Waits until somebody completes the task.",
        StepBody.Human human => $"Waits until somebody chooses {Any(human.Outcomes.Select(outcome => outcome.Label))}.",
        StepBody.Gateway => "Passes on at once.",
        StepBody.Timer timer => $"Waits {Until(timer.Until)}.",
        StepBody.Data data => $"Sets {Words.List(data.Assignments.Select(assignment => assignment.Name))}.",
        StepBody.End { Terminates: true } => "Ends the instance at once; all other work is withdrawn.",
        StepBody.End => "Ends the path that reaches it.",
        StepBody.State => "Waits until one of the steps that follow takes the token.",
        StepBody.Wait { For: Trigger.Signal signal } => $"Waits for the signal {signal.Name}.",
        StepBody.Wait { For: Trigger.Webhook webhook } => $"Waits until a system outside calls{(webhook.Secret is null ? "" : ", signed")}.",
        StepBody.Wait { For: Trigger.Data data } => $"Waits until {data.Condition.Source}.",
        StepBody.Group => "Does the steps inside it as one.",
        StepBody.Call call => $"Does the workflow {call.Definition}{(call.Version is { } version ? $" {version}" : "")}.",
        _ => "",
    };

    /// <summary>Who does it, as a sentence; null for a step that people have no part in.</summary>
    /// <param name="step">The step.</param>
    /// <param name="nameOf">What people are called.</param>
    public static string? WhoDoesIt(Step step, Func<string, string> nameOf)
    {
        if (step.Body is not StepBody.Human { Assign: var rule })
        {
            return null;
        }

        if (rule.IsAnybody)
        {
            return "Anybody.";
        }

        List<string> who = [.. rule.Users.Select(nameOf), .. rule.Groups.Select(group => $"the group {group}")];
        if (rule.From is { } from)
        {
            who.Add($"whoever {from.Source} names");
        }

        return Sentence(Any(who));
    }

    /// <summary>When a task of the step should be done; null when it does not say.</summary>
    public static string? Due(Step step) => step.Body is StepBody.Human { Due: { } due } ? Sentence(due.After is { } after ? $"{DurationWords.Of(after)} after it was created" : Until(due)) : null;

    /// <summary>What happens when the step takes too long; null when it may wait for ever.</summary>
    public static string? Limit(Step step) => step.Timeout is { } timeout
        ? $"{Sentence(timeout.After.After is { } after ? DurationWords.Of(after) : Until(timeout.After))} {(timeout.Interrupts ? "Then it goes on with" : "Then something happens beside it:")} the outcome “{timeout.Outcome}”."
        : null;

    /// <summary>How often the step is done; null when it is done once.</summary>
    public static string? HowOften(Step step) => step switch
    {
        { Multi: { } multi } => $"Once for each of {multi.Over.Source}{(multi.Need is { } need ? $", until {need} are done" : "")}{(multi.Until is { } until ? $", until {until.Source}" : "")}.",
        { Loop: { While: { } condition } } => $"Again and again, while {condition.Source}.",
        { Loop: { Until: { } condition } } => $"Again and again, until {condition.Source}.",
        _ => null,
    };

    /// <summary>What becomes of a step when it, or work in it, fails; null when an incident waits where it failed.</summary>
    public static string? WhenItFails(Step step) => step switch
    {
        { Saga: { } saga } => WhenItFails(saga),
        { Retry: null, Errors.IsEmpty: true } => null,
        _ => string.Join(' ', FailureFacts(step)),
    };

    private static string WhenItFails(Saga saga) => saga switch
    {
        { Then: AfterUndo.Continue } => $"What was done in it is undone, and it goes on with the outcome “{Saga.Undone}”.",
        { Then: AfterUndo.Retry, Attempts: var attempts } => $"What was done in it is undone, and it is done again, {attempts} times in all.",
        _ => "What was done in it is undone, and it waits for a person.",
    };

    private static IEnumerable<string> FailureFacts(Step step)
    {
        if (step.Retry is { } retry)
        {
            var grows = retry.Backoff is Backoff.Exponential ? $", then longer, up to {DurationWords.Of(retry.MaxDelay)}" : "";
            yield return $"It is done up to {retry.Attempts} times, {DurationWords.Of(retry.Delay)} apart{grows}.";
        }

        if (step.Retry is { NotFor: { IsEmpty: false } notFor })
        {
            yield return $"Not after {Any(notFor.Select(code => $"“{code}”"))}.";
        }

        foreach (var error in step.Errors)
        {
            yield return $"{(error.Code is null ? "Any error" : $"“{error.Code}”")} goes on with the outcome “{error.Outcome}”.";
        }
    }

    /// <summary>What the step waits for before it starts; null when there is only one way in.</summary>
    public static string? WhenItStarts(Step step, WorkflowDefinition definition)
    {
        var waysIn = definition.Edges.Count(edge => edge.To == step.Id);
        return waysIn < 2 ? null : step.Join.Need switch
        {
            JoinNeed.Active => "Once everything that can still arrive has arrived.",
            JoinNeed.All => $"Once all {waysIn} ways in have arrived.",
            JoinNeed.Each => "Again for every arrival.",
            JoinNeed.Count => $"Once {step.Join.Number} of {waysIn} ways in have arrived.{RestOf(step.Join.Rest)}",
            _ => null,
        };
    }

    /// <summary>Which ways out it takes; null when there is at most one.</summary>
    public static string? HowItGoesOn(Step step, WorkflowDefinition definition)
    {
        return definition.Edges.Count(edge => edge.From == step.Id) < 2 ? null : step.Split switch
        {
            Split.Matching => "Along every way that applies.",
            Split.First => "Along the first way that applies.",
            Split.All => "Along all ways at once.",
            _ => null,
        };
    }

    /// <summary>The ways out of a step, in the order in which they are tried.</summary>
    public static ImmutableArray<WayOut> WaysOut(Step step, WorkflowDefinition definition) =>
    [
        .. definition.Edges.Where(edge => edge.From == step.Id)
            .Select(edge => new WayOut(edge.To, definition.FindStep(edge.To)?.Name ?? edge.To.Value, When(edge, step), edge.Condition?.Source)),
    ];

    /// <summary>Until when something waits, after "waits".</summary>
    public static string Until(Moment moment) => moment switch
    {
        { After: { } after } => $"for {DurationWords.Of(after)}",
        { At: { } at } => $"until {at:u}",
        _ => $"for, or until, what {moment.Source} gives",
    };

    private static string When(Edge edge, Step step)
    {
        if (edge.IsDefault)
        {
            return "otherwise";
        }

        var outcome = edge.Outcome is null ? null
            : (step.Body as StepBody.Human)?.Outcomes.FirstOrDefault(o => o.Id == edge.Outcome) is { } chosen ? $"when “{chosen.Label}” is chosen"
            : step.Triggers.Any(trigger => trigger.Outcome == edge.Outcome) ? $"when {edge.Outcome} happens"
            : step.Timeout?.Outcome == edge.Outcome ? "when it takes too long"
            : step.Errors.Any(error => error.Outcome == edge.Outcome) ? $"when it fails with “{edge.Outcome}”"
            : $"when the outcome is “{edge.Outcome}”";
        return (outcome, edge.Condition) switch
        {
            (null, null) => "always",
            (null, _) => "when",
            (_, null) => outcome,
            _ => $"{outcome}, and",
        };
    }

    private static string RestOf(JoinRest rest) => rest switch
    {
        JoinRest.Hold => " What arrives a second time waits for the next round.",
        JoinRest.Keep => " What is left counts for the next time.",
        JoinRest.Cancel => " The others are withdrawn.",
        _ => " The others change nothing.",
    };

    private static string Any(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} or {all[^1]}";
    }

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
