using System.Collections.Immutable;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Auth.Gate;

/// <summary>The addresses that systems outside call, as one person may see them; see <see cref="GuardedEngine"/>. Who sees an address may call it, so they are for those who may repair.</summary>
internal sealed class GuardedCallbacks(WorkflowCallbacks callbacks, GuardedEngine engine)
{
    /// <summary>The calls that steps of an instance wait for.</summary>
    public async Task<ImmutableArray<CallbackWait>> ListAsync(Person person, InstanceId instance, CancellationToken cancellationToken)
    {
        GateRules.RepairInstance(person, await engine.GetInstanceAsync(person, instance, cancellationToken)).Demand();
        return await callbacks.ListAsync(person.TenantId(), instance, cancellationToken);
    }
}
