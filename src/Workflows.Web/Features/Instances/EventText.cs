using System.Collections.Immutable;
using System.Globalization;
using MudBlazor;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Web.Viewing;

namespace Workflows.Web.Features.Instances;

/// <summary>Says every event of an instance's history in words.</summary>
/// <param name="definition">The definition version the instance runs, for the names of its steps and outcomes; null when it is not at hand, then ids take their place.</param>
/// <param name="zone">The zone that moments are told in.</param>
/// <param name="nameOf">What people are called, by their ids. The default is the id.</param>
internal sealed class EventText(WorkflowDefinition? definition, TimeZoneInfo zone, Func<string, string>? nameOf = null)
{
    /// <summary>The event as a sentence, with its icon and colour.</summary>
    public EventLine Of(InstanceEvent happened) => happened switch
    {
        InstanceStarted e => new($"{Who(e.By)} started “{e.Title}”", Icons.Material.Rounded.PlayArrow, "running", e.Reference is null ? null : $"Reference {e.Reference}"),
        InstanceCompleted e => new(e.End is { } end ? $"Completed at {Name(end)}" : "Completed", Icons.Material.Rounded.TaskAlt, "completed"),
        InstanceFailed e => new("Stopped: every branch that is left stands still", Icons.Material.Rounded.ErrorOutline, "failed"), // the incident said why
        InstanceCanceled e => new($"{Who(e.By)} canceled it", Icons.Material.Rounded.Block, "canceled", e.Reason),

        InstancePaused e => new($"{Who(e.By)} paused it", Icons.Material.Rounded.PauseCircleOutline, "paused", e.Reason),
        InstanceResumed e => new($"{Who(e.By)} resumed it", Icons.Material.Rounded.PlayCircleOutline, "running", e.Reason),
        DataEdited e => new($"{Who(e.By)} changed the data: {Words.List(MembersOf(e.Changes))}", Icons.Material.Rounded.EditNote, "running", e.Reason),
        TokensMoved e => new($"{Who(e.By)} had {Name(e.Step)} begun", Icons.Material.Rounded.MoveDown, "running", e.Reason),
        StepOverridden { IsSkipped: true } e => new($"{Who(e.By)} skipped {Name(e.Step)}", Icons.Material.Rounded.SkipNext, "canceled", e.Reason),
        StepOverridden e => new($"{Who(e.By)} ended {Name(e.Step)}{(e.Outcome is null ? "" : $" with {OutcomeLabel(e.Step, e.Outcome)}")}", Icons.Material.Rounded.Gavel, "completed", e.Reason),

        StepStarted e => new(Began(e), Icons.Material.Rounded.ArrowForward, "running", e.Cause, IsDetail: true),
        StepCompleted e => Completed(e),
        StepSkipped e => new($"{Name(e.Step)} was skipped", Icons.Material.Rounded.SkipNext, "canceled", e.Cause),
        StepFailed { RetryAt: { } again } e => new($"{Name(e.Step)} failed{Attempt(e.Attempt)} and is tried again {Moment(again)}", Icons.Material.Rounded.Replay, "waiting", e.Message),
        StepFailed { IsHandled: true } e => new($"{Name(e.Step)} failed{Attempt(e.Attempt)}", Icons.Material.Rounded.ErrorOutline, "failed", e.Message),
        StepFailed e => new($"{Name(e.Step)} failed{Attempt(e.Attempt)}", Icons.Material.Rounded.ErrorOutline, "failed", e.Message, IsDetail: true),
        StepBlocked e => new($"{Name(e.Step)} is done, but no way on could be chosen", Icons.Material.Rounded.WrongLocation, "failed", IsDetail: true),
        StepRetried { By: null } e => new($"{Name(e.Step)} is tried again{Attempt(e.Attempt)}", Icons.Material.Rounded.Replay, "running", IsDetail: true),
        StepProgressed e => new($"{Name(e.Step)} is {Progress(e.Fraction)}", Icons.Material.Rounded.HourglassEmpty, "running", e.Message, IsDetail: true),
        StepInterrupted e => new($"{Name(e.Step)} was interrupted: the process that ran it ended", Icons.Material.Rounded.PowerOff, "failed", e.Crashes > 1 ? $"That has happened {e.Crashes} times." : null),
        StepRetried e => new($"{Who(e.By!)} let {Name(e.Step)} try again{Attempt(e.Attempt)}", Icons.Material.Rounded.Replay, "running"),
        EventPublished e => new($"{Name(e.Step)} published {e.Name}", Icons.Material.Rounded.Campaign, "completed", IsDetail: true),
        StepCanceled e => new($"{Name(e.Step)} was withdrawn", Icons.Material.Rounded.Block, "canceled", e.Cause, IsDetail: KindOf(e.Step) is StepKind.Human),
        TokenWithdrawn e => new($"The way to {Name(e.To)} was withdrawn", Icons.Material.Rounded.Block, "canceled", e.Cause, IsDetail: true),

        TokenPlaced e => new($"{Name(e.Step)} is next", Icons.Material.Rounded.HourglassEmpty, "waiting", IsDetail: true),
        StepReturned e => new($"{Name(e.Step)} has to wait again", Icons.Material.Rounded.Undo, "canceled", e.Cause),
        ChoiceMade e => new($"{Name(e.To)} was first at {Name(e.Step)}", Icons.Material.Rounded.CallSplit, "completed", IsDetail: true),

        WorkPlanned e => new(e.Items is { } items ? $"{Name(e.Step)} is done {Words.Count(items.Length, "time", "times")}" : $"{Name(e.Step)} began its work", Icons.Material.Rounded.Workspaces, "running", IsDetail: true),
        WorkAdded e => new($"{Who(e.By)} added to {Name(e.Step)}", Icons.Material.Rounded.PlaylistAdd, "running"),
        WorkSettled e => new($"{Name(e.Step)} has enough", Icons.Material.Rounded.PlaylistAddCheck, "completed", e.Cause),
        ScopeOpened { Scope.Undoes: { } undone } e => new($"{Name(undone)} is undone", Icons.Material.Rounded.Undo, "running"),
        ScopeOpened e => new(Opened(e.Scope), Icons.Material.Rounded.ArrowForward, "running", IsDetail: true),
        ScopeClosed { Cause: { } cause } e => new($"What was left of {Name(e.Step)} was withdrawn", Icons.Material.Rounded.Block, "canceled", cause, IsDetail: true),
        ScopeClosed e => new($"A part of {Name(e.Step)} is done", Icons.Material.Rounded.Check, "completed", e.Outcome, IsDetail: true),

        CompensationStarted e => new($"What was done in {Name(e.Step)} is to be undone", Icons.Material.Rounded.Undo, "failed", $"{Name(e.Failed)} failed"),
        CompensationCompleted e => new($"Everything done in {Name(e.Step)} is undone", Icons.Material.Rounded.Undo, "canceled"),

        TriggerArmed { Subscription.Signal: { } signal } e when Call(signal) is { } => new($"{Name(e.Step)} waits for a call from outside", Icons.Material.Rounded.MailOutline, "waiting", IsDetail: true),
        TriggerArmed { Subscription.Signal: { } signal } e => new($"{Name(e.Step)} waits for the signal “{signal}”", Icons.Material.Rounded.MailOutline, "waiting", IsDetail: true),
        TriggerArmed e => new($"{Name(e.Step)} waits for the data to be so", Icons.Material.Rounded.HourglassEmpty, "waiting", IsDetail: true),
        TriggerFired e => new($"“{e.Outcome}” happened beside {Name(e.Step)}", Icons.Material.Rounded.Bolt, "running", WayOn(e.Taken)),
        SignalReceived e when Call(e.Name) is { } webhook => new($"A system outside called “{webhook}”", Icons.Material.Rounded.MarkEmailUnread, "running", e.Key is null ? null : $"Key {e.Key}"),
        SignalConsumed e when Call(e.Name) is { } webhook => new($"The call “{webhook}” reached {Name(e.Step)}", Icons.Material.Rounded.MarkEmailRead, "completed"),
        SignalDropped e when Call(e.Name) is { } webhook => new($"The call “{webhook}” was lost", Icons.Material.Rounded.Unsubscribe, "canceled", e.Cause),
        SignalReceived e => new($"{Who(e.By)} sent the signal “{e.Name}”", Icons.Material.Rounded.MarkEmailUnread, "running", e.Key is null ? null : $"Key {e.Key}"),
        SignalConsumed e => new($"The signal “{e.Name}” reached {Name(e.Step)}", Icons.Material.Rounded.MarkEmailRead, "completed"),
        SignalDropped e => new($"The signal “{e.Name}” was lost", Icons.Material.Rounded.Unsubscribe, "canceled", e.Cause),

        TokenAbsorbed e => new($"{Name(e.To)} had gone on already", Icons.Material.Rounded.CallMerge, "canceled", e.Cause, IsDetail: true),
        JoinFired e => new($"{Name(e.Step)} goes on without waiting for the rest", Icons.Material.Rounded.CallMerge, "running", IsDetail: true),
        JoinReset e => new($"Everything has come to {Name(e.Step)}", Icons.Material.Rounded.CallMerge, "completed", IsDetail: true),

        TimerSet { Kind: TimerKind.Step } e => new($"{Name(e.Step)} waits until {Moment(e.DueAt)}", Icons.Material.Rounded.Schedule, "waiting"),
        TimerSet e => new($"{Name(e.Step)} may wait until {Moment(e.DueAt)}", Icons.Material.Rounded.Schedule, "waiting", IsDetail: true),
        TimerFired { By: { } by } e => new($"{Who(by)} did not wait for the timer of {Name(e.Step)}", Icons.Material.Rounded.AlarmOff, "completed"),
        TimerFired { Kind: TimerKind.Step } e => new($"The wait of {Name(e.Step)} is over", Icons.Material.Rounded.AlarmOn, "completed"),
        TimerFired e => new($"{Name(e.Step)} ran out of time", Icons.Material.Rounded.AlarmOn, "overdue"),

        HumanTaskCreated e => new(Offered(e.Task), Icons.Material.Rounded.AssignmentInd, "waiting", e.Task.Title == NameOnly(e.Task.Step) ? null : e.Task.Title),
        HumanTaskClaimed e => new($"{Who(e.By)} took {Name(e.Step)}", Icons.Material.Rounded.PersonAdd, "waiting"),
        HumanTaskReleased e => new($"{Who(e.By)} gave {Name(e.Step)} back", Icons.Material.Rounded.PersonRemove, "waiting"),
        HumanTaskCompleted e => Decided(e),
        HumanTaskCanceled e => new($"The task {Name(e.Step)} was withdrawn", Icons.Material.Rounded.Block, "canceled", e.Cause),

        IncidentOpened e => new($"{Subject(e.Incident.Step)} cannot go on", Icons.Material.Rounded.ErrorOutline, "failed", e.Incident.Message),
        IncidentResolved e => new($"The incident of {Subject(e.Step, isObject: true)} is over", Icons.Material.Rounded.TaskAlt, "completed", e.Cause, IsDetail: true),

        _ => new(happened.GetType().Name, Icons.Material.Rounded.HelpOutline, "canceled", IsDetail: true),
    };

