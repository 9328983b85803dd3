using System.Text.Json.Nodes;
using Workflows.Engine.Steps;

namespace Workflows.Samples.DocumentApproval;

/// <summary>Puts the document where people find it.</summary>
public sealed class PublishDocument : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        context.Data["publication"] = new JsonObject { ["id"] = Simulated.Id("document", context), ["approvedBy"] = context.Data["review"]?["by"]?.DeepClone() };
        return ValueTask.CompletedTask;
    }
}
