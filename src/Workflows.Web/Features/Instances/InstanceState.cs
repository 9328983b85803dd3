using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Instances;

/// <summary>An instance with all that its page shows, as it stood after one commit.</summary>
internal sealed record InstanceView
{
    /// <summary>The instance.</summary>
    public required InstanceSnapshot Instance { get; init; }

    /// <summary>The version it runs.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>Its tasks, open and closed, oldest first.</summary>
    public required ImmutableArray<TaskSummary> Tasks { get; init; }

    /// <summary>The latest of what happened.</summary>
    public required HistoryWindow History { get; init; }

    /// <summary>Whether a person who keeps the engine running looks: they see how it worked, others what it means for them.</summary>
    public required bool IsOperator { get; init; }

    /// <summary>The calls by systems outside that it waits for; none for those who may not see where to call.</summary>
    public required ImmutableArray<CallbackWait> Calls { get; init; }

    /// <summary>Whether the person may call it off, and why or why not.</summary>
    public required AllowedAction Cancel { get; init; }

    /// <summary>Whether the person may repair it, and why or why not.</summary>
    public required AllowedAction Repair { get; init; }

    /// <summary>Whether the person may retry what stands still, and why or why not.</summary>
    public required AllowedAction Retry { get; init; }
}

/// <summary>What the page of an instance shows and does.</summary>
internal sealed class InstanceState(GuardedEngine engine, GuardedCallbacks callbacks, ILogger<InstanceState> logger)
{
    private Person? _person;
    private InstanceId? _id;
    private bool _isReadingEarlier;

    /// <summary>The instance.</summary>
    public Loaded<InstanceView> View { get; private set; } = Loaded<InstanceView>.Pending;