    /// <summary>The name of an outcome's button, or its id where the step has no such outcome.</summary>
    public string OutcomeLabel(StepId step, string outcome) => FindOutcome(step, outcome)?.Label ?? outcome;

    /// <summary>A step's name in quotation marks.</summary>
    private static string? Call(string signal) => Trigger.Webhook.NameIn(signal);

    private string Name(StepId step) => $"“{NameOnly(step)}”";

    private string Who(string by) => nameOf?.Invoke(by) ?? by;

    private string NameOnly(StepId step) => definition?.FindStep(step)?.Name ?? step.Value;

    private string Subject(StepId? step, bool isObject = false) => step is { } known ? Name(known) : isObject ? "the instance" : "The instance";

    private StepKind? KindOf(StepId step) => definition?.FindStep(step)?.Kind;

    private Outcome? FindOutcome(StepId step, string? outcome) =>
        (definition?.FindStep(step)?.Body as StepBody.Human)?.Outcomes.FirstOrDefault(o => o.Id == outcome);

    private string Opened(Scope scope) => scope.Definition is { } called
        ? $"{Name(scope.Step!.Value)} called {called.Key} {called.Version}"
        : $"{Name(scope.Step!.Value)} began its {Ordinal(scope.Index + 1)} part";

    private string Began(StepStarted e) => e.Visit > 1 ? $"{Name(e.Step)} began again, for the {Ordinal(e.Visit)} time" : $"{Name(e.Step)} began";

