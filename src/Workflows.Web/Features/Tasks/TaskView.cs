using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Features.Tasks;

/// <summary>A task with all that the page shows of it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Definition">What its instance runs.</param>
/// <param name="Step">The step it belongs to.</param>
/// <param name="Body">The step's form and outcomes.</param>
/// <param name="Instance">The instance; null for somebody who may see the task but not its data.</param>
/// <param name="Why">Whether the person may decide it, and why.</param>
/// <param name="Actions">What they can do to it now.</param>
/// <param name="Data">What is known of the case.</param>
/// <param name="Timeline">What happened so far.</param>
/// <param name="Diagram">The workflow with where the request is, in Mermaid's language; null for somebody who may not see that.</param>
public sealed record TaskView(
    TaskDetails Task,
    WorkflowDefinition Definition,
    Step Step,
    StepBody.Human Body,
    InstanceSnapshot? Instance,
    GateAnswer Why,
    ImmutableArray<AllowedAction> Actions,
    ImmutableArray<CaseSection> Data,
    ImmutableArray<CaseEvent> Timeline,
    string? Diagram)
{
    /// <summary>Whether the person can fill in the form and decide.</summary>
    public bool CanDecide => Task.IsOpen && Why.Allowed && Instance is not null;

    /// <summary>The label of the outcome that was chosen; null when none was.</summary>
    public string? OutcomeLabel => Body.Outcomes.FirstOrDefault(outcome => outcome.Id == Task.Outcome)?.Label ?? Task.Outcome;

    /// <summary>What the person can do under that name.</summary>
    public AllowedAction Action(string name) => Actions.First(action => action.Action == name);
}

/// <summary>A decision that was made.</summary>
/// <param name="Task">The task.</param>
/// <param name="Instance">The request it belongs to.</param>
/// <param name="Text">What was done and what comes next, in words.</param>
/// <param name="Next">The next task for the person; null when nothing waits, or the list it was decided from knows better.</param>
public sealed record Decided(HumanTaskId Task, InstanceId Instance, string Text, HumanTaskId? Next = null);
