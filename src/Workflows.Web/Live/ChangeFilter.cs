using Workflows.Engine;
using Workflows.Engine.Instances;

namespace Workflows.Web.Live;

/// <summary>Which changes a page wants to hear of.</summary>
/// <param name="Tenant">The tenant; no change of another one is ever told.</param>
internal readonly record struct ChangeFilter(TenantId Tenant)
{
    /// <summary>Only this instance. The default is every instance.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Only changes of human tasks: created, claimed, released, completed, withdrawn. The default is every change.</summary>
    public bool TasksOnly { get; init; }
}