    /// <summary>Why the last thing the person did could not be done; null when it could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Reads an instance, unless it is the one that is shown.</summary>
    public async Task LoadAsync(Person person, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var value))
        {
            _id = null;
            View = Loaded<InstanceView>.Failed($"“{id}” is not the id of an instance.", isMissing: true);
        }
        else if (_id != new InstanceId(value) || View.Value is null)
        {
            (_person, _id) = (person, new InstanceId(value));
            View = Loaded<InstanceView>.Pending;
            await ReloadAsync(cancellationToken);
        }
    }

    /// <summary>Reads everything again.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        if (_id is { } id)
        {
            var read = await Loading.TryAsync(logger, () => ReadAsync(_person!, id, null, cancellationToken));
            if (id == _id)
            {
                View = read;
            }
        }
    }

    /// <summary>Takes over what was committed since. A failure changes nothing: what is shown is older, but right.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_id is { } id && View.Value is { } shown)
        {
            var read = await Loading.TryAsync(logger, () => ReadAsync(_person!, id, shown, cancellationToken));
            if (id == _id && read.Value is { } fresh && fresh.Instance.Revision >= View.Value?.Instance.Revision)
            {
                View = Loaded<InstanceView>.Of(fresh with { History = View.Value!.History.With(fresh.History.Entries) });
            }
        }
    }

    /// <summary>Reads what happened before the events that are shown.</summary>
    public async Task LoadEarlierAsync(CancellationToken cancellationToken)
    {
        if (_isReadingEarlier || _id is not { } id || View.Value is not { History: { HasEarlier: true } history })
        {
            return;
        }

        _isReadingEarlier = true;
        var limit = (int)Math.Min(HistoryWindow.Size, history.EarlierCount);
        var read = await Loading.TryAsync(logger, () => engine.ListHistoryAsync(_person!, id, history.EarlierCount - limit, limit, cancellationToken));
        _isReadingEarlier = false;
        Failure = read.Failure;
        if (read.Value is { } earlier && id == _id && View.Value is { } shown)
        {
            View = Loaded<InstanceView>.Of(shown with { History = shown.History.With(earlier) });
        }
    }

    /// <summary>Calls the instance off. False when it could not be; <see cref="Failure"/> says why.</summary>
    public Task<bool> CancelAsync(string reason, CancellationToken cancellationToken) =>
        DoAsync(id => engine.CancelAsync(_person!, id, reason, cancellationToken), cancellationToken);

    /// <summary>Lets a branch that stands still try again. False when it could not; <see cref="Failure"/> says why.</summary>
    public Task<bool> RetryAsync(int incident, CancellationToken cancellationToken) =>
        DoAsync(id => engine.RetryAsync(_person!, id, incident, cancellationToken), cancellationToken);

    /// <summary>Holds the instance, or lets it go on. False when it could not; <see cref="Failure"/> says why.</summary>
    public Task<bool> PauseAsync(bool isPaused, string reason, CancellationToken cancellationToken) =>
        DoAsync(
            async id => (await engine.RepairAsync(_person!, new RepairRequest(id, isPaused ? new Repair.Pause() : new Repair.Resume(), reason, _person!.ToActor()), cancellationToken)).Instance,
            cancellationToken);

    /// <summary>What canceling it would withdraw, a sentence each; empty when nothing is open.</summary>
    public static ImmutableArray<string> WithdrawnByCancel(InstanceSnapshot instance, WorkflowDefinition definition, Func<string, string> nameOf)
    {
        string Name(StepId step) => definition.FindStep(step)?.Name ?? step.Value;
        return
        [
            .. instance.OpenTasks.Select(task => task.Assignee is { } assignee
                ? $"The task “{Name(task.Step)}” of {nameOf(assignee)}"
                : $"The task “{Name(task.Step)}”, offered to {Words.Candidates([.. task.Users.Select(nameOf)], task.Groups)}"),
            .. instance.Timers.Select(timer => $"The timer of “{Name(StepOf(instance, timer))}”").Distinct(),
            .. instance.Tokens.Where(token => !token.IsOnEdge && token.Status is StepStatus.Running).Select(token => $"The running step “{Name(token.Step)}”: its result will not count"),
            .. instance.Incidents.Select(incident => incident.Step is { } step ? $"The incident of “{Name(step)}”" : "The incident of the instance"),
        ];
    }

    private static StepId StepOf(InstanceSnapshot instance, ArmedTimer timer) => instance.Tokens.First(token => token.Id == timer.Token).Step;

    private async Task<bool> DoAsync(Func<InstanceId, Task<InstanceSnapshot>> act, CancellationToken cancellationToken)
    {
        if (_id is not { } id)
        {
            return false;
        }

        var done = await Loading.TryAsync(logger, () => act(id));
        Failure = done.Failure;

        // Done or not: somebody else may have been faster, and the page must say so.
        await RefreshAsync(cancellationToken);
        return done.Value is not null;
    }

    private async Task<InstanceView> ReadAsync(Person person, InstanceId id, InstanceView? known, CancellationToken cancellationToken)
    {
        var instance = await engine.GetInstanceAsync(person, id, cancellationToken);
        var definition = known?.Definition ?? await engine.GetDefinitionAsync(person, instance.Definition, instance.Version, cancellationToken);
        var after = known?.History.Last ?? Math.Max(0, instance.Position - HistoryWindow.Size);
        var history = new List<HistoryEntry>();
        IReadOnlyList<HistoryEntry> read;
        do
        {
            read = await engine.ListHistoryAsync(person, id, after + history.Count, HistoryWindow.Size, cancellationToken);
            history.AddRange(read);
        }
        while (read.Count == HistoryWindow.Size && known is not null);

        var actions = AllowedAction.On(instance, person);
        var repair = actions.Single(action => action.Action == AllowedAction.Repair);
        var isCalled = instance.Subscriptions.Any(subscription => subscription.Signal is { } signal && Trigger.Webhook.NameIn(signal) is not null);
        return new InstanceView
        {
            Instance = instance,
            Definition = definition,
            Tasks = [.. await engine.ListInstanceTasksAsync(person, id, cancellationToken)],
            History = new HistoryWindow([.. history]),
            Calls = isCalled && repair.Allowed ? await callbacks.ListAsync(person, id, cancellationToken) : [],
            IsOperator = GateRules.ListAllInstances(person).Allowed,
            Cancel = actions.Single(action => action.Action == AllowedAction.Cancel),
            Repair = repair,
            Retry = actions.Single(action => action.Action == AllowedAction.Retry),
        };
    }
}
