namespace Workflows.TestKit;

/// <summary>Runs every task where it is started, before the start returns: what a test did has happened when it looks.</summary>
public sealed class InlineTaskScheduler : TaskScheduler
{
    protected override void QueueTask(Task task)
    {
        TryExecuteTask(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
    {
        return TryExecuteTask(task);
    }

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        return [];
    }
}
