using System.Collections.Immutable;
using Workflows.Engine.Forms;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Schedules;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Where schedules are made and changed. A call that returns is durable; one that cannot be done changes nothing and throws <see cref="WorkflowException"/>. Every call acts in the
/// tenant of its actor. What is due is started by a worker of its own.
/// </summary>
public sealed class WorkflowSchedules
{
    private readonly ScheduleDesk _desk;
    private readonly ScheduleRunner _runner;
    private readonly IScheduleStore _store;
    private readonly IInstanceStore _instances;
    private readonly DefinitionCatalog _catalog;
    private readonly TimeProvider _time;

    internal WorkflowSchedules(ScheduleDesk desk, ScheduleRunner runner, IScheduleStore store, IInstanceStore instances, DefinitionCatalog catalog, TimeProvider time) =>
        (_desk, _runner, _store, _instances, _catalog, _time) = (desk, runner, store, instances, catalog, time);

    /// <summary>The schedules of a tenant, by name.</summary>
    public async Task<IReadOnlyList<Schedule>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        [.. (await _store.ListSchedulesAsync(tenant, cancellationToken).ConfigureAwait(false)).OrderBy(s => s.Spec.Name, StringComparer.OrdinalIgnoreCase).ThenBy(s => s.Id.Value)];

    /// <summary>A schedule.</summary>
    /// <exception cref="WorkflowException">There is none.</exception>
    public Task<Schedule> GetAsync(TenantId tenant, ScheduleId id, CancellationToken cancellationToken = default) => _desk.GetAsync(tenant, id, cancellationToken);

    /// <summary>Everything that is wrong with what a schedule is to say: its times, its workflow, the data that it starts with.</summary>
    public async Task<ImmutableArray<SchemaError>> CheckAsync(ScheduleSpec spec, TenantId tenant, CancellationToken cancellationToken = default)
    {
        var problems = ScheduleCheck.Check(spec, _time.GetUtcNow());
        if (string.IsNullOrWhiteSpace(spec.Definition))
        {
            return problems;
        }

        try
        {
            var definition = await _catalog.FindStartableAsync(tenant, spec.Definition, spec.Version, cancellationToken).ConfigureAwait(false);
            return problems.Any(p => p.InstancePath == "/data")
                ? problems
                : [.. problems, .. definition.StartForm.Validate(spec.Data).Select(e => e with { InstancePath = "/data" + e.InstancePath })];
        }
        catch (WorkflowException e)
        {
            return [.. problems, ScheduleCheck.Problem(spec.Version is null ? "/definition" : "/version", e.Rejection.Code, e.Rejection.Message)];
        }
    }

