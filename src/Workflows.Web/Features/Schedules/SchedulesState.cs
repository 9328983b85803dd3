using System.Collections.Immutable;
using Workflows.Engine.Schedules;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Schedules;

/// <summary>A schedule in the list.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Workflow">What its workflow is called.</param>
/// <param name="NextRun">When the next run is due.</param>
internal sealed record ScheduleLine(Schedule Schedule, string Workflow, DateTimeOffset? NextRun);

/// <summary>The list of schedules, and what it is narrowed to. There are few enough to narrow them here.</summary>
internal sealed class SchedulesState(GuardedSchedules schedules, GuardedEngine engine, TimeProvider time, ILogger<SchedulesState> logger)
{
    private string _search = "";

    /// <summary>All schedules, by name.</summary>
    public Loaded<IReadOnlyList<ScheduleLine>> All { get; private set; } = Loaded<IReadOnlyList<ScheduleLine>>.Pending;

    /// <summary>Those whose name or workflow contains every word of the search.</summary>
    public ImmutableArray<ScheduleLine> Shown => [.. (All.Value ?? []).Where(line => _search.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        line.Schedule.Spec.Name.Contains(word, StringComparison.CurrentCultureIgnoreCase) || line.Workflow.Contains(word, StringComparison.CurrentCultureIgnoreCase)))];

    /// <summary>Reads the list. What is shown stays until the answer is there.</summary>
    public async Task LoadAsync(Person person, string? search, CancellationToken cancellationToken)
    {
        _search = search ?? "";
        if (All.Value is null)
        {
            await ReloadAsync(person, cancellationToken);
        }
    }

    /// <summary>Reads the list again.</summary>
    public async Task ReloadAsync(Person person, CancellationToken cancellationToken) => All = await Loading.TryAsync(logger, () => ReadAsync(person, cancellationToken));

    private async Task<IReadOnlyList<ScheduleLine>> ReadAsync(Person person, CancellationToken cancellationToken)
    {
        var all = await schedules.ListAsync(person, cancellationToken);
        var names = (await engine.ListDefinitionsAsync(person, cancellationToken)).ToDictionary(definition => definition.Key, definition => definition.Name);
        var now = time.GetUtcNow();
        return [.. all.Select(schedule => new ScheduleLine(schedule, names.GetValueOrDefault(schedule.Spec.Definition, schedule.Spec.Definition), schedule.NextRun(now)))];
    }
}
