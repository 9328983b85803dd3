using System.Text.Json.Nodes;
using Workflows.Engine.Steps;

namespace Workflows.Samples.EmployeeOnboarding;

/// <summary>Makes the account in the directory, named after the colleague.</summary>
public sealed class CreateAccount : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var employee = context.Data["employee"]!;
        context.Data["account"] = new JsonObject
        {
            ["id"] = Simulated.Id("account", context),
            ["name"] = $"{employee["firstName"]}.{employee["lastName"]}".ToLowerInvariant(),
        };
        return ValueTask.CompletedTask;
    }
}
