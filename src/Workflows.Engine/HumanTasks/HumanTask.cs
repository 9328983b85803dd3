using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.HumanTasks;

/// <summary>The id of a human task, time-ordered.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<HumanTaskId>))]
public readonly record struct HumanTaskId(Guid Value) : IGuidId<HumanTaskId>
{
    /// <inheritdoc/>
    public static HumanTaskId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Where a human task is in its life cycle (patterns.md: resource patterns). Stored and shown in lower case.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<HumanTaskStatus>))]
public enum HumanTaskStatus
{
    /// <summary>Several people may take it.</summary>
    Offered,

    /// <summary>It is one person's.</summary>
    Allocated,

    /// <summary>A person decided it.</summary>
    Completed,

    /// <summary>It was withdrawn.</summary>
    Canceled,
}

/// <summary>The open work item of a waiting human step, as the kernel knows it.</summary>
public sealed record HumanTask
{
    /// <summary>The id.</summary>
    public required HumanTaskId Id { get; init; }

    /// <summary>The token that waits for it.</summary>
    public required int Token { get; init; }

    /// <summary>The step it belongs to.</summary>
    public required StepId Step { get; init; }

    /// <summary>Its title in lists.</summary>
    public required string Title { get; init; }

    /// <summary>One line that lets an approver understand it.</summary>
    public string? Summary { get; init; }

    /// <summary>The people it is offered to.</summary>
    public ImmutableArray<string> Users { get; init; } = [];

    /// <summary>The groups it is offered to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Whose it is, once allocated.</summary>
    public string? Assignee { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it should be done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The called workflow whose step it belongs to; null when it is a step of the instance's own definition.</summary>
    public CalledDefinition? Called { get; init; }

    /// <summary>Offered or allocated.</summary>
    [JsonIgnore]
    public HumanTaskStatus Status => Assignee is null ? HumanTaskStatus.Offered : HumanTaskStatus.Allocated;

    /// <summary>Whether it was made for exactly one person, so that nobody else could take it.</summary>
    [JsonIgnore]
    public bool IsDirect => Users.Length == 1 && Groups.IsEmpty;

    /// <summary>Whether somebody may do the task, and why or why not.</summary>
    public Eligibility EligibilityOf(Actor actor) => Eligibility.Of(Assignee, Users, Groups, actor);

    /// <inheritdoc/>
    public bool Equals(HumanTask? other) =>
        other is not null && Id == other.Id && Token == other.Token && Step == other.Step && Title == other.Title && Summary == other.Summary
        && Users.SequenceEqual(other.Users) && Groups.SequenceEqual(other.Groups) && Assignee == other.Assignee && CreatedAt == other.CreatedAt && DueAt == other.DueAt && Called == other.Called;

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();
}
