using Workflows.Engine.Retention;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Retention;

/// <summary>Retention in words.</summary>
internal static class RetentionWords
{
    /// <summary>Whose instances a rule is about.</summary>
    public static string Whose(RetentionRule rule, IReadOnlyDictionary<string, string> names) =>
        rule.Definition == RetentionRule.Any ? "Every workflow" : names.GetValueOrDefault(rule.Definition, rule.Definition);

    /// <summary>How long, for example "for 90 days", "for ever", "not at all".</summary>
    public static string KeptFor(RetentionRule rule) => rule.KeepFor switch
    {
        null => "for ever",
        { Ticks: 0 } => "not at all",
        { } keepFor => $"for {DurationWords.Of(keepFor)}",
    };

    /// <summary>What a status is called in a sentence.</summary>
    public static string What(RetentionRule rule) => rule.Status.ToString().ToLowerInvariant();

    /// <summary>When it is done by time.</summary>
    public static string When(RetentionPolicy policy) => policy switch
    {
        { Rules.IsEmpty: true } => "Everything is kept for ever: there are no rules.",
        { IsEnabled: false } => "The rules are applied only when somebody asks for it.",
        _ => $"The rules are applied by time, every {DurationWords.Of(policy.Interval)}.",
    };

    /// <summary>Where it goes.</summary>
    public static string Archive(RetentionPolicy policy) =>
        policy.ArchiveFolder is { } folder ? $"What is removed is archived in {folder} before." : "What is removed is gone: no archive is set.";

    /// <summary>What a run was.</summary>
    public static string Of(RetentionRun run) => run switch
    {
        { Trigger: RetentionTrigger.Instance } => "One instance",
        { IsDryRun: true } => "Dry run",
        { Trigger: RetentionTrigger.Schedule } => "By time",
        _ => "Asked for",
    };

    /// <summary>What a run did, as a sentence.</summary>
    public static string Result(RetentionRun run) => run switch
    {
        { Trigger: RetentionTrigger.Instance } => run.Reason ?? "",
        { Status: RetentionRunStatus.Running } => "Under way",
        { IsDryRun: true, Found: 0 } => "Nothing would go",
        { IsDryRun: true } => $"{Words.Count(run.Found, "instance")} would go",
        { Found: 0 } => "Nothing to remove",
        _ when run.Found == run.Removed => $"{Words.Count(run.Removed, "instance")} removed",
        _ => $"{run.Removed} of {Words.Count(run.Found, "instance")} removed",
    };

    /// <summary>The name of the status chip that a run's status looks like.</summary>
    public static string Status(RetentionRun run) => run.Status is RetentionRunStatus.Stopped ? "canceled" : run.Status.ToString().ToLowerInvariant();
}
