using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Instances;

/// <summary>What is asked of an instance. The kernel answers with events or a rejection.</summary>
internal abstract record InstanceCommand
{
    private InstanceCommand()
    {
    }

    /// <summary>Who asks; null when the engine itself does.</summary>
    public Actor? Asker => this switch
    {
        Start c => c.By,
        CompleteTask c => c.By,
        ClaimTask c => c.By,
        ReleaseTask c => c.By,
        Cancel c => c.By,
        Signal c => c.By,
        AddElement c => c.By,
        Repair c => c.By,
        Retry c => c.By,
        _ => null,
    };

    /// <summary>Begins the instance.</summary>
    public sealed record Start(InstanceId Id, Actor By, JsonElement Data, string? Reference = null, string? Title = null, string? StartKey = null) : InstanceCommand;

    /// <summary>A machine step did its work. <paramref name="Attempt"/> must be the attempt that stands.</summary>
    /// <param name="Token">The token in the step.</param>
    /// <param name="Attempt">The attempt that did the work.</param>
    /// <param name="Changes">What it changed in the data.</param>
    /// <param name="Outcome">The outcome that edges see, if the step names one.</param>
    public sealed record CompleteStep(int Token, int Attempt, DataChange Changes, string? Outcome = null) : InstanceCommand
    {
        /// <summary>What it tells the world, in order: types with objects.</summary>
        public ImmutableArray<(string Type, JsonElement Data)> Published { get; init; } = [];
    }

    /// <summary>A machine step's guard said that there is nothing to do.</summary>
    public sealed record SkipStep(int Token, int Attempt, string Cause) : InstanceCommand;

    /// <summary>A machine step failed.</summary>
    /// <param name="Token">The token in the step.</param>
    /// <param name="Attempt">The attempt that failed.</param>
    /// <param name="Message">What went wrong, for people.</param>
    /// <param name="Detail">The stack trace, or what else helps to find the cause.</param>
    /// <param name="Code">What went wrong, for retry policies and error routes.</param>
    /// <param name="IsFinal">Whether trying again cannot mend it.</param>
    public sealed record FailStep(int Token, int Attempt, string Message, string? Detail = null, string? Code = null, bool IsFinal = false) : InstanceCommand;

    /// <summary>A machine step says how far it is.</summary>
    /// <param name="Token">The token in the step.</param>
    /// <param name="Attempt">The attempt that is under way.</param>
    /// <param name="Fraction">How much is done, from 0 to 1; null when that is not known.</param>
    /// <param name="Message">What it is doing.</param>
    public sealed record ReportProgress(int Token, int Attempt, double? Fraction, string? Message) : InstanceCommand;

    /// <summary>Nothing is asked: what runs is brought in line with the state.</summary>
    public sealed record LookAgain : InstanceCommand;

    /// <summary>The process that ran the machine steps has ended before they did.</summary>
    /// <param name="Alive">The processes that still run: their steps are left alone.</param>
    /// <param name="Ended">Those that ended as they should: their steps did not end them.</param>
    /// <param name="MaxCrashes">How often a process may end otherwise while a step runs before the step is not run again by itself.</param>
    public sealed record Recover(IReadOnlySet<string> Alive, IReadOnlySet<string> Ended, int MaxCrashes) : InstanceCommand;

    /// <summary>A person decides a task.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="By">The person.</param>
    /// <param name="Outcome">One of the step's outcomes; null when it has none.</param>
    /// <param name="Answers">The filled form.</param>
    /// <param name="Comment">What they say about it.</param>
    /// <param name="IsTrial">Whether the answers are not finished yet: only a simulation asks so.</param>
    public sealed record CompleteTask(HumanTaskId Task, Actor By, string? Outcome, JsonElement Answers, string? Comment = null, bool IsTrial = false) : InstanceCommand;

    /// <summary>A person takes an offered task.</summary>
    public sealed record ClaimTask(HumanTaskId Task, Actor By) : InstanceCommand;

    /// <summary>A person gives a claimed task back.</summary>
    public sealed record ReleaseTask(HumanTaskId Task, Actor By) : InstanceCommand;

    /// <summary>A timer's moment has come.</summary>
    public sealed record FireTimer(int Token, TimerKind Kind) : InstanceCommand;

    /// <summary>Somebody calls the instance off.</summary>
    public sealed record Cancel(Actor By, string Reason) : InstanceCommand;

    /// <summary>A signal comes from outside.</summary>
    /// <param name="Name">What the sender calls it.</param>
    /// <param name="Key">What it is about.</param>
    /// <param name="Payload">What it carries.</param>
    /// <param name="By">Who sends it.</param>
    /// <param name="Id">The sender's id of it: one sent twice counts once.</param>
    /// <param name="ExpiresAt">Until when it is kept when nothing waits for it. The default is as long as the instance.</param>
    public sealed record Signal(string Name, string? Key, JsonElement Payload, Actor By, string? Id = null, DateTimeOffset? ExpiresAt = null) : InstanceCommand;

    /// <summary>Somebody adds an element to a step that is done for several.</summary>
    public sealed record AddElement(StepId Step, JsonElement Item, Actor By) : InstanceCommand;

    /// <summary>An operator repairs the instance.</summary>
    public sealed record Repair(Instances.Repair What, Actor By, string Reason) : InstanceCommand;

    /// <summary>Somebody asks a branch that stopped at an incident to try again.</summary>
    public sealed record Retry(int Incident, Actor By) : InstanceCommand;
}
