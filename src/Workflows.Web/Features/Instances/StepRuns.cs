using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Storage;

namespace Workflows.Web.Features.Instances;

/// <summary>One visit of an instance to a step.</summary>
public sealed record StepRun
{
    /// <summary>Which visit, from 1.</summary>
    public required int Visit { get; init; }

    /// <summary>How it is doing, or how it ended.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Which try of the work the last one was, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The outcome it ended with.</summary>
    public string? Outcome { get; init; }

    /// <summary>The members of the data that it set; null when it set none.</summary>
    public JsonElement? Set { get; init; }

    /// <summary>The members of the data that it removed.</summary>
    public ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>The steps it went on to.</summary>
    public ImmutableArray<StepId> Next { get; init; } = [];

    /// <summary>Its task, as it was created; null for a step without one.</summary>
    public HumanTask? Task { get; init; }

    /// <summary>Who decided its task.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>What they said about it.</summary>
    public string? Comment { get; init; }

    /// <summary>The filled form.</summary>
    public JsonElement? Answers { get; init; }

    /// <summary>When it is over at the latest; null without a timer.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Why it was withdrawn or skipped, or why it began although an input was missing.</summary>
    public string? Cause { get; init; }

    /// <summary>What went wrong, in order.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];
}

/// <summary>Collects what history says of one step.</summary>
internal static class StepRuns
{
    /// <summary>The visits to a step, latest first.</summary>
    /// <param name="history">Events in the order of their positions; visits that began before them are left out.</param>
    /// <param name="step">The step.</param>
    public static ImmutableArray<StepRun> Of(IEnumerable<HistoryEntry> history, StepId step)
    {
        var runs = new Dictionary<int, StepRun>();
        var tokens = new Dictionary<HumanTaskId, int>();
        foreach (var happened in history.Select(entry => entry.Event).Where(happened => happened.About == step))
        {
            if (happened is StepStarted started)
            {
                runs[started.Token] = new StepRun { Visit = started.Visit, Status = started.Status, StartedAt = started.At, Cause = started.Cause };
            }
            else if (happened is HumanTaskCreated created)
            {
                tokens[created.Task.Id] = created.Task.Token;
            }

            if (TokenOf(happened, tokens) is { } token && runs.TryGetValue(token, out var run))
            {
                runs[token] = After(run, happened);
            }
        }

        return [.. runs.Values.OrderByDescending(run => run.Visit)];
    }

    private static int? TokenOf(InstanceEvent happened, Dictionary<HumanTaskId, int> tokens) => happened switch
    {
        StepCompleted e => e.Token,
        StepSkipped e => e.Token,
        StepFailed e => e.Token,
        StepProgressed e => e.Token,
        StepInterrupted e => e.Token,
        StepOverridden e => e.Token,
        StepBlocked e => e.Token,
        StepRetried e => e.Token,
        StepCanceled e => e.Token,
        StepReturned e => e.Token,
        ChoiceMade e => e.Token,
        TimerSet e => e.Token,
        HumanTaskCreated e => e.Task.Token,
        HumanTaskClaimed e => tokens.TryGetValue(e.Task, out var token) ? token : null,
        HumanTaskReleased e => tokens.TryGetValue(e.Task, out var token) ? token : null,
        HumanTaskCompleted e => tokens.TryGetValue(e.Task, out var token) ? token : null,
        IncidentOpened e => e.Incident.Token,
        _ => null,
    };

    private static StepRun After(StepRun run, InstanceEvent happened) => happened switch
    {
        StepCompleted e => Changed(run, e.Changes) with { Status = StepStatus.Succeeded, EndedAt = e.At, Outcome = e.Outcome, Next = [.. e.Taken.Select(edge => edge.To)] },
        StepSkipped e => run with { Status = StepStatus.Skipped, EndedAt = e.At, Cause = e.Cause, Next = [.. e.Taken.Select(edge => edge.To)] },
        StepOverridden e => Changed(run, e.Changes) with { Status = e.IsSkipped ? StepStatus.Skipped : StepStatus.Succeeded, EndedAt = e.At, Outcome = e.Outcome, Cause = e.Reason, Next = [.. e.Taken.Select(edge => edge.To)] },
        StepCanceled e => run with { Status = StepStatus.Canceled, EndedAt = e.At, Cause = e.Cause },
        StepReturned e => run with { Status = StepStatus.Canceled, EndedAt = e.At, Cause = e.Cause },
        ChoiceMade e => run with { Status = StepStatus.Succeeded, EndedAt = e.At, Next = [e.To] },
        StepFailed { RetryAt: { } again } e => run with { Status = StepStatus.Scheduled, Attempt = e.Attempt, DueAt = again, Errors = run.Errors.Add(e.Message) },
        StepFailed e => run with { Status = StepStatus.Failed, Attempt = e.Attempt },
        StepBlocked e => Changed(run, e.Changes) with { Status = StepStatus.Failed, Outcome = e.Outcome },
        StepRetried e => run with { Status = e.Status, Attempt = e.Attempt },
        IncidentOpened e => run with { Status = StepStatus.Failed, Errors = run.Errors.Add(e.Incident.Message) },
        TimerSet e => run with { DueAt = e.DueAt },
        HumanTaskCreated e => run with { Task = e.Task },
        HumanTaskClaimed e => run with { Task = run.Task! with { Assignee = e.By } },
        HumanTaskReleased => run with { Task = run.Task! with { Assignee = null } },
        HumanTaskCompleted e => run with { DecidedBy = e.By, Outcome = e.Outcome, Comment = e.Comment, Answers = e.Answers },
        _ => run,
    };

    private static StepRun Changed(StepRun run, DataChange changes) =>
        changes.IsEmpty ? run : run with { Set = changes.Set, Removed = changes.Removed.IsDefault ? [] : changes.Removed };
}
