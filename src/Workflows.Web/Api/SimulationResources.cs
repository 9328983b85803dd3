using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;
using Workflows.Engine.Paths;
using Workflows.Engine.Simulation;

namespace Workflows.Web.Api;

/// <summary>The ways through a definition.</summary>
public sealed record PathsResource
{
    /// <summary>The ways, in the order in which conditions are tried.</summary>
    public required ImmutableArray<PathResource> Items { get; init; }

    /// <summary>Whether these are all; otherwise the list is cut.</summary>
    public required bool Complete { get; init; }

    internal static PathsResource Of(ApprovalPaths paths) => new() { Items = [.. paths.Paths.Select(PathResource.Of)], Complete = paths.IsComplete };
}

/// <summary>One way through a definition.</summary>
public sealed record PathResource
{
    /// <summary>When it is taken; empty for a way without choices.</summary>
    public required ImmutableArray<PathConditionResource> When { get; init; }

    /// <summary>The steps at which people are asked, in order; empty when nobody is.</summary>
    public required ImmutableArray<PathApprovalResource> Approvals { get; init; }

    /// <summary>The names of the steps where it ends.</summary>
    public required ImmutableArray<string> Ends { get; init; }

    /// <summary>The names of the steps that it comes back to, from where it goes on as any other way.</summary>
    public ImmutableArray<string>? BackTo { get; init; }

    internal static PathResource Of(ApprovalPath path) => new()
    {
        When = [.. path.When.Select(c => new PathConditionResource { Step = c.Step.Value, Kind = c.Kind, Text = c.Text })],
        Approvals = [.. path.Approvals.Select(PathApprovalResource.Of)],
        Ends = path.Ends,
        BackTo = path.BackTo.IsEmpty ? null : path.BackTo,
    };
}

/// <summary>Something that was decided on a way.</summary>
public sealed record PathConditionResource
{
    /// <summary>The step after which it was decided.</summary>
    public required string Step { get; init; }

    /// <summary>What it was decided by.</summary>
    public required PathConditionKind Kind { get; init; }

    /// <summary>The condition; or else the outcome, or the step that came first.</summary>
    public required string Text { get; init; }
}

/// <summary>A step at which people are asked.</summary>
public sealed record PathApprovalResource
{
    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>Steps with the same number run side by side; those with a higher one come later.</summary>
    public required int Stage { get; init; }

    /// <summary>The people it is offered to by name.</summary>
    public ImmutableArray<string>? Users { get; init; }

    /// <summary>The groups it is offered to.</summary>
    public ImmutableArray<string>? Groups { get; init; }

    /// <summary>The expression that names people when the task is made.</summary>
    public string? From { get; init; }

    /// <summary>The outcome that is chosen on this way.</summary>
    public string? Outcome { get; init; }

    /// <summary>The expression over whose elements it is done.</summary>
    public string? ForEach { get; init; }

    /// <summary>How many are needed, such as <c>2 of 3</c>; absent when all are.</summary>
    public string? Needed { get; init; }

    /// <summary>The steps inside a group at which people are asked.</summary>
    public ImmutableArray<PathApprovalResource>? Inside { get; init; }

    /// <summary>The key of a called workflow.</summary>
    public string? Calls { get; init; }

    internal static PathApprovalResource Of(PathApproval approval) => new()
    {
        Step = approval.Step.Value,
        Name = approval.Name,
        Stage = approval.Stage,
        Users = approval.Assign is { Users: { IsEmpty: false } users } ? users : null,
        Groups = approval.Assign is { Groups: { IsEmpty: false } groups } ? groups : null,
        From = approval.Assign?.From?.Source,
        Outcome = approval.OutcomeId,
        ForEach = approval.ForEach,
        Needed = approval.Needed,
        Inside = approval.Inside.IsEmpty ? null : [.. approval.Inside.Select(Of)],
        Calls = approval.Calls,
    };
}

/// <summary>What a simulation begins with, and what happens in it.</summary>
public sealed record Simulate
{
    /// <summary>The first data; the start form is asked whether it is right. The default is an empty object.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Who starts it. The default is you.</summary>
    public string? StartedBy { get; init; }

    /// <summary>What happens, each once: whenever the instance rests, the first of those left that can happen now. At most 500.</summary>
    public ImmutableArray<SimulateMove>? Moves { get; init; }

    /// <summary>Whether timer steps fire by themselves once nothing else can happen. The default is true.</summary>
    public bool? PassTime { get; init; }
}

/// <summary>Something that happens in a simulation: a step is done, fails or runs out of time, or a signal comes.</summary>
public sealed record SimulateMove
{
    /// <summary>The step that is done; for a signal, none.</summary>
    public string? Step { get; init; }

    /// <summary>The outcome of the step.</summary>
    public string? Outcome { get; init; }

    /// <summary>An object: the filled form, what a machine step sets, or what a signal carries.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>What the person says.</summary>
    public string? Comment { get; init; }

    /// <summary>Who decides. The default is one of those the task is offered to.</summary>
    public string? By { get; init; }

    /// <summary>Why the machine step fails.</summary>
    public string? Fails { get; init; }

    /// <summary>Whether the moment of the timer, or the time limit of the step, has come.</summary>
    public bool? Elapses { get; init; }

    /// <summary>The name of a signal that comes.</summary>
    public string? Signal { get; init; }

    /// <summary>The key of the signal. The default is the one that is waited for.</summary>
    public string? Key { get; init; }
}

/// <summary>What a simulation came to.</summary>
public sealed record SimulationResource
{
    /// <summary>How the instance stands in the end; absent when it was not started.</summary>
    public InstanceStatus? Status { get; init; }

    /// <summary>The nominated end it reached.</summary>
    public string? End { get; init; }

