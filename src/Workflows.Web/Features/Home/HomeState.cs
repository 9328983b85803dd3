using System.Collections.Immutable;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Features.Requests;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Home;

/// <summary>The home page without its looks: the most pressing of what waits for a person, the latest of what they started, and what they can start.</summary>
internal sealed class HomeState(GuardedEngine engine, ILogger<HomeState> logger)
{
    private const int MaxTasks = 6;
    private const int MaxRequests = 5;
    private const int MaxTiles = 6;

    /// <summary>What waits: first what is the person's own, then what they may take; each by age.</summary>
    public LiveList<TaskSummary, HumanTaskId> Tasks { get; } = new(task => task.Id, logger);

    /// <summary>How many tasks wait; null until they are counted.</summary>
    public TaskCounts? Counts { get; private set; }

    /// <summary>What the person started, latest first.</summary>
    public LiveList<Request, InstanceId> Requests { get; } = new(request => request.Instance.Id, logger);

    /// <summary>Some of what can be started: what runs most comes first.</summary>
    public Loaded<Tiles> QuickStart { get; private set; } = Loaded<Tiles>.Pending;

    /// <summary>Reads all three; each can fail on its own.</summary>
    public async Task LoadAsync(Person person, CancellationToken cancellationToken)
    {
        await Tasks.LoadAsync((_, stop) => ReadTasksAsync(person, stop), cancellationToken);
        await Requests.LoadAsync((_, stop) => ReadRequestsAsync(person, stop), cancellationToken);
        QuickStart = await Loading.TryAsync(logger, () => ReadTilesAsync(person, cancellationToken));
    }

    /// <summary>Takes note of changes without moving a row.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await Tasks.RefreshAsync(cancellationToken);
        await Requests.RefreshAsync(cancellationToken);
    }

    private async Task<Page<TaskSummary>> ReadTasksAsync(Person person, CancellationToken cancellationToken)
    {
        Counts = await engine.CountTasksAsync(person, cancellationToken);
        var mine = await engine.ListTasksAsync(person, new TaskFilter(TaskScope.Mine, person.ToActor()), new PageRequest(MaxTasks), cancellationToken);
        var room = MaxTasks - mine.Items.Length;
        var available = room > 0 && Counts.Available > 0
            ? await engine.ListTasksAsync(person, new TaskFilter(TaskScope.Available, person.ToActor()), new PageRequest(room), cancellationToken)
            : new Page<TaskSummary>([], null);
        return new Page<TaskSummary>([.. mine.Items, .. available.Items], null);
    }

    private async Task<Page<Request>> ReadRequestsAsync(Person person, CancellationToken cancellationToken)
    {
        var page = await engine.ListRequestsAsync(person, [], new PageRequest(MaxRequests), cancellationToken);
        return page with { Next = null };
    }

    private async Task<Tiles> ReadTilesAsync(Person person, CancellationToken cancellationToken)
    {
        var all = await engine.ListStartableAsync(person, cancellationToken);
        return new Tiles([.. all.OrderByDescending(definition => definition.OpenInstances).Take(MaxTiles).OrderBy(definition => definition.Name, StringComparer.CurrentCultureIgnoreCase)], all.Count > MaxTiles);
    }
}

/// <summary>What can be started at a click.</summary>
/// <param name="Definitions">The workflows, by name.</param>
/// <param name="HasMore">Whether the catalogue has more.</param>
internal sealed record Tiles(ImmutableArray<DefinitionSummary> Definitions, bool HasMore);
