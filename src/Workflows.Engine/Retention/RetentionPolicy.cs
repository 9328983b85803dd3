using System.Collections.Immutable;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Retention;

/// <summary>What is removed when, and where it goes before. Without a rule everything is kept for ever.</summary>
public sealed record RetentionPolicy
{
    /// <summary>Whether it is done by time; people may always ask for it.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>How often it is done by time.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The rules; a rule for a definition stands before one for every definition.</summary>
    public ImmutableArray<RetentionRule> Rules { get; init; } = [];

    /// <summary>The folder that a file with what is removed is written to before it is removed; null for none.</summary>
    public string? ArchiveFolder { get; init; }

    /// <summary>How many instances are removed at once.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>How long it rests after each batch, so that it never takes the store from those who work.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The rule for instances of a definition with a status; null when they are kept for ever.</summary>
    public RetentionRule? RuleFor(string definition, InstanceStatus status)
    {
        var rule = Rules.FirstOrDefault(r => r.Status == status && r.Definition == definition) ?? Rules.FirstOrDefault(r => r.Status == status && r.Definition == RetentionRule.Any);
        return rule is { KeepFor: not null } && RetentionRule.MayRemove(status) ? rule : null;
    }
}
