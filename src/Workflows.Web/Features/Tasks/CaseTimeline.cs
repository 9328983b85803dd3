using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Features.Instances;

namespace Workflows.Web.Features.Tasks;

/// <summary>A line of what happened so far.</summary>
/// <param name="At">When.</param>
/// <param name="Line">What, in words.</param>
public sealed record CaseEvent(DateTimeOffset At, EventLine Line);

/// <summary>Tells an instance's history in the few lines that an approver needs; the instance's page tells all of it.</summary>
internal static class CaseTimeline
{
    /// <summary>What people did, what ran, what went wrong, and what is offered now; oldest first.</summary>
    public static ImmutableArray<CaseEvent> Of(IReadOnlyList<HistoryEntry> history, WorkflowDefinition definition, EventText words)
    {
        var closed = history
            .Select(entry => entry.Event switch
            {
                HumanTaskCompleted e => e.Task,
                HumanTaskCanceled e => e.Task,
                _ => default,
            })
            .ToHashSet();
        return
        [
            .. history
                .Where(entry => entry.Event switch
                {
                    HumanTaskCreated e => !closed.Contains(e.Task.Id),
                    StepCompleted e => definition.FindStep(e.Step)?.Kind is not StepKind.Gateway,
                    _ => true,
                })
                .Select(entry => (entry.Event, Line: words.Of(entry.Event)))
                .Where(told => !told.Line.IsDetail)
                .Select(told => new CaseEvent(told.Event.At, told.Event is StepCompleted or HumanTaskCreated ? told.Line with { Note = null } : told.Line)),
        ];
    }
}
