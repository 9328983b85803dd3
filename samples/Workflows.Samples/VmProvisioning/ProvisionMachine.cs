using System.Text.Json.Nodes;
using Workflows.Engine.Steps;

namespace Workflows.Samples.VmProvisioning;

/// <summary>
/// Provisions the machine. An exception stops the branch at an incident, where an operator can try again: for a large machine that helps, as the second try finds
/// a raised quota; an impossible one stays impossible until it is canceled.
/// </summary>
public sealed class ProvisionMachine : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var size = context.Get<string>("size");
        if (size == "impossible")
        {
            throw new InvalidOperationException("No host has room for a machine of this size.");
        }

        if (size == "large" && context.Attempt == 1)
        {
            throw new InvalidOperationException("The quota for large machines is used up. Raise it and try again.");
        }

        context.Data["machine"] = new JsonObject
        {
            ["id"] = Simulated.Id("vm", context),
            ["name"] = context.Get<string>("name"),
            ["address"] = Simulated.Address(context),
        };
        return ValueTask.CompletedTask;
    }
}
