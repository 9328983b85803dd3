using Workflows.Engine.Instances;
using Workflows.Engine.Retention;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Auth.Gate;

/// <summary>Retention as one person may use it; see <see cref="GuardedEngine"/>. It is for administrators; others are told so, and nothing has changed.</summary>
internal sealed class GuardedRetention(WorkflowRetention retention)
{
    /// <summary>What is removed when.</summary>
    public RetentionPolicy Policy(Person person)
    {
        Demanded(person);
        return retention.Policy;
    }

    /// <summary>The runs, the latest first.</summary>
    public Task<IReadOnlyList<RetentionRun>> ListRunsAsync(Person person, RetentionRunId? before, int limit, CancellationToken cancellationToken) =>
        retention.ListRunsAsync(Demanded(person).TenantId(), before, limit, cancellationToken);

    /// <summary>A run.</summary>
    public Task<RetentionRun> GetRunAsync(Person person, RetentionRunId id, CancellationToken cancellationToken) =>
        retention.GetRunAsync(Demanded(person).TenantId(), id, cancellationToken);

    /// <summary>Begins a run.</summary>
    public Task<RetentionRun> StartAsync(Person person, bool isDryRun, CancellationToken cancellationToken) =>
        retention.StartAsync(isDryRun, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Stops a run.</summary>
    public Task<RetentionRun> StopAsync(Person person, RetentionRunId id, CancellationToken cancellationToken) =>
        retention.StopAsync(id, Demanded(person).ToActor(), cancellationToken);

    /// <summary>Removes one instance that has ended, for good.</summary>
    public Task<RetentionRun> RemoveAsync(Person person, InstanceId id, string? reason, CancellationToken cancellationToken) =>
        retention.RemoveAsync(id, reason, Demanded(person).ToActor(), cancellationToken);

    private static Person Demanded(Person person)
    {
        GateRules.ManageRetention(person).Demand();
        return person;
    }
}
