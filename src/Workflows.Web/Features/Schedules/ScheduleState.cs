using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Schedules;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Schedules;

/// <summary>A schedule with what stands around it.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Workflow">What its workflow is called.</param>
/// <param name="Next">When the next runs are due; when they would be, for a paused one.</param>
/// <param name="Statuses">How the instances of the last results are doing.</param>
internal sealed record ScheduleView(
    Schedule Schedule, string Workflow, ImmutableArray<DateTimeOffset> Next, ImmutableDictionary<InstanceId, InstanceStatus> Statuses);

/// <summary>What the page of a schedule shows and does.</summary>
internal sealed class ScheduleState(GuardedSchedules schedules, GuardedEngine engine, TimeProvider time, ILogger<ScheduleState> logger)
{
    /// <summary>How many instances are looked up to say how they are doing.</summary>
    private const int MaxStatuses = 10;

    private ScheduleId? _id;

    /// <summary>The schedule.</summary>
    public Loaded<ScheduleView> View { get; private set; } = Loaded<ScheduleView>.Pending;

    /// <summary>Why the last act was refused; null when it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Reads a schedule by the id in the address.</summary>
    public async Task LoadAsync(Person person, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var guid))
        {
            View = Loaded<ScheduleView>.Failed("The address names no schedule.", isMissing: true);
            return;
        }

        if (_id is null || _id.Value.Value != guid)
        {
            (_id, View, Refusal) = (new ScheduleId(guid), Loaded<ScheduleView>.Pending, null);
        }

        await ReloadAsync(person, cancellationToken);
    }

    /// <summary>Reads it anew, while the page keeps showing what it has.</summary>
    public async Task ReloadAsync(Person person, CancellationToken cancellationToken)
    {
        if (_id is { } id)
        {
            View = await Loading.TryAsync(logger, () => ReadAsync(person, id, cancellationToken));
        }
    }

    /// <summary>Does something to the schedule and reads it anew. False when it was refused; then <see cref="Refusal"/> says why.</summary>
    public async Task<bool> ActAsync(Person person, Func<GuardedSchedules, ScheduleId, Task> act, CancellationToken cancellationToken)
    {
        Refusal = null;
        try
        {
            await act(schedules, _id!.Value);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Refusal = Loading.Explain(logger, failure);
        }

        await ReloadAsync(person, cancellationToken);
        return Refusal is null;
    }

    /// <summary>The runs that a backfill would start; or why it cannot be.</summary>
    public async Task<Loaded<BackfillPlan>> PlanAsync(Person person, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await Loading.TryAsync(logger, () => schedules.BackfillAsync(person, _id!.Value, from, to, dryRun: true, cancellationToken));

    private async Task<ScheduleView> ReadAsync(Person person, ScheduleId id, CancellationToken cancellationToken)
    {
        var schedule = await schedules.GetAsync(person, id, cancellationToken);
        var definitions = await engine.ListDefinitionsAsync(person, cancellationToken);
        var statuses = ImmutableDictionary.CreateBuilder<InstanceId, InstanceStatus>();
        foreach (var instance in schedule.Runs.Where(run => run.Instance is not null).Select(run => run.Instance!.Value).Distinct().Take(MaxStatuses))
        {
            try
            {
                statuses[instance] = (await engine.GetInstanceAsync(person, instance, cancellationToken)).Status;
            }
            catch (WorkflowException)
            {
                // It is gone; the result stays.
            }
        }

        return new ScheduleView(
            schedule,
            definitions.FirstOrDefault(definition => definition.Key == schedule.Spec.Definition)?.Name ?? schedule.Spec.Definition,
            ScheduleTimes.TryRead(schedule.Spec, schedule.CreatedAt, out var times) ? times.Next(time.GetUtcNow(), 10) : [],
            statuses.ToImmutable());
    }
}
