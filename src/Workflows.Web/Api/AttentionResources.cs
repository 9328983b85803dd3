using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Attention;
using Workflows.Engine.Runtime;

namespace Workflows.Web.Api;

/// <summary>What is stuck without an incident.</summary>
public sealed record AttentionResource
{
    internal AttentionResource(AttentionReport report, string? kind)
    {
        (LookedAt, IsCut) = (report.At, report.IsCut);
        Items = [.. report.Items.Select(item => new StuckResource(item)).Where(item => kind is null || item.Kind == kind)];
    }

    /// <summary>When it was looked.</summary>
    public DateTimeOffset LookedAt { get; }

    /// <summary>Whether there is more than is told.</summary>
    public bool IsCut { get; }

    /// <summary>What is stuck, the longest first.</summary>
    public ImmutableArray<StuckResource> Items { get; }
}

/// <summary>Something that is stuck.</summary>
public sealed record StuckResource
{
    internal StuckResource(StuckItem item)
    {
        (Id, Kind, Repair) = (item.Id, Name(item.Kind), Name(item.Repair));
        (Instance, Title, Definition, Version) = (item.Instance.Value, item.Title, item.Definition, item.Version.ToString());
        (Step, Task, Since, Why, Advice) = (item.Step?.Value, item.Task?.Value, item.Since, item.Why, item.Advice);
    }

    /// <summary>What it goes by, as long as it is stuck.</summary>
    public string Id { get; }

    /// <summary>How: <c>step-abandoned</c>, <c>timer-overdue</c>, <c>nobody-for-task</c>, <c>definition-missing</c> or <c>task-left-over</c>.</summary>
    public string Kind { get; }

    /// <summary>The instance.</summary>
    public Guid Instance { get; }

    /// <summary>The instance's title.</summary>
    public string Title { get; }

    /// <summary>The workflow's key.</summary>
    public string Definition { get; }

    /// <summary>The workflow's version.</summary>
    public string Version { get; }

    /// <summary>The step where it stands.</summary>
    public string? Step { get; }

    /// <summary>The task it is about.</summary>
    public Guid? Task { get; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>What is wrong.</summary>
    public string Why { get; }

    /// <summary>What helps: <c>wake</c>, <c>close-task</c> or <c>by-hand</c>.</summary>
    public string Repair { get; }

    /// <summary>What the repair does, or what somebody can do.</summary>
    public string Advice { get; }

    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

/// <summary>A repair of something that is stuck.</summary>
public sealed record RepairStuck
{
    /// <summary>Why; the audit keeps it. Not needed for a dry run.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether nothing is done: the answer says what would be. The default is false.</summary>
    public bool? DryRun { get; init; }
}

/// <summary>What came of a repair, or would.</summary>
public sealed record StuckRepairResource
{
    internal StuckRepairResource(StuckRepairResult result) => (Item, IsDone, Outcome) = (new StuckResource(result.Item), result.IsDone, result.Outcome);

    /// <summary>What it was about.</summary>
    public StuckResource Item { get; }

    /// <summary>Whether something was done.</summary>
    public bool IsDone { get; }

    /// <summary>What happened, or would.</summary>
    public string Outcome { get; }
}
