using Workflows.Engine.Steps;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>Machine steps that definitions in these tests name; they are never run.</summary>
public sealed class SubmitRequest : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

public sealed class ProcessRequest : MachineStep
{
    public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

public static class Elsewhere
{
    /// <summary>Another class with the same name.</summary>
    public sealed class SubmitRequest : MachineStep
    {
        public override ValueTask ExecuteAsync(StepContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
