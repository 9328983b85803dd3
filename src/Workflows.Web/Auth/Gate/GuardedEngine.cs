using System.Text.Json;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Web.Auth.Gate;

/// <summary>
/// The engine and its queries as one person may use them: the only way for pages and the API to either. Every call stays in the person's tenant and asks
/// <see cref="GateRules"/> first. What the person may not see is a <see cref="WorkflowException"/> that says it is not there, as if it were not; what
/// they see but may not do is a <see cref="ForbiddenException"/>. Either way nothing has changed.
/// </summary>
internal sealed partial class GuardedEngine(IWorkflowEngine engine, IWorkflowQueries queries)
{
    /// <summary>Starts an instance as this person, whoever <see cref="StartRequest.By"/> names.</summary>
    public Task<InstanceSnapshot> StartAsync(Person person, StartRequest request, CancellationToken cancellationToken)
    {
        GateRules.Start(person).Demand();
        return engine.StartAsync(request with { By = person.ToActor() }, cancellationToken);
    }

    /// <summary>The instances that match, of everyone for those who may see them, else those the person started.</summary>
    public Task<Page<InstanceSummary>> ListInstancesAsync(Person person, InstanceFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        if (!GateRules.ListAllInstances(person).Allowed)
        {
            if (filter.StartedBy is { } other && other != person.Id)
            {
                return Task.FromResult(new Page<InstanceSummary>([], null));
            }

            filter = filter with { StartedBy = person.Id };
        }

        return queries.ListInstancesAsync(person.TenantId(), filter, page, cancellationToken);
    }

    /// <summary>An instance with its data.</summary>
    public async Task<InstanceSnapshot> GetInstanceAsync(Person person, InstanceId id, CancellationToken cancellationToken)
    {
        var instance = await queries.FindInstanceAsync(person.TenantId(), id, cancellationToken);
        return instance is not null && GateRules.SeeInstance(person, instance, await IsInvolvedAsync(person, instance, cancellationToken)).Allowed
            ? instance
            : throw new WorkflowException(new Rejection.InstanceNotFound(id));
    }

    /// <summary>The events of an instance after a position, oldest first.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(Person person, InstanceId id, long after, int limit, CancellationToken cancellationToken)
    {
        var instance = await GetInstanceAsync(person, id, cancellationToken);
        GateRules.SeeHistory(person, instance, await IsInvolvedAsync(person, instance, cancellationToken)).Demand();
        return await queries.ListHistoryAsync(person.TenantId(), id, after, limit, cancellationToken);
    }

    /// <summary>The human tasks of an instance, open and closed, oldest first.</summary>
    public async Task<IReadOnlyList<TaskSummary>> ListInstanceTasksAsync(Person person, InstanceId id, CancellationToken cancellationToken)
    {
        await GetInstanceAsync(person, id, cancellationToken);
        return await queries.ListInstanceTasksAsync(person.TenantId(), id, cancellationToken);
    }

    /// <summary>Calls an instance off.</summary>
    public async Task<InstanceSnapshot> CancelAsync(Person person, InstanceId id, string reason, CancellationToken cancellationToken)
    {
        GateRules.CancelInstance(person, await GetInstanceAsync(person, id, cancellationToken)).Demand();
        return await engine.CancelAsync(id, reason, person.ToActor(), cancellationToken);
    }

    /// <summary>Sends a signal to an instance as this person, whoever <see cref="SignalRequest.By"/> names.</summary>
    public async Task<InstanceSnapshot> SignalAsync(Person person, SignalRequest request, CancellationToken cancellationToken)
    {
        GateRules.SendSignal(person, await GetInstanceAsync(person, request.Instance, cancellationToken)).Demand();
        return await engine.SignalAsync(request with { By = person.ToActor() }, cancellationToken);
    }

    /// <summary>Adds an element to a step that is under way for several.</summary>
    public async Task<InstanceSnapshot> AddElementAsync(Person person, InstanceId id, StepId step, JsonElement item, CancellationToken cancellationToken)
    {
        GateRules.AddElement(person, await GetInstanceAsync(person, id, cancellationToken)).Demand();
        return await engine.AddElementAsync(id, step, item, person.ToActor(), cancellationToken);
    }

    /// <summary>Lets the branch that stopped at an incident try again.</summary>
    public async Task<InstanceSnapshot> RetryAsync(Person person, InstanceId id, int incident, CancellationToken cancellationToken)
    {
        GateRules.RetryIncident(person, await GetInstanceAsync(person, id, cancellationToken)).Demand();
        return await engine.RetryAsync(id, incident, person.ToActor(), cancellationToken);
    }

    /// <summary>Repairs an instance as this person, whoever <see cref="RepairRequest.By"/> names, or says what that would do.</summary>
    public async Task<RepairResult> RepairAsync(Person person, RepairRequest request, CancellationToken cancellationToken)
    {
        GateRules.RepairInstance(person, await GetInstanceAsync(person, request.Instance, cancellationToken)).Demand();
        return await engine.RepairAsync(request with { By = person.ToActor() }, cancellationToken);
    }

    /// <summary>Whether the person is involved; not asked of the store when the answer would not matter.</summary>
    private async Task<bool> IsInvolvedAsync(Person person, InstanceSnapshot instance, CancellationToken cancellationToken) =>
        !GateRules.SeeInstance(person, instance, isInvolved: false).Allowed
        && instance.Tenant == person.TenantId()
        && await queries.IsInvolvedAsync(person.ToActor(), instance.Id, cancellationToken);
}
