using Microsoft.Extensions.Options;
using Workflows.Engine.Attention;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>What is stuck without an incident that says so, over all instances of a tenant, and what helps.</summary>
public sealed class WorkflowAttention
{
    private readonly AttentionWorker _worker;
    private readonly NodeWatch _nodes;
    private readonly InstanceRunner _runner;
    private readonly IInstanceStore _instances;
    private readonly IAttentionStore _open;
    private readonly IAuditStore _audit;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;

    internal WorkflowAttention(
        AttentionWorker worker, NodeWatch nodes, InstanceRunner runner, IInstanceStore instances, IAttentionStore open, IAuditStore audit, IOptions<EngineOptions> options, TimeProvider time) =>
        (_worker, _nodes, _runner, _instances, _open, _audit, _options, _time) = (worker, nodes, runner, instances, open, audit, options.Value, time);

    /// <summary>What was found last; null before the first look after a start.</summary>
    public AttentionReport? Latest(TenantId tenant) => _worker.Latest?.Of(tenant);

    /// <summary>Looks at everything that is open now.</summary>
    public async Task<AttentionReport> SweepAsync(TenantId tenant, CancellationToken cancellationToken = default) => (await _worker.SweepAsync(cancellationToken).ConfigureAwait(false)).Of(tenant);

    /// <summary>Repairs something that was found, or says what that would do.</summary>
    /// <param name="id">What it goes by; see <see cref="StuckItem.Id"/>.</param>
    /// <param name="reason">Why; the audit keeps it.</param>
    /// <param name="isDryRun">Whether nothing is done.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Stops it before it is done.</param>
    /// <exception cref="WorkflowException">It was not found the last time, no reason is given, or somebody has to decide what helps.</exception>
    public async Task<StuckRepairResult> RepairAsync(string id, string reason, bool isDryRun, Actor by, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        var item = _worker.Latest?.Items.FirstOrDefault(found => found.Id == id && found.Tenant == by.Tenant) ?? throw new WorkflowException(new Rejection.StuckItemNotFound(id));
        if (item.Repair is StuckRepair.ByHand)
        {
            throw new WorkflowException(new Rejection.RepairNotPossible($"Somebody has to decide this. {item.Advice}"));
        }

        if (isDryRun)
        {
            return new StuckRepairResult(item, false, item.Advice);
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new WorkflowException(new Rejection.ReasonRequired());
        }

        var act = new AuditRow(by.Tenant, _time.GetUtcNow(), by.Id, by.Channel, "stuck.repair", item.Instance, item.Step?.Value, item.Title, reason);
        var result = item.Kind switch
        {
            StuckKind.TaskLeftOver => await CloseAsync(item, reason, act, cancellationToken).ConfigureAwait(false),
            StuckKind.TimerOverdue => await FireAsync(item, item.Timer!, act, cancellationToken).ConfigureAwait(false),
            _ => await TakeUpAsync(item, act, cancellationToken).ConfigureAwait(false),
        };
        _worker.Forget(id);
        return result;
    }

    private async Task<StuckRepairResult> CloseAsync(StuckItem item, string reason, AuditRow act, CancellationToken cancellationToken) =>
        await _open.CloseLeftOverTaskAsync(item.Tenant, item.Task!.Value, _time.GetUtcNow(), reason, act, cancellationToken).ConfigureAwait(false)
            ? new StuckRepairResult(item, true, "The task is withdrawn.")
            : new StuckRepairResult(item, false, "Nothing had to be done: the task is not open any more, or its instance is.");

    private async Task<StuckRepairResult> FireAsync(StuckItem item, ArmedTimer timer, AuditRow act, CancellationToken cancellationToken)
    {
        var result = await _runner.HandleAsync(item.Tenant, item.Instance, new InstanceCommand.FireTimer(timer.Token, timer.Kind), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (result.Rejection is not null)
        {
            await _instances.ForgetTimerAsync(new DueTimer(item.Tenant, item.Instance, timer.Token, timer.Kind, timer.DueAt), cancellationToken).ConfigureAwait(false);
        }

        await _audit.AddActAsync(act, cancellationToken).ConfigureAwait(false);
        return new StuckRepairResult(item, true, result.Rejection is null ? "The timer has fired." : "The instance did not wait for the timer any more: it is taken away.");
    }

    private async Task<StuckRepairResult> TakeUpAsync(StuckItem item, AuditRow act, CancellationToken cancellationToken)
    {
        var recover = (await _nodes.LookAsync(cancellationToken).ConfigureAwait(false)).ToRecover(_options.MaxStepCrashes);
        var result = await _runner.HandleAsync(item.Tenant, item.Instance, recover, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (result.Rejection is { } refused)
        {
            throw new WorkflowException(refused);
        }

        await _audit.AddActAsync(act, cancellationToken).ConfigureAwait(false);
        return result.Events.Any(e => e is IncidentOpened)
            ? new StuckRepairResult(item, true, "The step has ended too many processes: it has stopped at an incident.")
            : new StuckRepairResult(item, !result.Events.IsEmpty, result.Events.IsEmpty ? "Nothing had to be done: the step does not run any more." : "The step is taken up by this server.");
    }
}
