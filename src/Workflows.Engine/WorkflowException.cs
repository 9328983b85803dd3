using Workflows.Engine.Instances;

namespace Workflows.Engine;

/// <summary>Something asked of the engine was not done, and nothing has changed; <see cref="Rejection"/> says why.</summary>
public sealed class WorkflowException(Rejection rejection) : Exception(rejection.Message)
{
    /// <summary>Why.</summary>
    public Rejection Rejection { get; } = rejection;
}
