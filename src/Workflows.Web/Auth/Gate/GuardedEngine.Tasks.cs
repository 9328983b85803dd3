using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Engine.Storage;

namespace Workflows.Web.Auth.Gate;

internal sealed partial class GuardedEngine
{
    /// <summary>
    /// The tasks that match, seen as this person, whoever <see cref="TaskFilter.Person"/> names. <see cref="TaskScope.All"/> is for operators and
    /// administrators, and for those who may see the one instance it is narrowed to.
    /// </summary>
    public async Task<Page<TaskSummary>> ListTasksAsync(Person person, TaskFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        if (filter.Scope is TaskScope.All && GateRules.ListAllTasks(person) is { Allowed: false } no)
        {
            if (filter.Instance is not { } instance)
            {
                throw new ForbiddenException($"{no.Reason} List the tasks that are yours, available to you or done by you.");
            }

            await GetInstanceAsync(person, instance, cancellationToken);
        }

        return await queries.ListTasksAsync(person.TenantId(), filter with { Person = person.ToActor() }, page, cancellationToken);
    }

    /// <summary>How many open tasks are the person's, and how many are offered to them.</summary>
    public Task<TaskCounts> CountTasksAsync(Person person, CancellationToken cancellationToken) =>
        queries.CountTasksAsync(person.ToActor(), cancellationToken);

    /// <summary>A task with what was answered.</summary>
    public async Task<TaskDetails> GetTaskAsync(Person person, HumanTaskId id, CancellationToken cancellationToken)
    {
        var task = await queries.FindTaskAsync(person.TenantId(), id, cancellationToken);
        return task is not null && GateRules.SeeTask(person, task, await IsInvolvedAsync(person, task, cancellationToken)).Allowed
            ? task
            : throw new WorkflowException(new Rejection.TaskNotFound(id));
    }

    /// <summary>A task with all that a person needs to decide it.</summary>
    public async Task<TaskCase> GetTaskCaseAsync(Person person, HumanTaskId id, CancellationToken cancellationToken)
    {
        var task = await GetTaskAsync(person, id, cancellationToken);
        var instance = await queries.FindInstanceAsync(person.TenantId(), task.Instance, cancellationToken)
            ?? throw new InvalidOperationException($"Task {id} belongs to instance {task.Instance}, which is not there.");
        var definition = await DefinitionOfAsync(person, task, instance, cancellationToken);
        var body = definition.FindStep(task.Step)?.Body as StepBody.Human
            ?? throw new InvalidOperationException($"Task {id} belongs to step '{task.Step}', which is no human step of {definition.Key} {definition.Version}.");
        var seesData = GateRules.ActOnTask(person, task).Allowed
            || GateRules.SeeHistory(person, instance, await IsInvolvedAsync(person, instance, cancellationToken)).Allowed;
        return new TaskCase(task, definition, body, seesData ? instance : null);
    }

    /// <summary>The definition whose step a task belongs to: the instance's own, or one that it called.</summary>
    private async Task<WorkflowDefinition> DefinitionOfAsync(Person person, TaskSummary task, InstanceSnapshot instance, CancellationToken cancellationToken)
    {
        var own = await GetDefinitionAsync(person, task.Definition, task.Version, cancellationToken);
        var called = instance.OpenTasks.FirstOrDefault(t => t.Id == task.Id)?.Called;
        if (!own.Steps.Any(step => step.Kind is StepKind.Call) || (called is null && task.IsOpen))
        {
            return own;
        }

        // Of a closed task only the history still knows where it came from.
        if (called is null)
        {
            var history = await queries.ListHistoryAsync(person.TenantId(), instance.Id, 0, int.MaxValue, cancellationToken);
            called = history.Select(entry => entry.Event).OfType<HumanTaskCreated>().FirstOrDefault(created => created.Task.Id == task.Id)?.Task.Called;
        }

        return called is null ? own : await GetDefinitionAsync(person, called.Key, called.Version, cancellationToken);
    }

    /// <summary>Takes an offered task.</summary>
    public async Task<InstanceSnapshot> ClaimTaskAsync(Person person, HumanTaskId id, CancellationToken cancellationToken)
    {
        await DemandTaskAsync(person, id, cancellationToken);
        return await engine.ClaimTaskAsync(id, person.ToActor(), cancellationToken);
    }

    /// <summary>Gives a claimed task back.</summary>
    public async Task<InstanceSnapshot> ReleaseTaskAsync(Person person, HumanTaskId id, CancellationToken cancellationToken)
    {
        await DemandTaskAsync(person, id, cancellationToken);
        return await engine.ReleaseTaskAsync(id, person.ToActor(), cancellationToken);
    }

    /// <summary>Decides a task as this person, whoever <see cref="CompleteTaskRequest.By"/> names.</summary>
    public async Task<InstanceSnapshot> CompleteTaskAsync(Person person, CompleteTaskRequest request, CancellationToken cancellationToken)
    {
        await DemandTaskAsync(person, request.Task, cancellationToken);
        return await engine.CompleteTaskAsync(request with { By = person.ToActor() }, cancellationToken);
    }

    /// <summary>What each outcome of a task would lead to, for those who may decide it: steps and people, never data.</summary>
    public async Task<ImmutableArray<OutcomePreview>> PreviewTaskAsync(Person person, HumanTaskId id, JsonElement answers, CancellationToken cancellationToken)
    {
        var task = await GetTaskAsync(person, id, cancellationToken);
        return task.IsOpen && GateRules.ActOnTask(person, task) is { Allowed: false } no
            ? throw new WorkflowException(new Rejection.NotEligible(id, person.Id, no.Reason))
            : await engine.PreviewTaskAsync(id, answers, person.ToActor(), cancellationToken);
    }

    /// <summary>
    /// Refuses those whom the task was never for. Those who were merely too late go on to the engine, which says who was faster.
    /// </summary>
    private async Task DemandTaskAsync(Person person, HumanTaskId id, CancellationToken cancellationToken)
    {
        var task = await GetTaskAsync(person, id, cancellationToken);
        if (GateRules.ActOnTask(person, task) is { Allowed: false } no && !GateRules.WasOffered(person, task).IsEligible)
        {
            throw new WorkflowException(new Rejection.NotEligible(id, person.Id, no.Reason));
        }
    }

    private async Task<bool> IsInvolvedAsync(Person person, TaskSummary task, CancellationToken cancellationToken) =>
        !GateRules.SeeTask(person, task, isInvolved: false).Allowed
        && await queries.IsInvolvedAsync(person.ToActor(), task.Instance, cancellationToken);
}

/// <summary>A task with what it is about.</summary>
/// <param name="Task">The task.</param>
/// <param name="Definition">The definition its instance runs.</param>
/// <param name="Body">The human step: its form and outcomes.</param>
/// <param name="Instance">The instance with its data; null for a person who may see the task but no longer its data.</param>
internal sealed record TaskCase(TaskDetails Task, WorkflowDefinition Definition, StepBody.Human Body, InstanceSnapshot? Instance);