    private EventLine Completed(StepCompleted e)
    {
        // What people and clocks did is said by their own events; a route is worth a line, a mere end is not.
        var isDetail = KindOf(e.Step) is StepKind.Human or StepKind.Timer or StepKind.End or StepKind.Data;
        var text = KindOf(e.Step) is StepKind.Gateway ? $"{Name(e.Step)} was passed" : $"{Name(e.Step)} is done";
        if (e.Outcome is not null && !isDetail)
        {
            text += $", with the outcome “{e.Outcome}”";
        }

        return new EventLine(text, Icons.Material.Rounded.Check, "completed", WayOn(e.Taken), isDetail);
    }

    private string? WayOn(ImmutableArray<TakenEdge> taken) => taken.IsDefaultOrEmpty ? null : $"Next: {Words.List(taken.Select(edge => NameOnly(edge.To)))}";

    private EventLine Decided(HumanTaskCompleted e)
    {
        if (e.Outcome is null)
        {
            return new EventLine($"{Who(e.By)} completed {Name(e.Step)}", Icons.Material.Rounded.HowToReg, "completed", e.Comment);
        }

        var stops = FindOutcome(e.Step, e.Outcome)?.Style is OutcomeStyle.Danger;
        return new EventLine(
            $"{Who(e.By)} chose “{OutcomeLabel(e.Step, e.Outcome)}” in {Name(e.Step)}",
            stops ? Icons.Material.Rounded.DoNotDisturbOn : Icons.Material.Rounded.HowToReg,
            stops ? "canceled" : "completed",
            e.Comment);
    }

    private string Offered(HumanTask task) => task.Assignee is { } assignee
        ? $"{Name(task.Step)} was assigned to {Who(assignee)}"
        : $"{Name(task.Step)} was offered to {Words.Candidates([.. task.Users.Select(Who)], task.Groups)}";

    private string Moment(DateTimeOffset at) => RelativeText.Absolute(at, zone);

    private static IEnumerable<string> MembersOf(DataChange changes) => (changes.Set?.EnumerateObject().Select(m => m.Name) ?? []).Concat(changes.Removed);

    private static string Progress(double? fraction) => fraction is { } done ? $"{done.ToString("P0", CultureInfo.CurrentCulture)} done" : "at work";

    private static string Attempt(int attempt) => attempt > 1 ? $" ({Ordinal(attempt)} attempt)" : "";

    private static string Ordinal(int number) => (number % 100, number % 10) switch
    {
        (not 11, 1) => $"{number}st",
        (not 12, 2) => $"{number}nd",
        (not 13, 3) => $"{number}rd",
        _ => $"{number}th",
    };
}
