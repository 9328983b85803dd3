using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Schedules;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Does what a schedule decides: stores what is planned, starts it, stores the result. Any number of nodes may do so at once, and each may die at any moment: a run is planned
/// once, for the write of the schedule is fenced; and started once, for its start key is its due moment.
/// </summary>
internal sealed partial class ScheduleRunner : IDisposable
{
    private readonly ScheduleDesk _desk;
    private readonly IScheduleStore _store;
    private readonly IWorkflowEngine _engine;
    private readonly EngineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ScheduleRunner> _logger;
    private readonly IDisposable _subscription;

    /// <summary>The instances whose end lets a run start; a hint, for the store says when to look again.</summary>
    private readonly ConcurrentDictionary<InstanceId, (TenantId Tenant, ScheduleId Schedule)> _awaited = [];
    private readonly ConcurrentQueue<(TenantId Tenant, ScheduleId Schedule)> _ready = [];

    public ScheduleRunner(
        ScheduleDesk desk, IScheduleStore store, IWorkflowEngine engine, ChangeFeed feed, EngineMetrics metrics, TimeProvider time, ILogger<ScheduleRunner> logger)
    {
        (_desk, _store, _engine, _metrics, _time, _logger) = (desk, store, engine, metrics, time, logger);
        _subscription = feed.Subscribe(OnChange);
    }

    /// <summary>Schedules whose last instance has ended since somebody asked, while a run waits for that.</summary>
    public IEnumerable<(TenantId Tenant, ScheduleId Schedule)> TakeReady()
    {
        while (_ready.TryDequeue(out var ready))
        {
            yield return ready;
        }
    }

    /// <summary>Does what a schedule decides now, until it has nothing more to start.</summary>
    public async Task RunAsync(TenantId tenant, ScheduleId id, CancellationToken cancellationToken)
    {
        while (await _store.FindScheduleAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } schedule)
        {
            var isOpen = await IsLastOpenAsync(schedule, cancellationToken).ConfigureAwait(false);
            var decision = ScheduleDecision.Decide(schedule, _time.GetUtcNow(), isOpen);
            if (decision.Next != schedule && !await _store.WriteScheduleAsync(decision.Next with { Writes = schedule.Writes + 1 }, null, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            if (decision.Starts.IsEmpty)
            {
                return;
            }

            foreach (var run in decision.Starts)
            {
                var result = await StartAsync(schedule, run, cancellationToken).ConfigureAwait(false);
                if (!await TryRecordAsync(schedule, run, result, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    /// <summary>Whether the last instance is open, as far as that matters. From now on its end is noticed.</summary>
    private async Task<bool> IsLastOpenAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        if (schedule is { Spec.Overlap: OverlapPolicy.Allow } or { LastInstance: null })
        {
            return false;
        }

        var last = schedule.LastInstance.Value;
        _awaited[last] = (schedule.Tenant, schedule.Id); // before it is looked at, so that no end is missed
        if (await _desk.IsLastOpenAsync(schedule, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        _awaited.TryRemove(last, out _);
        return false;
    }

    private async Task<ScheduleRun> StartAsync(Schedule schedule, PlannedRun run, CancellationToken cancellationToken)
    {
        var spec = schedule.Spec;
        var result = new ScheduleRun(run.DueAt, _time.GetUtcNow(), run.Cause, RunResult.Started) { By = run.By };
        try
        {
            var started = await _engine.StartAsync(
                new StartRequest(spec.Definition, spec.Data, new Actor(run.By ?? schedule.SavedBy, [], schedule.Tenant) { Channel = "schedule" })
                {
                    Version = spec.Version,
                    Title = spec.Title,
                    Reference = spec.Reference,
                    StartKey = schedule.StartKeyOf(run),
                    Wait = TimeSpan.Zero,
                },
                cancellationToken).ConfigureAwait(false);
            if (!started.IsFromStartKey)
            {
                LogStarted(schedule.Id, started.Id, run.DueAt);
                if (run.Cause is RunCause.Time)
                {
                    _metrics.Fired("schedule", run.DueAt);
                }
            }

            return result with { Instance = started.Id };
        }
        catch (WorkflowException e) when (e.Rejection is Rejection.StartKeyConflict taken)
        {
            // It was started, and before that could be noted somebody changed the data.
            return result with { Instance = taken.Existing };
        }
        catch (WorkflowException e)
        {
            LogRefused(schedule.Id, run.DueAt, e.Message);
            return result with { Result = RunResult.Refused, Reason = e.Message };
        }
        catch (Exception e) when (e is not (OperationCanceledException or StoreBusyException or StoreUnavailableException))
        {
            // A fault that would come back every time must not hold up the schedule for ever.
            LogFailed(e, schedule.Id, run.DueAt);
            return result with { Result = RunResult.Refused, Reason = $"It failed unexpectedly: {e.Message}" };
        }
    }

    /// <summary>Notes a result. False when the schedule is gone.</summary>
    private async Task<bool> TryRecordAsync(Schedule schedule, PlannedRun run, ScheduleRun result, CancellationToken cancellationToken)
    {
        try
        {
            await _desk.ChangeAsync(schedule.Tenant, schedule.Id, null, (current, now) => ScheduleChanges.Record(current, run, result, now), null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (WorkflowException e) when (e.Rejection is Rejection.ScheduleNotFound)
        {
            return false;
        }
    }

    private void OnChange(InstanceChanged change)
    {
        if (change.Status is InstanceStatus.Completed or InstanceStatus.Canceled && _awaited.TryRemove(change.Instance, out var schedule))
        {
            _ready.Enqueue(schedule);
            _desk.Changed.Wake();
        }
    }
}
