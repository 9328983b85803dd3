using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Advances instances: load, decide, commit, run the machine steps that became enabled, and feed their results back as commands, until nothing is
/// enabled. It holds no rule of its own: the kernel decides, the store fences.
/// </summary>
internal sealed partial class InstanceRunner(
    IInstanceStore store,
    DefinitionCatalog catalog,
    StepExecutor executor,
    ChangeFeed feed,
    TimerSignal timers,
    EventSubscribers subscribers,
    EngineMetrics metrics,
    EngineTracing tracing,
    NodeIdentity node,
    TimeProvider time,
    IOptions<EngineOptions> options,
    ILogger<InstanceRunner> logger) : IAsyncDisposable
{
    /// <summary>How often a command is decided anew after another process committed first.</summary>
    private const int MaxConflicts = 5;

    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly SlotTable _slots = new();
    private readonly SemaphoreSlim _stepLimit = new(options.Value.MaxConcurrentSteps);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Begins an instance, and returns it once it is durable and has settled, or after <paramref name="wait"/>.</summary>
    /// <exception cref="DuplicateStartKeyException">Another instance has its start key.</exception>
    public Task<Result> StartAsync(WorkflowDefinition definition, InstanceCommand.Start command, TimeSpan wait, CancellationToken cancellationToken) =>
        ActAsync(command.By.Tenant, command.Id, command, wait, definition, cancellationToken);

    /// <summary>Hands a command to an instance, and returns the state once it is durable and has settled, or after <paramref name="wait"/>.</summary>
    public Task<Result> HandleAsync(TenantId tenant, InstanceId id, InstanceCommand command, TimeSpan wait, CancellationToken cancellationToken) =>
        ActAsync(tenant, id, command, wait, null, cancellationToken);

    /// <summary>Stops the running steps; they run again after the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _slots.WhenEmptyAsync().ConfigureAwait(false);
    }

    private async Task<Result> ActAsync(TenantId tenant, InstanceId id, InstanceCommand command, TimeSpan wait, WorkflowDefinition? starting, CancellationToken cancellationToken)
    {
        var slot = _slots.Rent(id);
        try
        {
            Task settled;
            Decided decided;
            await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                decided = await DecideAsync(slot, tenant, id, command, starting, cancellationToken).ConfigureAwait(false);
                if (decided.Rejection is { } rejection)
                {
                    return new Result(null, rejection, []);
                }

                settled = wait > TimeSpan.Zero ? slot.WhenSettled() : Task.CompletedTask;
                if (settled.IsCompleted)
                {
                    return new Result(slot.State!.ToSnapshot(), null, decided.Events);
                }
            }
            finally
            {
                slot.Gate.Release();
            }

            await WaitAsync(settled, wait, cancellationToken).ConfigureAwait(false);
            await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var state = slot.State ?? await store.LoadAsync(tenant, id, cancellationToken).ConfigureAwait(false);
                return new Result(state!.ToSnapshot(), null, decided.Events);
            }
            finally
            {
                slot.Gate.Release();
            }
        }
        finally
        {
            _slots.Return(id, slot);
        }
    }

    /// <summary>Decides and commits while the gate is held.</summary>
    private async Task<Decided> DecideAsync(
        InstanceSlot slot, TenantId tenant, InstanceId id, InstanceCommand command, WorkflowDefinition? starting, CancellationToken cancellationToken)
    {
        using var span = tracing.Advance(id, command);
        for (var conflicts = 0; ;)
        {
            var isKept = slot.State is not null;
            if (starting is null)
            {
                if (slot.State is null)
                {
                    slot.Take(await store.LoadAsync(tenant, id, cancellationToken).ConfigureAwait(false));
                }

                if (slot.State is null || slot.State.Tenant != tenant)
                {
                    return new Decided(new Rejection.InstanceNotFound(id), []);
                }
            }

            ImmutableArray<InstanceEvent> events = [];
            var definitions = await DefinitionsOfAsync(slot.State, starting, tenant, cancellationToken).ConfigureAwait(false);
            var decision = Transition.Decide(definitions, slot.State, command, time.GetUtcNow(), NewId, node.Id);
            if (decision is Decision.Rejected && isKept && starting is null && slot.Uncommitted.Count == 0)
            {
                // Where several processes share the store, what is kept here may be older than what was refused; the fence finds that out only for commits.
                slot.State = null;
                continue;
            }

            if (decision is Decision.Rejected rejected)
            {
                EngineTracing.Refused(span, rejected.Reason);
                TakeUp(slot, definitions);
                return new Decided(rejected.Reason, []);
            }

            try
            {
                var accepted = (Decision.Accepted)decision;
                events = accepted.Events;
                await AcceptAsync(slot, definitions.Main, accepted, command, cancellationToken).ConfigureAwait(false);
            }
            catch (ConcurrencyConflictException) when (conflicts < MaxConflicts)
            {
                LogConflict(id);
                slot.Forget();
                conflicts++;
                continue;
            }
            catch
            {
                // Whether it was written is not known. If it was, the machine steps it began must not wait for the next caller.
                slot.Forget();
                if (starting is null && command is not InstanceCommand.LookAgain && !_stopping.IsCancellationRequested)
                {
                    _ = LookAgainAsync(tenant, id);
                }

                throw;
            }

            tracing.Advanced(span, slot.State, events);
            TakeUp(slot, definitions);
            return new Decided(null, events);
        }
    }

    /// <summary>Takes over a decision: commits it, or keeps it until the run's next wait where the definition allows that.</summary>
    private async Task AcceptAsync(InstanceSlot slot, WorkflowDefinition definition, Decision.Accepted accepted, InstanceCommand command, CancellationToken cancellationToken)
    {
        if (accepted.Events.IsEmpty)
        {
            return;
        }

        slot.Uncommitted.AddRange(accepted.Events);
        var mayWait = definition.Commit is CommitPolicy.PerRun
            && command is InstanceCommand.CompleteStep or InstanceCommand.SkipStep
            && accepted.Next.Status is InstanceStatus.Running
            && slot.Uncommitted.Count < options.Value.MaxStepsPerCommit * 2;
        if (mayWait)
        {
            slot.State = accepted.Next;
            return;
        }

        var next = accepted.Next;
        var expected = next.Revision;
        next.Revision++;
        ImmutableArray<InstanceEvent> events = [.. slot.Uncommitted];
        var first = next.Position - events.Length + 1;
        var deliveries = DeliveryRow.Of(subscribers.Current, events, first, next);
        await store.CommitAsync(new InstanceCommit(next, expected, events, first)
        {
            StoredTimers = slot.StoredTimers,
            Channel = command.Asker?.Channel,
            Deliveries = deliveries,
        }, cancellationToken).ConfigureAwait(false);
        slot.Take(next);
        slot.Uncommitted.Clear();
        metrics.Happened(next.Definition, events);
        if (events.Any(e => e is TimerSet or InstanceResumed))
        {
            timers.Wake();
        }

        if (!deliveries.IsEmpty)
        {
            subscribers.Changed.Wake();
        }

        feed.Publish(new InstanceChanged(
            next.Tenant, next.Id, next.Definition, next.Revision, next.Status,
            events.Any(e => e is HumanTaskCreated or HumanTaskClaimed or HumanTaskReleased or HumanTaskCompleted or HumanTaskCanceled)));
    }

    /// <summary>
    /// Brings what runs in line with the state: starts the machine steps that it says this process runs, asks those to stop that it no longer knows, and tells those
    /// who wait when there is nothing left to run.
    /// </summary>
    private void TakeUp(InstanceSlot slot, DefinitionSet definitions)
    {
        if (slot.State is not { } state)
        {
            return;
        }

        foreach (var token in state.Tokens)
        {
            var run = (token.Id, token.Attempt);
            if (token.Status is StepStatus.Running && token.Node == node.Id && definitions.StepOf(state, token).Body is StepBody.Machine && !slot.Running.ContainsKey(run))
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                slot.Running.Add(run, stop);
                _slots.Share(slot);
                _ = Task.Run(() => RunStepAsync(slot, definitions, state, token, stop), CancellationToken.None);
            }
        }

        slot.StopWithdrawn(node.Id);
        slot.TellIfSettled();
    }

    private async Task RunStepAsync(InstanceSlot slot, DefinitionSet definitions, WorkflowInstance state, Token token, CancellationTokenSource stop)
    {
        try
        {
            InstanceCommand result;
            await _stepLimit.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                result = await executor.ExecuteAsync(definitions, state, token, report => ReportAsync(slot, state, token, report), stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _stepLimit.Release();
            }

            while (!await TryReportAsync(slot, state, token, result, stop).ConfigureAwait(false))
            {
                await Task.Delay(s_pauseAfterFailure, time, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The work was withdrawn, and nobody wants its result; or the host stops, and the next start runs the step again.
        }
        finally
        {
            stop.Dispose();
            _slots.Return(state.Id, slot);
        }
    }

    /// <summary>Makes known how far a step is. When that cannot be stored, nobody sees it; the step goes on.</summary>
    private async Task ReportAsync(InstanceSlot slot, WorkflowInstance state, Token token, InstanceCommand.ReportProgress report)
    {
        await slot.Gate.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            await DecideAsync(slot, state.Tenant, state.Id, report, null, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogReportFailed(e, state.Id, token.Step);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>Hands a step's result to its instance. False when the store failed: the result is kept, and reported again.</summary>
    private async Task<bool> TryReportAsync(InstanceSlot slot, WorkflowInstance state, Token token, InstanceCommand result, CancellationTokenSource stop)
    {
        await slot.Gate.WaitAsync(_stopping.Token).ConfigureAwait(false);
        var run = (token.Id, token.Attempt);
        slot.Running.Remove(run);
        try
        {
            if ((await DecideAsync(slot, state.Tenant, state.Id, result, null, _stopping.Token).ConfigureAwait(false)).Rejection is { } rejection)
            {
                LogResultRefused(state.Id, token.Step, rejection.Message);
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            slot.Running.Add(run, stop);
            LogReportFailed(e, state.Id, token.Step);
            return false;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>Reads an instance again once the store answers, and runs what it says this process runs.</summary>
    private async Task LookAgainAsync(TenantId tenant, InstanceId id)
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_pauseAfterFailure, time, _stopping.Token).ConfigureAwait(false);
                try
                {
                    await HandleAsync(tenant, id, new InstanceCommand.LookAgain(), TimeSpan.Zero, _stopping.Token).ConfigureAwait(false);
                    return;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogLookFailed(e, id);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops: the next start takes up what runs.
        }
    }

    private async ValueTask<DefinitionSet> DefinitionsOfAsync(WorkflowInstance? state, WorkflowDefinition? starting, TenantId tenant, CancellationToken cancellationToken)
    {
        var main = starting
            ?? await catalog.FindAsync(tenant, state!.Definition, state.Version, cancellationToken).ConfigureAwait(false)
            ?? throw new UnreachableException($"Instance {state.Id} runs {state.Definition} {state.Version}, which is not stored.");
        return main.Net.Calls.IsEmpty ? main : await catalog.WithCalledAsync(tenant, main, state, cancellationToken).ConfigureAwait(false);
    }

    private async Task WaitAsync(Task settled, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await settled.WaitAsync(wait, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The caller gets the instance as it stands: still running.
        }
    }

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>A durable state with what the command caused, or why the command was not done.</summary>
    public readonly record struct Result(InstanceSnapshot? Snapshot, Rejection? Rejection, ImmutableArray<InstanceEvent> Events);

    private readonly record struct Decided(Rejection? Rejection, ImmutableArray<InstanceEvent> Events);
}
