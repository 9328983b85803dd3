using System.Text.Json.Nodes;
using Workflows.Engine.Steps;

namespace Workflows.Samples.EmployeeOnboarding;

/// <summary>Makes the mailbox of the account that the step before made.</summary>
public sealed class CreateMailbox : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        context.Data["mailbox"] = new JsonObject { ["id"] = Simulated.Id("mailbox", context), ["address"] = $"{context.Data["account"]!["name"]}@example.com" };
        return ValueTask.CompletedTask;
    }
}
