using System.Collections.Immutable;

namespace Workflows.Engine.Instances;

/// <summary>The kernel's answer to a command.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>It is done once the events are stored.</summary>
    /// <param name="Events">What happened.</param>
    /// <param name="Next">The state after the events, still at the revision it was decided on.</param>
    public sealed record Accepted(ImmutableArray<InstanceEvent> Events, WorkflowInstance Next) : Decision;

    /// <summary>It is not done, and nothing changes.</summary>
    public sealed record Rejected(Rejection Reason) : Decision;
}
