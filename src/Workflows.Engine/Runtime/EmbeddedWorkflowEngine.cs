using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>The engine inside this process.</summary>
internal sealed class EmbeddedWorkflowEngine(InstanceRunner runner, IInstanceStore store, DefinitionCatalog catalog, DefinitionDesk desk, TimeProvider time) : IWorkflowEngine
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(10);

    public async Task<InstanceSnapshot> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        var tenant = request.By.Tenant;
        if (request.StartKey is not null && await FindStartedAsync(request, cancellationToken).ConfigureAwait(false) is { } existing)
        {
            return existing;
        }

        var definition = await catalog.FindStartableAsync(tenant, request.Definition, request.Version, cancellationToken).ConfigureAwait(false);
        var command = new InstanceCommand.Start(
            new InstanceId(Guid.CreateVersion7(time.GetUtcNow())), request.By, request.Data.Clone(), request.Reference, request.Title, request.StartKey);
        try
        {
            return Unwrap(await runner.StartAsync(definition, command, request.Wait, cancellationToken).ConfigureAwait(false));
        }
        catch (DuplicateStartKeyException)
        {
            // Another caller with the same key was faster: theirs is the instance.
            return await FindStartedAsync(request, cancellationToken).ConfigureAwait(false) ?? throw new UnreachableException("A start key is taken, but no instance has it.");
        }
    }

    public async Task<InstanceSnapshot> CompleteTaskAsync(CompleteTaskRequest request, CancellationToken cancellationToken)
    {
        var task = await FindTaskAsync(request.Task, request.By, cancellationToken).ConfigureAwait(false);
        if (request.ExpectedRevision is { } expected && expected != task.Revision && task.ClosedAt is null)
        {
            throw new WorkflowException(new Rejection.StaleRevision(expected, task.Revision));
        }

        var command = new InstanceCommand.CompleteTask(request.Task, request.By, request.Outcome, request.Answers.Clone(), request.Comment);
        return await OnTaskAsync(task, command, request.Task, request.By, request.Wait, cancellationToken).ConfigureAwait(false);
    }

    public async Task<InstanceSnapshot> ClaimTaskAsync(HumanTaskId task, Actor by, CancellationToken cancellationToken)
    {
        var stored = await FindTaskAsync(task, by, cancellationToken).ConfigureAwait(false);
        return await OnTaskAsync(stored, new InstanceCommand.ClaimTask(task, by), task, by, s_wait, cancellationToken).ConfigureAwait(false);
    }

    public async Task<InstanceSnapshot> ReleaseTaskAsync(HumanTaskId task, Actor by, CancellationToken cancellationToken)
    {
        var stored = await FindTaskAsync(task, by, cancellationToken).ConfigureAwait(false);
        return await OnTaskAsync(stored, new InstanceCommand.ReleaseTask(task, by), task, by, s_wait, cancellationToken).ConfigureAwait(false);
    }

    public async Task<InstanceSnapshot> CancelAsync(InstanceId instance, string reason, Actor by, CancellationToken cancellationToken) =>
        Unwrap(await runner.HandleAsync(by.Tenant, instance, new InstanceCommand.Cancel(by, reason), s_wait, cancellationToken).ConfigureAwait(false));

    public async Task<InstanceSnapshot> RetryAsync(InstanceId instance, int incident, Actor by, CancellationToken cancellationToken) =>
        Unwrap(await runner.HandleAsync(by.Tenant, instance, new InstanceCommand.Retry(incident, by), s_wait, cancellationToken).ConfigureAwait(false));

    public async Task<RepairResult> RepairAsync(RepairRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Reason))
        {
            throw new WorkflowException(new Rejection.ReasonRequired());
        }

        var command = new InstanceCommand.Repair(request.What, request.By, request.Reason.Trim());
        var (definitions, state) = await LoadAsync(request.By.Tenant, request.Instance, cancellationToken).ConfigureAwait(false);
        if (request.ExpectedRevision is { } expected && expected != state.Revision)
        {
            throw new WorkflowException(new Rejection.StaleRevision(expected, state.Revision));
        }

        if (request.DryRun)
        {
            return Transition.Decide(definitions, state, command, time.GetUtcNow(), () => Guid.CreateVersion7(time.GetUtcNow())) switch
            {
                Decision.Accepted would => new RepairResult(would.Next.ToSnapshot(), would.Events),
                Decision.Rejected refused => throw new WorkflowException(refused.Reason),
                var other => throw new UnreachableException($"{other} is no decision."),
            };
        }

        var result = await runner.HandleAsync(request.By.Tenant, request.Instance, command, request.Wait, cancellationToken).ConfigureAwait(false);
        return new RepairResult(Unwrap(result), result.Events);
    }

    public async Task<InstanceSnapshot> SignalAsync(SignalRequest request, CancellationToken cancellationToken)
    {
        var command = new InstanceCommand.Signal(request.Name, request.Key, request.Payload.Clone(), request.By, request.Id, request.ExpiresAt);
        return Unwrap(await runner.HandleAsync(request.By.Tenant, request.Instance, command, request.Wait, cancellationToken).ConfigureAwait(false));
    }

    public async Task<InstanceSnapshot> AddElementAsync(InstanceId instance, StepId step, JsonElement item, Actor by, CancellationToken cancellationToken) =>
        Unwrap(await runner.HandleAsync(by.Tenant, instance, new InstanceCommand.AddElement(step, item.Clone(), by), s_wait, cancellationToken).ConfigureAwait(false));

    public Task<ImmutableArray<DefinitionProblem>> CheckAsync(WorkflowDefinition definition, Actor by, CancellationToken cancellationToken) =>
        desk.CheckAsync(definition, by.Tenant, cancellationToken);

    public Task<DefinitionPublication> PublishAsync(WorkflowDefinition definition, Actor by, CancellationToken cancellationToken) =>
        desk.PublishAsync(definition, by, isHost: false, [], cancellationToken);

    public Task<ImmutableArray<DefinitionPublication>> PublishAllAsync(
        ImmutableArray<WorkflowDefinition> definitions, bool dryRun, Actor by, CancellationToken cancellationToken) =>
        desk.PublishAllAsync(definitions, dryRun, by, cancellationToken);

    public Task<DefinitionDraft> SaveDraftAsync(WorkflowDefinition definition, long? expectedRevision, Actor by, CancellationToken cancellationToken) =>
        desk.SaveDraftAsync(definition, expectedRevision, by, cancellationToken);

    public Task<DefinitionPublication> PublishVersionAsync(string key, SemanticVersion version, long? expectedRevision, Actor by, CancellationToken cancellationToken) =>
        desk.PublishVersionAsync(key, version, expectedRevision, by, cancellationToken);

    public Task<DefinitionSummary> RetireAsync(string key, SemanticVersion version, Actor by, CancellationToken cancellationToken) =>
        desk.RetireAsync(key, version, by, cancellationToken);

    public Task DiscardDraftAsync(string key, SemanticVersion version, long? expectedRevision, Actor by, CancellationToken cancellationToken) =>
        desk.DiscardDraftAsync(key, version, expectedRevision, by, cancellationToken);

    public async Task<SimulationResult> SimulateAsync(WorkflowDefinition definition, SimulationScript script, Actor by, CancellationToken cancellationToken)
    {
        var errors = DefinitionValidator.Validate(definition).Where(p => p.Severity is ProblemSeverity.Error).ToImmutableArray();
        if (!errors.IsEmpty)
        {
            throw new WorkflowException(new Rejection.InvalidDefinition(errors));
        }

        var definitions = await catalog.WithCalledAsync(by.Tenant, definition, null, cancellationToken).ConfigureAwait(false);
        return Simulator.Run(definitions, script, by.Tenant, time.GetUtcNow());
    }

    public async Task<ImmutableArray<OutcomePreview>> PreviewTaskAsync(HumanTaskId task, JsonElement answers, Actor by, CancellationToken cancellationToken)
    {
        var stored = await FindTaskAsync(task, by, cancellationToken).ConfigureAwait(false);
        var (definitions, state) = await LoadAsync(by.Tenant, stored.Instance, cancellationToken).ConfigureAwait(false);
        return Simulator.TryPreview(definitions, state, task, by, answers, time.GetUtcNow(), out var previews) is { } refused
            ? throw new WorkflowException(refused)
            : previews;
    }

    /// <summary>An instance as it is stored, with what it runs.</summary>
    private async Task<(DefinitionSet Definitions, WorkflowInstance State)> LoadAsync(TenantId tenant, InstanceId instance, CancellationToken cancellationToken)
    {
        var state = await store.LoadAsync(tenant, instance, cancellationToken).ConfigureAwait(false)
            ?? throw new WorkflowException(new Rejection.InstanceNotFound(instance));
        var definitions = await catalog.FindOfAsync(state, cancellationToken).ConfigureAwait(false)
            ?? throw new WorkflowException(new Rejection.DefinitionNotFound(state.Definition, state.Version));
        return (definitions, state);
    }

    /// <summary>Does something with a task. Whoever comes too late is told who decided it, and when.</summary>
    private async Task<InstanceSnapshot> OnTaskAsync(
        StoredTask task, InstanceCommand command, HumanTaskId id, Actor by, TimeSpan wait, CancellationToken cancellationToken)
    {
        var result = await runner.HandleAsync(by.Tenant, task.Instance, command, wait, cancellationToken).ConfigureAwait(false);
        if (result.Rejection is Rejection.AlreadyDecided)
        {
            var closed = await FindTaskAsync(id, by, cancellationToken).ConfigureAwait(false);
            throw new WorkflowException(closed.Status is HumanTaskStatus.Completed
                ? new Rejection.AlreadyDecided(id, closed.CompletedBy, closed.ClosedAt, closed.Outcome)
                : new Rejection.TaskWithdrawn(id, closed.Comment));
        }

        return Unwrap(result);
    }

    private async Task<StoredTask> FindTaskAsync(HumanTaskId task, Actor by, CancellationToken cancellationToken) =>
        await store.FindTaskAsync(by.Tenant, task, cancellationToken).ConfigureAwait(false)
        ?? throw new WorkflowException(new Rejection.TaskNotFound(task));

    private async Task<InstanceSnapshot?> FindStartedAsync(StartRequest request, CancellationToken cancellationToken)
    {
        var started = await store.FindByStartKeyAsync(request.By.Tenant, request.Definition, request.StartKey!, cancellationToken).ConfigureAwait(false);
        if (started is null)
        {
            return null;
        }

        if (!JsonElement.DeepEquals(started.Data, request.Data))
        {
            throw new WorkflowException(new Rejection.StartKeyConflict(request.StartKey!, started.Instance));
        }

        var state = await store.LoadAsync(request.By.Tenant, started.Instance, cancellationToken).ConfigureAwait(false);
        return state!.ToSnapshot() with { IsFromStartKey = true };
    }

    private static InstanceSnapshot Unwrap(InstanceRunner.Result result) => result.Snapshot ?? throw new WorkflowException(result.Rejection!);
}
