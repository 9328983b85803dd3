using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Workflows.Engine.Expressions;
using Workflows.Engine.Instances;
using Workflows.Engine.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Which instances are removed when. Without a rule everything is kept for ever.</summary>
public sealed class RetentionOptions
{
    /// <summary>Whether the rules are applied by time. The default is yes. People may apply them at any time.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How often the rules are applied by time. The default is once a day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The rules. The default is none.</summary>
    public IList<RetentionRuleOptions> Rules { get; } = [];

    /// <summary>A folder to which everything of an instance is written before it is removed. The default is none: what is removed is gone.</summary>
    public string? ArchiveFolder { get; set; }

    /// <summary>How many instances are removed at once, 1 to 100. The default is 100.</summary>
    [Range(1, IRetentionStore.MaxBatch)]
    public int BatchSize { get; set; } = IRetentionStore.MaxBatch;

    /// <summary>How long it rests after each batch. The default is 100 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What they say together.</summary>
    internal RetentionPolicy ToPolicy() => new()
    {
        IsEnabled = Enabled,
        Interval = Interval,
        Rules = [.. Rules.Select(rule => new RetentionRule(
            rule.Definition.Trim(), Enum.Parse<InstanceStatus>(rule.Status, ignoreCase: true), RetentionRuleOptions.TryRead(rule.KeepFor, out var keepFor) ? keepFor : null))],
        ArchiveFolder = string.IsNullOrWhiteSpace(ArchiveFolder) ? null : ArchiveFolder,
        BatchSize = BatchSize,
        Pause = Pause,
    };
}

/// <summary>For how long instances are kept.</summary>
public sealed class RetentionRuleOptions
{
    /// <summary>What <see cref="KeepFor"/> says of what is never removed.</summary>
    public const string ForEver = "forever";

    /// <summary>The definition's key. The default is <c>*</c>: every definition without a rule of its own for that status.</summary>
    public string Definition { get; set; } = RetentionRule.Any;

    /// <summary><c>completed</c>, <c>canceled</c> or <c>failed</c>.</summary>
    public string Status { get; set; } = "";

    /// <summary>How long after the last change: an ISO 8601 duration of weeks, days, hours, minutes and seconds such as <c>P90D</c>; or <c>forever</c>.</summary>
    public string KeepFor { get; set; } = "";

    /// <summary>Reads <see cref="KeepFor"/>; null is for ever.</summary>
    internal static bool TryRead(string text, out TimeSpan? keepFor)
    {
        keepFor = null;
        if (text == ForEver)
        {
            return true;
        }

        var isDuration = DurationText.TryParse(text, out var duration) && duration >= TimeSpan.Zero && duration <= TimeSpan.FromDays(36_500);
        keepFor = isDuration ? duration : null;
        return isDuration;
    }
}

/// <summary>Refuses rules that say nothing, or two things at once, before anything is removed.</summary>
internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        List<ValidationResult> wrong = [];
        Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true);
        var problems = wrong.Select(w => w.ErrorMessage ?? "The options are wrong.").Concat(options.Rules.SelectMany(ProblemsOf)).Concat(Doubles(options)).ToImmutableArray();
        return problems.IsEmpty ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ProblemsOf(RetentionRuleOptions rule, int index)
    {
        if (string.IsNullOrWhiteSpace(rule.Definition))
        {
            yield return $"Retention rule {index + 1}: 'Definition' must be the key of a workflow, or '*'.";
        }

        if (!Enum.TryParse<InstanceStatus>(rule.Status, ignoreCase: true, out var status) || !RetentionRule.MayRemove(status))
        {
            yield return $"Retention rule {index + 1}: 'Status' must be completed, canceled or failed, not '{rule.Status}'.";
        }

        if (!RetentionRuleOptions.TryRead(rule.KeepFor, out _))
        {
            yield return $"Retention rule {index + 1}: 'KeepFor' must be a duration such as P90D, or forever, not '{rule.KeepFor}'.";
        }
    }

    private static IEnumerable<string> Doubles(RetentionOptions options) => options.Rules
        .GroupBy(rule => (rule.Definition.Trim(), rule.Status.ToLowerInvariant()))
        .Where(rules => rules.Count() > 1)
        .Select(rules => $"There are {rules.Count()} retention rules for '{rules.Key.Item1}' that say {rules.Key.Item2}; which one holds would be chance.");
}
