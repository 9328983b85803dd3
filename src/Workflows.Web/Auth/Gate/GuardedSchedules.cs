using System.Collections.Immutable;
using Workflows.Engine.Forms;
using Workflows.Engine.Runtime;
using Workflows.Engine.Schedules;

namespace Workflows.Web.Auth.Gate;

/// <summary>Schedules as one person may use them; see <see cref="GuardedEngine"/>. Who may not manage them is told so, and nothing has changed.</summary>
internal sealed class GuardedSchedules(WorkflowSchedules schedules)
{
    /// <summary>All schedules, by name.</summary>
    public Task<IReadOnlyList<Schedule>> ListAsync(Person person, CancellationToken cancellationToken) =>
        schedules.ListAsync(Demanded(person).TenantId(), cancellationToken);

    /// <summary>A schedule.</summary>
    public Task<Schedule> GetAsync(Person person, ScheduleId id, CancellationToken cancellationToken) =>
        schedules.GetAsync(Demanded(person).TenantId(), id, cancellationToken);

    /// <summary>What is wrong with what a schedule is to say.</summary>
    public Task<ImmutableArray<SchemaError>> CheckAsync(Person person, ScheduleSpec spec, CancellationToken cancellationToken) =>
        schedules.CheckAsync(spec, Demanded(person).TenantId(), cancellationToken);

    /// <summary>Makes a schedule. Instances are started in this person's name.</summary>
    public Task<Schedule> CreateAsync(Person person, ScheduleSpec spec, CancellationToken cancellationToken) =>
        schedules.CreateAsync(spec, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Saves what a schedule says. From now on instances are started in this person's name.</summary>
    public Task<Schedule> SaveAsync(Person person, ScheduleId id, ScheduleSpec spec, long? expectedRevision, CancellationToken cancellationToken) =>
        schedules.SaveAsync(id, spec, expectedRevision, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Stops what time starts.</summary>
    public Task<Schedule> PauseAsync(Person person, ScheduleId id, string? reason, CancellationToken cancellationToken) =>
        schedules.PauseAsync(id, reason, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Lets time start runs again.</summary>
    public Task<Schedule> ResumeAsync(Person person, ScheduleId id, CancellationToken cancellationToken) =>
        schedules.ResumeAsync(id, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Starts one run now, in this person's name.</summary>
    public Task<Schedule> TriggerAsync(Person person, ScheduleId id, CancellationToken cancellationToken) =>
        schedules.TriggerAsync(id, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Starts the runs of a time that is past, in this person's name.</summary>
    public Task<BackfillPlan> BackfillAsync(Person person, ScheduleId id, DateTimeOffset from, DateTimeOffset to, bool dryRun, CancellationToken cancellationToken) =>
        schedules.BackfillAsync(id, from, to, dryRun, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Takes a schedule away.</summary>
    public Task DeleteAsync(Person person, ScheduleId id, long? expectedRevision, CancellationToken cancellationToken) =>
        schedules.DeleteAsync(id, expectedRevision, Demanded(person).ToActor(), cancellationToken);

    private static Person Demanded(Person person)
    {
        GateRules.ManageSchedules(person).Demand();
        return person;
    }
}
