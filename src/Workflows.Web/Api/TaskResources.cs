using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;
using Workflows.Web.Auth;
using Workflows.Web.Auth.Gate;

namespace Workflows.Web.Api;

/// <summary>A decision.</summary>
public sealed record CompleteTask
{
    /// <summary>One of the task's outcomes; leave it out when it has none.</summary>
    public string? Outcome { get; init; }

    /// <summary>The filled form. The default is an empty object.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>What you say about it; some outcomes ask for it.</summary>
    public string? Comment { get; init; }
}

/// <summary>How many open tasks you have; each is counted to at most 1,000.</summary>
public sealed record TaskCountsResource
{
    /// <summary>Allocated to you.</summary>
    public required int Mine { get; init; }

    /// <summary>Offered to you.</summary>
    public required int Available { get; init; }
}

/// <summary>A task in a list.</summary>
public record TaskRow
{
    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The instance it belongs to.</summary>
    public required Guid Instance { get; init; }

    /// <summary>The title of that instance.</summary>
    public required string InstanceTitle { get; init; }

    /// <summary>The business reference of that instance.</summary>
    public string? Reference { get; init; }

    /// <summary>Who started that instance.</summary>
    public required string Requester { get; init; }

    /// <summary>The key of the definition.</summary>
    public required string Definition { get; init; }

    /// <summary>The name of the definition.</summary>
    public required string DefinitionName { get; init; }

    /// <summary>The version of the definition.</summary>
    public required string Version { get; init; }

    /// <summary>The step it belongs to.</summary>
    public required string Step { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>One line that lets you understand it.</summary>
    public string? Summary { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required HumanTaskStatus Status { get; init; }

    /// <summary>Whose it is, once allocated.</summary>
    public string? Assignee { get; init; }

    /// <summary>The people it is offered to.</summary>
    public required ImmutableArray<string> Users { get; init; }

    /// <summary>The groups it is offered to; with no people either, anybody may do it.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it should be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was decided or withdrawn.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who decided it.</summary>
    public string? CompletedBy { get; init; }

    /// <summary>What they chose.</summary>
    public string? Outcome { get; init; }

    /// <summary>Its revision; also the ETag.</summary>
    public required long Revision { get; init; }

    internal static TaskRow Of(TaskSummary task) => new()
    {
        Id = task.Id.Value,
        Instance = task.Instance.Value,
        InstanceTitle = task.InstanceTitle,
        Reference = task.Reference,
        Requester = task.Requester,
        Definition = task.Definition,
        DefinitionName = task.DefinitionName,
        Version = task.Version.ToString(),
        Step = task.Step.Value,
        Title = task.Title,
        Summary = task.Summary,
        Status = task.Status,
        Assignee = task.Assignee,
        Users = task.Users,
        Groups = task.Groups,
        CreatedAt = task.CreatedAt,
        DueAt = task.DueAt,
        ClosedAt = task.ClosedAt,
        CompletedBy = task.CompletedBy,
        Outcome = task.Outcome,
        Revision = task.Revision,
    };
}

/// <summary>A task with all that is needed to decide it.</summary>
public sealed record TaskResource : TaskRow
{
    [SetsRequiredMembers]
    private TaskResource(TaskCase about, Person person)
        : base(Of(about.Task))
    {
        var (isEligible, reason) = about.Task.EligibilityOf(person.ToActor());
        Form = FormResource.Of(about.Body.Form);
        Outcomes = [.. about.Body.Outcomes.Select(OutcomeResource.Of)];
        Data = about.Instance?.Data;
        Answers = about.Instance is null ? null : about.Task.Answers;
        Comment = about.Task.Comment;
        Eligibility = new EligibilityResource { IsEligible = isEligible, Reason = reason };
        AllowedActions = AllowedAction.On(about.Task, person);
    }

    /// <summary>What the data of a decision must be.</summary>
    [JsonPropertyOrder(1)]
    public required FormResource Form { get; init; }

    /// <summary>The decisions there are; empty when the task is just completed.</summary>
    [JsonPropertyOrder(1)]
    public required ImmutableArray<OutcomeResource> Outcomes { get; init; }

    /// <summary>The data of the instance it is about; absent when you may see the task but not its data.</summary>
    [JsonPropertyOrder(1)]
    public JsonElement? Data { get; init; }

    /// <summary>What was answered.</summary>
    [JsonPropertyOrder(1)]
    public JsonElement? Answers { get; init; }

    /// <summary>What was said about the decision, or why the task was withdrawn.</summary>
    [JsonPropertyOrder(1)]
    public string? Comment { get; init; }

    /// <summary>Whether you may do it, and the rule that says so.</summary>
    [JsonPropertyOrder(1)]
    public required EligibilityResource Eligibility { get; init; }

    /// <summary>What you can do to it, and why or why not.</summary>
    [JsonPropertyOrder(1)]
    public required ImmutableArray<AllowedAction> AllowedActions { get; init; }

    internal static TaskResource Of(TaskCase about, Person person) => new(about, person);
}

/// <summary>Whether somebody may do a task.</summary>
public sealed record EligibilityResource
{
    /// <summary>Whether they may.</summary>
    public required bool IsEligible { get; init; }

    /// <summary>The rule, as a sentence.</summary>
    public required string Reason { get; init; }
}

/// <summary>What became of a task, and of the instance it belongs to.</summary>
public sealed record TaskAnswer
{
    /// <summary>The task as it is now.</summary>
    public required TaskResource Task { get; init; }

    /// <summary>How the instance is doing now.</summary>
    public required InstanceState Instance { get; init; }

    /// <summary>After a decision the task to do next, one of the same instance first; null when nothing waits for you.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TaskRow? NextTaskForMe { get; init; }
}

/// <summary>How an instance is doing.</summary>
public sealed record InstanceState
{
    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>How it is doing.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>How often it changed.</summary>
    public required long Revision { get; init; }

    /// <summary>The number of its last event: pass it as <c>after</c> to wait for the next.</summary>
    public required long Position { get; init; }

    internal static InstanceState Of(InstanceSnapshot instance) =>
        new() { Id = instance.Id.Value, Status = instance.Status, Revision = instance.Revision, Position = instance.Position };
}
