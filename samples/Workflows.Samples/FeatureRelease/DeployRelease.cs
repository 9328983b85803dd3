using System.Text.Json.Nodes;
using Workflows.Engine.Steps;

namespace Workflows.Samples.FeatureRelease;

/// <summary>Rolls the feature out.</summary>
public sealed class DeployRelease : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        context.Data["deployment"] = new JsonObject
        {
            ["id"] = Simulated.Id("deployment", context),
            ["percent"] = context.Data["rollout"]?["percent"]?.DeepClone() ?? 100,
        };
        return ValueTask.CompletedTask;
    }
}
