using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Web.Features.Tasks;

namespace Workflows.Web.Features.Definitions;

/// <summary>Says what happened when a workflow was tried out.</summary>
internal static class TryWords
{
    /// <summary>How it stands.</summary>
    public static string Stands(SimulationResult result) => result switch
    {
        { IsCut: true } => "It went on and on, and was stopped.",
        { Instance: { Status: InstanceStatus.Completed, End: { } end } } => $"It is completed: {result.Path.LastOrDefault(step => step.Step == end)?.Name ?? end.Value}.",
        { Instance.Status: InstanceStatus.Completed } => "It is completed.",
        { Instance.Status: InstanceStatus.Failed } => "It stands still.",
        { Waits.Length: 1 } => "It waits.",
        _ => $"It waits for {result.Waits.Length} things.",
    };

    /// <summary>A step that was done.</summary>
    public static string Of(SimulatedStep step, WorkflowDefinition definition, Func<string, string> nameOf)
    {
        var outcome = step.Outcome is null ? "" : $": {LabelOf(step, definition)}";
        var by = step.By is null ? "" : $", by {nameOf(step.By)}";
        var how = step.Status switch
        {
            StepStatus.Canceled => ", withdrawn",
            StepStatus.Failed => ", failed",
            StepStatus.Skipped => ", skipped",
            _ => step.IsAssumed ? ", assumed to succeed and to change nothing" : "",
        };
        return $"{step.Name}{outcome}{by}{how}";
    }

    /// <summary>What is waited for, as a sentence.</summary>
    public static string Of(SimulatedWait wait, Func<string, string> nameOf) => wait.Kind switch
    {
        WaitKind.Task => $"It asks {DecisionText.Who(wait.Assignee, wait.Users, wait.Groups, nameOf)}.",
        WaitKind.Signal when Trigger.Webhook.NameIn(wait.Signal!) is { } webhook => $"It waits until a system outside calls {webhook}{(wait.Key is null ? "" : $" about {wait.Key}")}.",
        WaitKind.Signal => $"It waits for the message {wait.Signal}{(wait.Key is null ? "" : $" about {wait.Key}")}.",
        WaitKind.Data => "It waits until its data is so.",
        _ => "It waits for a moment in time.",
    };

    private static string LabelOf(SimulatedStep step, WorkflowDefinition definition) =>
        step.Called is null && definition.FindStep(step.Step)?.Body is StepBody.Human human ? human.Outcomes.FirstOrDefault(o => o.Id == step.Outcome)?.Label ?? step.Outcome! : step.Outcome!;
}