    /// <summary>Makes a schedule: due from now on.</summary>
    /// <exception cref="WorkflowException">It has errors; all of them are named.</exception>
    public async Task<Schedule> CreateAsync(ScheduleSpec spec, Actor by, CancellationToken cancellationToken = default)
    {
        await DemandAsync(spec, by.Tenant, cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        var created = ScheduleChanges.Create(new ScheduleId(Guid.CreateVersion7(now)), by.Tenant, spec with { Data = spec.Data.Clone() }, by.Id, now);
        await _store.WriteScheduleAsync(created, new Act(by, "schedule.create").To(created.Id.ToString(), spec.Name, now), cancellationToken).ConfigureAwait(false);
        _desk.Changed.Wake();
        return created;
    }

    /// <summary>Lets a schedule say something else from now on; runs start in the name of whoever saved it last.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="spec">What it says then; the workflow stays the same.</param>
    /// <param name="expectedRevision">The revision the caller looked at; null accepts any.</param>
    /// <param name="by">Who saves.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="WorkflowException">There is no such schedule, it has changed, or there are errors; all of them are named.</exception>
    public async Task<Schedule> SaveAsync(ScheduleId id, ScheduleSpec spec, long? expectedRevision, Actor by, CancellationToken cancellationToken = default)
    {
        var current = await GetAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        if (current.Spec.Definition != spec.Definition)
        {
            throw new WorkflowException(new Rejection.InvalidSchedule(
                [ScheduleCheck.Problem("/definition", "fixed", $"The workflow of a schedule stays: this one starts '{current.Spec.Definition}'. Make another schedule for another workflow.")]));
        }

        await DemandAsync(spec, by.Tenant, cancellationToken).ConfigureAwait(false);
        var saved = spec with { Data = spec.Data.Clone() };
        return await _desk.ChangeAsync(by.Tenant, id, expectedRevision, (schedule, now) => ScheduleChanges.Save(schedule, saved, by.Id, now), new Act(by, "schedule.save"), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops what time starts. What people ask for still starts. A paused schedule stays as it is.</summary>
    public Task<Schedule> PauseAsync(ScheduleId id, string? reason, Actor by, CancellationToken cancellationToken = default) => _desk.ChangeAsync(
        by.Tenant, id, null, (schedule, now) => schedule.Pause is null ? ScheduleChanges.Pause(schedule, by.Id, reason, now) : schedule, new Act(by, "schedule.pause", reason), cancellationToken);

    /// <summary>Lets time start runs again, from now on; what was due in between is left out. One that is not paused stays as it is.</summary>
    public Task<Schedule> ResumeAsync(ScheduleId id, Actor by, CancellationToken cancellationToken = default) =>
        _desk.ChangeAsync(by.Tenant, id, null, (schedule, now) => schedule.Pause is null ? schedule : ScheduleChanges.Resume(schedule, now), new Act(by, "schedule.resume"), cancellationToken);

    /// <summary>Starts one run now, in the name of whoever asks; where another one must end first, it is planned.</summary>
    /// <exception cref="WorkflowException">There is no such schedule, or its runs must not overlap, and the last one is open.</exception>
    public async Task<Schedule> TriggerAsync(ScheduleId id, Actor by, CancellationToken cancellationToken = default)
    {
        var schedule = await GetAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        var isOpen = await _desk.IsLastOpenAsync(schedule, cancellationToken).ConfigureAwait(false);
        await _desk.ChangeAsync(
            by.Tenant,
            id,
            null,
            (current, now) =>
            {
                var (next, refused) = ScheduleChanges.Trigger(current, by.Id, now, isOpen || current.LastInstance != schedule.LastInstance);
                return next ?? throw new WorkflowException(refused!);
            },
            new Act(by, "schedule.trigger"),
            cancellationToken).ConfigureAwait(false);
        return await StartPlannedAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plans the runs that were due in a time that is past. One that was started at its time is not started again.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="from">The first moment that counts.</param>
    /// <param name="to">The last one.</param>
    /// <param name="dryRun">Only says which runs these are; nothing is planned.</param>
    /// <param name="by">Who asks: these runs start in their name.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="WorkflowException">There is no such schedule, or the range is not one.</exception>
    public async Task<BackfillPlan> BackfillAsync(ScheduleId id, DateTimeOffset from, DateTimeOffset to, bool dryRun, Actor by, CancellationToken cancellationToken = default)
    {
        var schedule = await GetAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        var (due, problem) = ScheduleChanges.BackfillOf(schedule, from, to, _time.GetUtcNow());
        if (problem is not null)
        {
            throw new WorkflowException(new Rejection.InvalidSchedule([problem]));
        }

        var runs = ImmutableArray.CreateBuilder<BackfillRun>(due.Length);
        foreach (var moment in due)
        {
            var key = schedule.StartKeyOf(new PlannedRun(moment, RunCause.Backfill));
            var started = await _instances.FindByStartKeyAsync(by.Tenant, schedule.Spec.Definition, key, cancellationToken).ConfigureAwait(false);
            runs.Add(new BackfillRun(moment, started?.Instance));
        }

        ImmutableArray<DateTimeOffset> missing = [.. runs.Where(run => run.Instance is null).Select(run => run.DueAt)];
        if (!dryRun && !missing.IsEmpty)
        {
            await _desk.ChangeAsync(by.Tenant, id, null, (current, now) => ScheduleChanges.Backfill(current, missing, by.Id, now), new Act(by, "schedule.backfill", $"{from:u} to {to:u}"), cancellationToken).ConfigureAwait(false);
            schedule = await GetAsync(by.Tenant, id, cancellationToken).ConfigureAwait(false);
        }

        return new BackfillPlan(schedule, runs.MoveToImmutable());
    }

    /// <summary>Takes a schedule away. What it started goes on.</summary>
    /// <exception cref="WorkflowException">There is no such schedule, or it has changed.</exception>
    public Task DeleteAsync(ScheduleId id, long? expectedRevision, Actor by, CancellationToken cancellationToken = default) =>
        _desk.RemoveAsync(id, expectedRevision, by, cancellationToken);

    /// <summary>Starts at once what is planned, so that the answer has the result. What is planned is durable: when this fails, the worker goes on.</summary>
    private async Task<Schedule> StartPlannedAsync(TenantId tenant, ScheduleId id, CancellationToken cancellationToken)
    {
        try
        {
            await _runner.RunAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreBusyException or StoreUnavailableException)
        {
            _desk.Changed.Wake();
        }

        return await GetAsync(tenant, id, cancellationToken).ConfigureAwait(false);
    }

    private async Task DemandAsync(ScheduleSpec spec, TenantId tenant, CancellationToken cancellationToken)
    {
        var problems = await CheckAsync(spec, tenant, cancellationToken).ConfigureAwait(false);
        if (!problems.IsEmpty)
        {
            throw new WorkflowException(new Rejection.InvalidSchedule(problems));
        }
    }
}

/// <summary>The runs that a backfill starts.</summary>
/// <param name="Schedule">The schedule; in a dry run as it was.</param>
/// <param name="Runs">The runs that were due in the time, oldest first.</param>
public sealed record BackfillPlan(Schedule Schedule, ImmutableArray<BackfillRun> Runs);

/// <summary>A run of a backfill.</summary>
/// <param name="DueAt">When it was due.</param>
/// <param name="Instance">The instance that was started for it before; null when it is to be started.</param>
public sealed record BackfillRun(DateTimeOffset DueAt, InstanceId? Instance);
