using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>An instance in a list.</summary>
public sealed record InstanceRow
{
    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The key of its definition.</summary>
    public required string Definition { get; init; }

    /// <summary>The name of its definition.</summary>
    public required string DefinitionName { get; init; }

    /// <summary>The version it stays on.</summary>
    public required string Version { get; init; }

    /// <summary>What people read.</summary>
    public required string Title { get; init; }

    /// <summary>The business reference.</summary>
    public string? Reference { get; init; }

    /// <summary>How it is doing.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was completed or canceled.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The names of the steps it is at, for people.</summary>
    public string? CurrentSteps { get; init; }

    /// <summary>How many incidents are open.</summary>
    public required int Incidents { get; init; }

    internal static InstanceRow Of(InstanceSummary row) => new()
    {
        Id = row.Id.Value,
        Definition = row.Definition,
        DefinitionName = row.DefinitionName,
        Version = row.Version.ToString(),
        Title = row.Title,
        Reference = row.Reference,
        Status = row.Status,
        StartedBy = row.StartedBy,
        StartedAt = row.StartedAt,
        UpdatedAt = row.UpdatedAt,
        EndedAt = row.EndedAt,
        CurrentSteps = row.CurrentSteps,
        Incidents = row.Incidents,
    };
}

/// <summary>An instance.</summary>
public sealed record InstanceResource
{
    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The key of its definition.</summary>
    public required string Definition { get; init; }

    /// <summary>The version it stays on.</summary>
    public required string Version { get; init; }

    /// <summary>What people read.</summary>
    public required string Title { get; init; }

    /// <summary>The business reference.</summary>
    public string? Reference { get; init; }

    /// <summary>How it is doing.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was completed or canceled.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The nominated end it reached last.</summary>
    public string? End { get; init; }

    /// <summary>Why it was canceled, or what it stopped at.</summary>
    public string? Reason { get; init; }

    /// <summary>Its data.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>How often it changed; also the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>The number of its last event; what <c>after</c> means when you wait for it to move on.</summary>
    public required long Position { get; init; }

    /// <summary>The steps it is at.</summary>
    public required ImmutableArray<string> CurrentSteps { get; init; }

    /// <summary>Where it is, one by one: what repairs are addressed by.</summary>
    public required ImmutableArray<TokenResource> Tokens { get; init; }

    /// <summary>Who holds it, and why; absent when nobody does.</summary>
    public InstancePause? Pause { get; init; }

    /// <summary>The tasks that people can do now.</summary>
    public required ImmutableArray<OpenTaskResource> OpenTasks { get; init; }

    /// <summary>The moments it waits for.</summary>
    public required ImmutableArray<TimerResource> Timers { get; init; }

    /// <summary>Where it stands still, and why.</summary>
    public required ImmutableArray<IncidentResource> Incidents { get; init; }

    /// <summary>What you can do to it, and why or why not.</summary>
    public required ImmutableArray<AllowedAction> AllowedActions { get; init; }

    /// <summary>Only when starting: whether the start key was used before, and this is the instance that has it.</summary>
    public bool? Existing { get; init; }

    internal static InstanceResource Of(InstanceSnapshot instance, Person person) => new()
    {
        Id = instance.Id.Value,
        Definition = instance.Definition,
        Version = instance.Version.ToString(),
        Title = instance.Title,
        Reference = instance.Reference,
        Status = instance.Status,
        StartedBy = instance.StartedBy,
        StartedAt = instance.StartedAt,
        UpdatedAt = instance.UpdatedAt,
        EndedAt = instance.EndedAt,
        End = instance.End?.Value,
        Reason = instance.Reason,
        Data = instance.Data,
        Revision = instance.Revision,
        Position = instance.Position,
        CurrentSteps = [.. instance.CurrentSteps.Select(step => step.Value)],
        Tokens = [.. instance.Tokens.Select(TokenResource.Of)],
        Pause = instance.Pause,
        OpenTasks = [.. instance.OpenTasks.Select(OpenTaskResource.Of)],
        Timers = [.. instance.Timers.Select(timer => TimerResource.Of(timer, instance))],
        Incidents = [.. instance.Incidents.Select(IncidentResource.Of)],
        AllowedActions = AllowedAction.On(instance, person),
    };
}

/// <summary>A place where an instance is.</summary>
public sealed record TokenResource
{
    /// <summary>Its number in the instance.</summary>
    public required int Id { get; init; }

    /// <summary>The step that holds it; of one that is pending, the step it is on its way to.</summary>
    public required string Step { get; init; }

