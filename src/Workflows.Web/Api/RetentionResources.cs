using System.Collections.Immutable;
using System.Xml;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;

namespace Workflows.Web.Api;

/// <summary>What is removed when.</summary>
public sealed record RetentionPolicyResource
{
    internal RetentionPolicyResource(RetentionPolicy policy)
    {
        Enabled = policy.IsEnabled;
        Interval = XmlConvert.ToString(policy.Interval);
        ArchiveFolder = policy.ArchiveFolder;
        Rules = [.. policy.Rules.Select(rule => new RetentionRuleResource(rule))];
    }

    /// <summary>Whether the rules are applied by time.</summary>
    public bool Enabled { get; }

    /// <summary>How often, such as <c>P1D</c>.</summary>
    public string Interval { get; }

    /// <summary>Where archives go; left out when nothing is archived.</summary>
    public string? ArchiveFolder { get; }

    /// <summary>The rules. What no rule is about is kept for ever.</summary>
    public ImmutableArray<RetentionRuleResource> Rules { get; }
}

/// <summary>A rule.</summary>
public sealed record RetentionRuleResource
{
    internal RetentionRuleResource(RetentionRule rule) =>
        (Definition, Status, KeepFor) = (rule.Definition, rule.Status, rule.KeepFor is { } keepFor ? XmlConvert.ToString(keepFor) : null);

    /// <summary>The workflow's key; <c>*</c> is every workflow without a rule of its own for that status.</summary>
    public string Definition { get; }

    /// <summary>Completed, canceled or failed.</summary>
    public InstanceStatus Status { get; }

    /// <summary>How long after the last change, such as <c>P90D</c>; left out for what is kept for ever.</summary>
    public string? KeepFor { get; }
}

/// <summary>A run, or the removal of one instance.</summary>
public sealed record RetentionRunResource
{
    internal RetentionRunResource(RetentionRun run)
    {
        (Id, Trigger, By, DryRun, Instance, Reason) = (run.Id.Value, run.Trigger, run.By, run.IsDryRun, run.Instance?.Value, run.Reason);
        (Status, StartedAt, EndedAt, Error, ArchiveFile, Found, Removed) = (run.Status, run.StartedAt, run.EndedAt, run.Error, run.ArchiveFile, run.Found, run.Removed);
        Results = [.. run.Results.Select(result => new RetentionResultResource(result))];
    }

    /// <summary>The id.</summary>
    public Guid Id { get; }

    /// <summary>What made it begin: its time (<c>schedule</c>), a <c>person</c>, or the removal of one <c>instance</c>.</summary>
    public RetentionTrigger Trigger { get; }

    /// <summary>Who asked for it.</summary>
    public string? By { get; }

    /// <summary>Whether it only counts.</summary>
    public bool DryRun { get; }

    /// <summary>The instance that was removed.</summary>
    public Guid? Instance { get; }

    /// <summary>Why it was.</summary>
    public string? Reason { get; }

    /// <summary>How it stands.</summary>
    public RetentionRunStatus Status { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; }

    /// <summary>Why it failed or stopped.</summary>
    public string? Error { get; }

    /// <summary>The file with what was removed.</summary>
    public string? ArchiveFile { get; }

    /// <summary>How many instances it found so far that are no longer kept.</summary>
    public int Found { get; }

    /// <summary>How many it removed so far.</summary>
    public int Removed { get; }

    /// <summary>The same for each rule.</summary>
    public ImmutableArray<RetentionResultResource> Results { get; }
}

/// <summary>What became of the instances of a rule.</summary>
public sealed record RetentionResultResource
{
    internal RetentionResultResource(RetentionResult result)
    {
        (Rule, Found, Archived, Removed) = (new RetentionRuleResource(result.Rule), result.Found, result.Archived, result.Removed);
        (Oldest, Newest) = (result.Oldest, result.Newest);
    }

    /// <summary>The rule.</summary>
    public RetentionRuleResource Rule { get; }

    /// <summary>How many instances it removes.</summary>
    public int Found { get; }

    /// <summary>How many were archived.</summary>
    public int Archived { get; }

    /// <summary>How many were removed; one that somebody touched meanwhile stays.</summary>
    public int Removed { get; }

    /// <summary>The earliest last change among them.</summary>
    public DateTimeOffset? Oldest { get; }

    /// <summary>The latest last change among them.</summary>
    public DateTimeOffset? Newest { get; }
}

/// <summary>A run to begin.</summary>
public sealed record StartRetention
{
    /// <summary>Whether it only counts; the default is false.</summary>
    public bool? DryRun { get; init; }
}
