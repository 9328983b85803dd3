using System.Text.Json.Nodes;
using Workflows.Engine.Steps;

namespace Workflows.Samples.ExpenseApproval;

/// <summary>Pays the expense back. The payment's id comes from the idempotency key, so that a run that is repeated after a crash does not pay twice.</summary>
public sealed class ReimburseExpense : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        context.Data["decision"] = context.Data.ContainsKey("manager_approval") ? "approved" : "automatic";
        context.Data["payment"] = new JsonObject
        {
            ["id"] = Simulated.Id("payment", context),
            ["amount"] = context.Get<decimal>("amount"),
            ["currency"] = context.Get<string>("currency"),
            ["to"] = context.StartedBy,
        };
        return ValueTask.CompletedTask;
    }
}
