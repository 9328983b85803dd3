using System.Collections.Immutable;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Inbox;

/// <summary>The inbox without its looks: which tasks are listed, how many there are, which is selected, and which comes next.</summary>
internal sealed class InboxState(GuardedEngine engine, ILogger<InboxState> logger)
{
    private Person? _person;

    /// <summary>What the address asks for.</summary>
    public InboxQuery Query { get; private set; } = new();

    /// <summary>Whose tasks are listed: the query's scope, or the one that was chosen for it.</summary>
    public TaskScope Scope { get; private set; }

    /// <summary>The tasks: open ones by age, closed ones latest first.</summary>
    public LiveList<TaskSummary, HumanTaskId> Tasks { get; } = new(task => task.Id, logger);

    /// <summary>How many tasks wait; null until they are counted.</summary>
    public TaskCounts? Counts { get; private set; }

    /// <summary>The workflows that the list can be narrowed to.</summary>
    public ImmutableArray<DefinitionSummary> Definitions { get; private set; } = [];

    private ImmutableArray<QuietRow<TaskSummary>> Shown => Tasks.Rows.Value?.Rows ?? [];

    /// <summary>Shows what the address asks for. Only a change of what is listed reads the list again; a change of the selection does not.</summary>
    public async Task LoadAsync(Person person, InboxQuery query, CancellationToken cancellationToken)
    {
        var isListed = _person == person && Query with { Task = null } == query with { Task = null };
        (_person, Query) = (person, query);
        if (isListed)
        {
            return;
        }

        TaskScope? scope = query.Scope;
        await Tasks.LoadAsync(
            async (page, stop) =>
            {
                Counts = await engine.CountTasksAsync(person, stop);
                if (Definitions.IsEmpty)
                {
                    Definitions = [.. await engine.ListDefinitionsAsync(person, stop)];
                }

                // Chosen once, so that the list does not change under somebody who empties it.
                scope ??= Counts is { Mine: 0, Available: > 0 } ? TaskScope.Available : TaskScope.Mine;
                Scope = scope.Value;
                var filter = new TaskFilter(scope.Value, person.ToActor()) { Definition = query.Definition, Search = query.Search };
                return await engine.ListTasksAsync(person, filter, page, stop);
            },
            cancellationToken);
    }

    /// <summary>The open row that is <paramref name="steps"/> away from the selected one; the first when none is selected, null past the ends.</summary>
    public HumanTaskId? Neighbor(int steps)
    {
        var open = Shown.Where(row => !row.IsGone).Select(row => row.Item.Id).ToList();
        var at = Query.Task is { } selected ? open.IndexOf(selected) : -1;
        return at < 0
            ? open.Cast<HumanTaskId?>().FirstOrDefault()
            : at + steps >= 0 && at + steps < open.Count ? open[at + steps] : null;
    }

    /// <summary>The task to go on with after this one: the next in the list, else the one before it, else none.</summary>
    public HumanTaskId? NextAfter(HumanTaskId task)
    {
        var ids = Shown.Select(row => row.Item.Id).ToList();
        var at = ids.IndexOf(task);
        return Shown.Skip(at + 1)
            .Concat(Shown.Take(Math.Max(at, 0)).Reverse())
            .Where(row => !row.IsGone)
            .Select(row => (HumanTaskId?)row.Item.Id)
            .FirstOrDefault();
    }
}
