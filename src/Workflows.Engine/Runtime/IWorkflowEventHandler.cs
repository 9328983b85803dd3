using Workflows.Engine.Events;

namespace Workflows.Engine.Runtime;

/// <summary>
/// Is told of events in this process, after they are durable. At least once each: after a crash, or when it throws, it is told again, up to ten times over two days. Resolved from
/// dependency injection for every event, so scoped services work. Registered by <c>AddEventHandler</c>.
/// </summary>
public interface IWorkflowEventHandler
{
    /// <summary>Handles one event. It has 30 seconds.</summary>
    /// <param name="happened">What happened; its id is the same every time.</param>
    /// <param name="cancellationToken">Asks it to stop: its time is over, or the host stops.</param>
    Task HandleAsync(WorkflowEvent happened, CancellationToken cancellationToken);
}
