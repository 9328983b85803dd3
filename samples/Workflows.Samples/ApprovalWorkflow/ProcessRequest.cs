using Workflows.Engine.Steps;

namespace Workflows.Samples.ApprovalWorkflow;

/// <summary>Processes the request, and is skipped when it was not approved.</summary>
public sealed class ProcessRequest : MachineStep
{
    public override ValueTask<bool> CanExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(context.Data["manager_approval"]?["approved"]?.GetValue<bool>() ?? false);

    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        context.Data["processed"] = true;
        return ValueTask.CompletedTask;
    }
}
