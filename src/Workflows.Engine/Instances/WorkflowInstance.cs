using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Instances;

/// <summary>
/// The state of one run of one definition version: what the kernel decides on. It changes only by <see cref="Apply"/>, when a decision is made and
/// when history is replayed alike. Small by design: what is finished is history, not state.
/// </summary>
internal sealed partial class WorkflowInstance
{
    public InstanceId Id { get; set; }

    public TenantId Tenant { get; set; }

    public string Definition { get; set; } = "";

    public SemanticVersion Version { get; set; }

    public string Title { get; set; } = "";

    public string? Reference { get; set; }

    public string? StartKey { get; set; }

    public string StartedBy { get; set; } = "";

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public StepId? End { get; set; }

    public string? Reason { get; set; }

    public InstanceStatus Status { get; set; }

    /// <summary>Who holds it; null when nobody does.</summary>
    public InstancePause? Pause { get; set; }

    /// <summary>How many commits made this state; the store's fence.</summary>
    public long Revision { get; set; }

    /// <summary>How many events made this state.</summary>
    public long Position { get; set; }

    public JsonElement Data { get; set; }

    /// <summary>The last number given to a token.</summary>
    public int LastToken { get; set; }

    /// <summary>The last number given to a scope.</summary>
    public int LastScope { get; set; }

    /// <summary>The last number given to an incident.</summary>
    public int LastIncident { get; set; }

    public List<Token> Tokens { get; set; } = [];

    public List<Scope> Scopes { get; set; } = [];

    /// <summary>The joins of a number of inputs that have gone on and await the others.</summary>
    public List<JoinRound> Rounds { get; set; } = [];

    public List<HumanTask> OpenTasks { get; set; } = [];

    public List<ArmedTimer> Timers { get; set; } = [];

    public List<ScopedWork> Work { get; set; } = [];

    /// <summary>What sagas undo when they fail, in the order it was done.</summary>
    public List<Undoable> Undoables { get; set; } = [];

    public List<Subscription> Subscriptions { get; set; } = [];

    /// <summary>Signals that came before they were waited for, oldest first.</summary>
    public List<KeptSignal> Signals { get; set; } = [];

    /// <summary>The ids of the last signals that senders named, so that one sent twice counts once.</summary>
    public List<string> SignalIds { get; set; } = [];

    public List<Incident> Incidents { get; set; } = [];

    public Dictionary<StepId, StepTrace> Steps { get; set; } = [];

    public Dictionary<int, int> TakenEdges { get; set; } = [];

    /// <summary>Whether nothing can happen to it any more.</summary>
    [JsonIgnore]
    public bool IsEnded => Status is InstanceStatus.Completed or InstanceStatus.Canceled;

    /// <summary>A state of its own with the same content: what a decision works on, so that the original stays as it was.</summary>
    public WorkflowInstance Copy()
    {
        var copy = (WorkflowInstance)MemberwiseClone();
        copy.Tokens = [.. Tokens];
        copy.Scopes = [.. Scopes];
        copy.Rounds = [.. Rounds];
        copy.OpenTasks = [.. OpenTasks];
        copy.Timers = [.. Timers];
        copy.Work = [.. Work];
        copy.Undoables = [.. Undoables];
        copy.Subscriptions = [.. Subscriptions];
        copy.Signals = [.. Signals];
        copy.SignalIds = [.. SignalIds];
        copy.Incidents = [.. Incidents];
        copy.Steps = new Dictionary<StepId, StepTrace>(Steps);
        copy.TakenEdges = new Dictionary<int, int>(TakenEdges);
        return copy;
    }

    /// <summary>The state as a value for those outside the engine.</summary>
    public InstanceSnapshot ToSnapshot() => new()
    {
        Id = Id,
        Tenant = Tenant,
        Definition = Definition,
        Version = Version,
        Title = Title,
        Reference = Reference,
        Status = Status,
        StartedBy = StartedBy,
        StartedAt = StartedAt,
        UpdatedAt = UpdatedAt,
        EndedAt = EndedAt,
        End = End,
        Reason = Reason,
        Pause = Pause,
        Data = Data,
        Revision = Revision,
        Position = Position,
        Tokens = [.. Tokens],
        OpenTasks = [.. OpenTasks],
        Timers = [.. Timers],
        Scopes = [.. Scopes],
        Subscriptions = [.. Subscriptions],
        Incidents = [.. Incidents],
        Steps = ImmutableDictionary.CreateRange(Steps),
        TakenEdges = ImmutableDictionary.CreateRange(TakenEdges),
    };

    /// <summary>The tokens whose timers a store holds: none while it is paused, for they cannot fire.</summary>
    public ImmutableArray<int> StoredTimers() => Pause is null && Timers.Count > 0 ? [.. Timers.Select(t => t.Token)] : [];

    public Token? FindToken(int id) => Find(Tokens, id, static t => t.Id);

    public JoinRound? FindRound(StepId step, int scope) => Rounds.Find(r => r.Step == step && r.Scope == scope);

    public HumanTask? FindTask(HumanTaskId id) => OpenTasks.Find(t => t.Id == id);

    public Scope ScopeOf(int id) => Find(Scopes, id, static s => s.Id) ?? throw new InvalidOperationException($"Instance {Id} has no scope {id}.");

    public ScopedWork? FindWork(int token) => Find(Work, token, static w => w.Token);

    /// <summary>How often the instance, or the called workflow that the scope belongs to, came to a step.</summary>
    public int VisitsOf(StepId step, int scope)
    {
        var trace = ScopeOf(scope).Call is { } call ? ScopeOf(call).Steps?.GetValueOrDefault(step) : Steps.GetValueOrDefault(step);
        return trace?.Visits ?? 0;
    }

    /// <summary>The versions of called workflows that it still needs.</summary>
    [JsonIgnore]
    public IEnumerable<CalledDefinition> Pinned => Scopes.Select(s => s.Definition).Concat(Undoables.Select(u => u.Definition)).OfType<CalledDefinition>();

    /// <summary>Work as its saga sees it: with everything that the scopes between them have for their own.</summary>
    /// <param name="done">The work.</param>
    /// <param name="scope">Where it was done.</param>
    public Undoable Lift(Undoable done, int scope)
    {
        for (var at = ScopeOf(scope); at.Owner != done.Saga && done.Definition is null; at = ScopeOf(at.Parent!.Value))
        {
            if (at.Data is { } own)
            {
                done = done with { Definition = at.Definition, Data = done.Data is { } over ? new DataChange(over, []).ApplyTo(own) : own };
            }
        }

        return done;
    }

    /// <summary>The data as it looks from inside a scope.</summary>
    public JsonElement DataIn(int scope)
    {
        var at = ScopeOf(scope);
        return at switch
        {
            { Parent: null } => Data,
            { Data: null } => DataIn(at.Parent.Value),
            { Definition: null, Data: { } own } => new DataChange(own, []).ApplyTo(DataIn(at.Parent.Value)),
            { Data: { } all } => all,
        };
    }

    // Asked for at every turn of every decision: a predicate would be an object each time, this is none.
    private static T? Find<T>(List<T> list, int id, Func<T, int> idOf)
        where T : class
    {
        var index = IndexOf(list, id, idOf);
        return index < 0 ? null : list[index];
    }

    private static int IndexOf<T>(List<T> list, int id, Func<T, int> idOf)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (idOf(list[i]) == id)
            {
                return i;
            }
        }

        return -1;
    }

    private static void RemoveOf<T>(List<T> list, int id, Func<T, int> idOf)
    {
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (idOf(list[i]) == id)
            {
                list.RemoveAt(i);
            }
        }
    }
}
