using System.Collections.Immutable;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Features.Requests;

/// <summary>A request with whom it waits for.</summary>
/// <param name="Instance">The request.</param>
/// <param name="Waiting">Its open tasks, oldest first; empty when it waits for nobody.</param>
public sealed record Request(InstanceSummary Instance, ImmutableArray<TaskSummary> Waiting);

/// <summary>Reads what a person started, with whom each waits for.</summary>
internal static class RequestReader
{
    /// <summary>A part of what the person started, latest first.</summary>
    public static async Task<Page<Request>> ListRequestsAsync(
        this GuardedEngine engine, Person person, ImmutableArray<InstanceStatus> statuses, PageRequest page, CancellationToken cancellationToken)
    {
        var filter = new InstanceFilter { StartedBy = person.Id, Statuses = statuses };
        var instances = await engine.ListInstancesAsync(person, filter, page, cancellationToken);
        var requests = ImmutableArray.CreateBuilder<Request>(instances.Items.Length);
        foreach (var instance in instances.Items)
        {
            var tasks = instance.Status is InstanceStatus.Waiting or InstanceStatus.Running
                ? await engine.ListInstanceTasksAsync(person, instance.Id, cancellationToken)
                : [];
            requests.Add(new Request(instance, [.. tasks.Where(task => task.IsOpen)]));
        }

        return new Page<Request>(requests.MoveToImmutable(), instances.Next);
    }
}
