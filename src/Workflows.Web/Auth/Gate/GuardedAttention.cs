using Workflows.Engine.Runtime;

namespace Workflows.Web.Auth.Gate;

/// <summary>What is stuck, as one person may see and repair it; see <see cref="GuardedEngine"/>. Who may not is told so, and nothing has changed.</summary>
internal sealed class GuardedAttention(WorkflowAttention attention)
{
    /// <summary>What was found last; without a look before, it looks now.</summary>
    public async Task<AttentionReport> GetAsync(Person person, CancellationToken cancellationToken) =>
        attention.Latest(Demanded(person).TenantId()) ?? await attention.SweepAsync(person.TenantId(), cancellationToken);

    /// <summary>Looks now.</summary>
    public Task<AttentionReport> SweepAsync(Person person, CancellationToken cancellationToken) => attention.SweepAsync(Demanded(person).TenantId(), cancellationToken);

    /// <summary>Repairs something as this person, or says what that would do.</summary>
    public Task<StuckRepairResult> RepairAsync(Person person, string id, string reason, bool isDryRun, CancellationToken cancellationToken) =>
        attention.RepairAsync(id, reason, isDryRun, Demanded(person).ToActor(), cancellationToken);

    private static Person Demanded(Person person)
    {
        GateRules.ManageStuck(person).Demand();
        return person;
    }
}
