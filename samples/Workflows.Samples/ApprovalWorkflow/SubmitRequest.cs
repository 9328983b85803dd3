using Workflows.Engine.Steps;

namespace Workflows.Samples.ApprovalWorkflow;

/// <summary>Writes down who asks.</summary>
public sealed class SubmitRequest : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        context.Data["submittedBy"] = context.StartedBy;
        return ValueTask.CompletedTask;
    }
}
