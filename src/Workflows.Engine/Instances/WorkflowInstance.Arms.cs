using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Instances;

/// <content>What an instance is armed for: tasks, timers, triggers and signals; and its incidents.</content>
internal sealed partial class WorkflowInstance
{
    /// <summary>How many signals are kept that nothing waits for yet: no sender fills up the state of an instance.</summary>
    public const int MaxSignals = 1000;

    /// <summary>How many ids of signals are kept, to know one that is sent twice.</summary>
    private const int MaxSignalIds = 100;

    private void Remember(string signal)
    {
        SignalIds.Add(signal);
        if (SignalIds.Count > MaxSignalIds)
        {
            SignalIds.RemoveAt(0);
        }
    }

    private void Forget(string signal) => Signals.RemoveAll(s => s.Id == signal);

    private void Fire(TriggerFired e) => Subscriptions.RemoveAll(s => s.Token == e.Token && s.Trigger == e.Trigger && s.Signal is null);

    private void Fire(TimerFired e) => Timers.RemoveAll(t => t.Token == e.Token && t.Kind == e.Kind);

    /// <summary>A token waits for no time and no trigger any more.</summary>
    private void Disarm(int token)
    {
        RemoveOf(Timers, token, static t => t.Token);
        RemoveOf(Subscriptions, token, static s => s.Token);
    }

    private void Change(HumanTaskId task, string? assignee) => Change(OpenTasks, t => t.Id == task, t => t with { Assignee = assignee });

    private void Close(HumanTaskId task) => OpenTasks.RemoveAll(t => t.Id == task);

    private void Resolve(int incident) => Incidents.RemoveAll(i => i.Id == incident);
}