    /// <summary>How the step is doing; pending while it waits for the step's other inputs.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>The part of the instance it belongs to; 0 is the instance itself.</summary>
    public required int Scope { get; init; }

    /// <summary>Which try of the step's work this is, from 1; absent for one on its way.</summary>
    public int? Attempt { get; init; }

    /// <summary>How far its machine step said it is.</summary>
    public StepProgress? Progress { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    internal static TokenResource Of(Token token) => new()
    {
        Id = token.Id,
        Step = token.Step.Value,
        Status = token.Status,
        Scope = token.Scope,
        Attempt = token.IsOnEdge ? null : token.Attempt,
        Progress = token.Progress,
        Since = token.Since,
    };
}

/// <summary>An open task of an instance.</summary>
public sealed record OpenTaskResource
{
    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The step it belongs to.</summary>
    public required string Step { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Offered to several people, or allocated to one.</summary>
    public required HumanTaskStatus Status { get; init; }

    /// <summary>Whose it is, once allocated.</summary>
    public string? Assignee { get; init; }

    /// <summary>The people it is offered to.</summary>
    public required ImmutableArray<string> Users { get; init; }

    /// <summary>The groups it is offered to; with no people either, anybody may do it.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>When it should be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    internal static OpenTaskResource Of(HumanTask task) => new()
    {
        Id = task.Id.Value,
        Step = task.Step.Value,
        Title = task.Title,
        Status = task.Status,
        Assignee = task.Assignee,
        Users = task.Users,
        Groups = task.Groups,
        DueAt = task.DueAt,
    };
}

/// <summary>A moment that an instance waits for.</summary>
public sealed record TimerResource
{
    /// <summary>The step that waits.</summary>
    public string? Step { get; init; }

    /// <summary>The number of the token that waits.</summary>
    public required int Token { get; init; }

    /// <summary>Whether it completes a timer step, ends a step that takes too long, or tries a failed one again.</summary>
    public required TimerKind Kind { get; init; }

    /// <summary>The moment.</summary>
    public required DateTimeOffset DueAt { get; init; }

    internal static TimerResource Of(ArmedTimer timer, InstanceSnapshot instance) => new()
    {
        Step = instance.Tokens.FirstOrDefault(token => token.Id == timer.Token)?.Step.Value,
        Token = timer.Token,
        Kind = timer.Kind,
        DueAt = timer.DueAt,
    };
}

/// <summary>A branch that cannot go on.</summary>
public sealed record IncidentResource
{
    /// <summary>Its number in the instance: what its retry is addressed by.</summary>
    public required int Id { get; init; }

    /// <summary>What went wrong: a stable name.</summary>
    public required string Code { get; init; }

    /// <summary>What went wrong, where and why.</summary>
    public required string Message { get; init; }

    /// <summary>The step that stands still; absent when the whole instance does.</summary>
    public string? Step { get; init; }

    /// <summary>The expression that could not be evaluated.</summary>
    public string? Expression { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    internal static IncidentResource Of(Incident incident) => new()
    {
        Id = incident.Id,
        Code = incident.Code,
        Message = incident.Message,
        Step = incident.Step?.Value,
        Expression = incident.Expression,
        At = incident.At,
    };
}

/// <summary>A part of an instance's history.</summary>
public sealed record HistoryPage
{
    /// <summary>The events, oldest first.</summary>
    public required ImmutableArray<HistoryRow> Items { get; init; }

    /// <summary>What to pass as <c>after</c> for the events after these; null when there are none yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? NextAfter { get; init; }
}

/// <summary>One event of a history.</summary>
public sealed record HistoryRow
{
    /// <summary>Its number in the instance, from 1.</summary>
    public required long Position { get; init; }

    /// <summary>What kind of event, with the version of its shape, such as <c>human-task-completed.v1</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who caused it; absent when the engine did.</summary>
    public string? Actor { get; init; }

    /// <summary>The step it is about; absent when it is about the whole instance.</summary>
    public string? Step { get; init; }

    /// <summary>What happened, as a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>The event as it is stored.</summary>
    public required JsonElement Event { get; init; }

    internal static HistoryRow Of(HistoryEntry entry, Features.Instances.EventText words)
    {
        var stored = JsonSerializer.SerializeToElement(entry.Event, JsonSerializerOptions.Web);
        return new HistoryRow
        {
            Position = entry.Position,
            Type = stored.GetProperty("type").GetString()!,
            At = entry.Event.At,
            Actor = entry.Event.Actor,
            Step = entry.Event.About?.Value,
            Text = words.Of(entry.Event).Text,
            Event = stored,
        };
    }
}