    /// <summary>The steps that were done, in order.</summary>
    public required ImmutableArray<SimulatedStepResource> Path { get; init; }

    /// <summary>What it waits for.</summary>
    public required ImmutableArray<SimulatedWaitResource> Waits { get; init; }

    /// <summary>The data in the end.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>Where it stands still.</summary>
    public ImmutableArray<IncidentResource>? Incidents { get; init; }

    /// <summary>The positions of the moves that never could happen.</summary>
    public ImmutableArray<int>? UnusedMoves { get; init; }

    /// <summary>Why the start or a move was refused; the simulation ends there.</summary>
    public Problems.ProblemError? Refused { get; init; }

    /// <summary>Whether it was stopped because it went on too long.</summary>
    public bool? Cut { get; init; }

    internal static SimulationResource Of(SimulationResult result) => new()
    {
        Status = result.Instance?.Status,
        End = result.Instance?.End?.Value,
        Path = [.. result.Path.Select(SimulatedStepResource.Of)],
        Waits = [.. result.Waits.Select(SimulatedWaitResource.Of)],
        Data = result.Instance?.Data,
        Incidents = result.Instance is { Incidents: { IsEmpty: false } incidents } ? [.. incidents.Select(IncidentResource.Of)] : null,
        UnusedMoves = result.UnusedMoves.IsEmpty ? null : result.UnusedMoves,
        Refused = result.Refusal is { } refusal
            ? new Problems.ProblemError { Pointer = result.RefusedMove is { } move ? $"/moves/{move}" : "/data", Code = refusal.Code, Message = refusal.Message }
            : null,
        Cut = result.IsCut ? true : null,
    };
}

/// <summary>A step that was done in a simulation.</summary>
public sealed record SimulatedStepResource
{
    /// <summary>The step.</summary>
    public required string Step { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of step it is.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>How it ended.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>The outcome that edges saw.</summary>
    public string? Outcome { get; init; }

    /// <summary>Who decided it.</summary>
    public string? By { get; init; }

    /// <summary>Whether it was only assumed to succeed and to change nothing.</summary>
    public bool? Assumed { get; init; }

    /// <summary>The key of the called workflow it belongs to.</summary>
    public string? Calls { get; init; }

    internal static SimulatedStepResource Of(SimulatedStep step) => new()
    {
        Step = step.Step.Value,
        Name = step.Name,
        Kind = step.Kind,
        Status = step.Status,
        Outcome = step.Outcome,
        By = step.By,
        Assumed = step.IsAssumed ? true : null,
        Calls = step.Called?.Key,
    };
}

/// <summary>Something that is waited for.</summary>
public sealed record SimulatedWaitResource
{
    /// <summary>The step that waits.</summary>
    public required string Step { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What it waits for.</summary>
    public required WaitKind Kind { get; init; }

    /// <summary>The people a task is offered to.</summary>
    public ImmutableArray<string>? Users { get; init; }

    /// <summary>The groups a task is offered to.</summary>
    public ImmutableArray<string>? Groups { get; init; }

    /// <summary>The moment it waits for, or when its time is over.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The signal it waits for.</summary>
    public string? Signal { get; init; }

    /// <summary>The key the signal must have.</summary>
    public string? Key { get; init; }

    /// <summary>The key of the called workflow it belongs to.</summary>
    public string? Calls { get; init; }

    internal static SimulatedWaitResource Of(SimulatedWait wait) => new()
    {
        Step = wait.Step.Value,
        Name = wait.Name,
        Kind = wait.Kind,
        Users = wait.Users.IsEmpty ? null : wait.Users,
        Groups = wait.Groups.IsEmpty ? null : wait.Groups,
        DueAt = wait.DueAt,
        Signal = wait.Signal,
        Key = wait.Key,
        Calls = wait.Called?.Key,
    };
}

/// <summary>Answers to look ahead from.</summary>
public sealed record PreviewTask
{
    /// <summary>The answers as far as they are filled in. The default is an empty object.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>What an outcome would lead to.</summary>
public sealed record OutcomePreviewResource
{
    /// <summary>The outcome; absent for a task without outcomes.</summary>
    public string? Outcome { get; init; }

    /// <summary>What would be waited for that is not waited for now.</summary>
    public required ImmutableArray<SimulatedWaitResource> Next { get; init; }

    /// <summary>What would be waited for as it is now.</summary>
    public required ImmutableArray<SimulatedWaitResource> Still { get; init; }

    /// <summary>Whether the instance would be over.</summary>
    public required bool Ends { get; init; }

    /// <summary>The name of the end it would reach.</summary>
    public string? End { get; init; }

    /// <summary>The machine steps that would run first; they are assumed to succeed and to change nothing.</summary>
    public ImmutableArray<string>? Assumed { get; init; }

    /// <summary>Whether what those steps find could change the way.</summary>
    public bool? DependsOnThem { get; init; }

    /// <summary>What has to be filled in, or found by a machine step, before the way can be told.</summary>
    public ImmutableArray<string>? Needs { get; init; }

    /// <summary>The step where the instance would stand still.</summary>
    public string? StopsAt { get; init; }

    internal static OutcomePreviewResource Of(OutcomePreview preview) => new()
    {
        Outcome = preview.Outcome,
        Next = [.. preview.Next.Select(SimulatedWaitResource.Of)],
        Still = [.. preview.Still.Select(SimulatedWaitResource.Of)],
        Ends = preview.IsEnded,
        End = preview.EndName,
        Assumed = preview.Assumed.IsEmpty ? null : preview.Assumed,
        DependsOnThem = preview.DependsOnMachines ? true : null,
        Needs = preview.Needs.IsEmpty ? null : preview.Needs,
        StopsAt = preview.StopsAt,
    };
}
