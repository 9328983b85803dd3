using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Forms;
using Workflows.Engine.HumanTasks;

namespace Workflows.Engine.Instances;

/// <summary>Why something asked for was not done. Nothing has changed then.</summary>
/// <param name="Code">The stable code, as in the API's problem details.</param>
/// <param name="Message">The reason, as a sentence that names what it is about.</param>
public abstract record Rejection(string Code, string Message)
{
    /// <summary>No published definition has that key and version.</summary>
    public sealed record DefinitionNotFound(string Key, SemanticVersion? Version)
        : Rejection("not-found", Version is { } v ? $"There is no workflow '{Key}' in version {v}." : $"There is no workflow '{Key}'.");

    /// <summary>A definition document has errors.</summary>
    public sealed record InvalidDefinition(ImmutableArray<DefinitionProblem> Problems)
        : Rejection("validation", $"The definition has {Problems.Length} problem{(Problems.Length == 1 ? "" : "s")}: {Problems[0].Message}");

    /// <summary>A published version cannot change.</summary>
    public sealed record DefinitionConflict(string Key, SemanticVersion Version)
        : Rejection("version-conflict", $"Version {Version} of '{Key}' is published with other content. Published versions never change: give the new content a higher version.");

    /// <summary>Several versions at once were to be published, and some are there with other content.</summary>
    public sealed record BundleConflict(ImmutableArray<(string Key, SemanticVersion Version)> Versions)
        : Rejection("version-conflict", $"Nothing was published, for these are here with other content: {string.Join(", ", Versions.Select(v => $"{v.Key} {v.Version}"))}. Give them higher versions.");

    /// <summary>Nothing new can be started of a definition, or of the version that was named.</summary>
    public sealed record DefinitionRetired(string Key, SemanticVersion? Version)
        : Rejection("definition-retired", Version is { } v
            ? $"Version {v} of '{Key}' is retired: nothing new can be started with it."
            : $"Every published version of '{Key}' is retired: nothing new can be started until one is restored or a new one is published.");

    /// <summary>What was asked is not possible for a version with this status.</summary>
    public sealed record DefinitionState(string Key, SemanticVersion Version, DefinitionStatus Status, string What)
        : Rejection("invalid-state", $"{What}: version {Version} of '{Key}' is {(Status is DefinitionStatus.Draft ? "a draft" : Status.ToString().ToLowerInvariant())}.");

    /// <summary>Somebody else saved the draft.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Version">The version.</param>
    /// <param name="Expected">The revision that the caller looked at; null when they knew of no draft.</param>
    /// <param name="Actual">The revision it is at.</param>
    /// <param name="By">Who saved it.</param>
    /// <param name="At">When.</param>
    public sealed record DraftConflict(string Key, SemanticVersion Version, long? Expected, long Actual, string By, DateTimeOffset At)
        : Rejection("stale-revision", Expected is null
            ? $"There is a draft of '{Key}' {Version} already: {By} saved it at {At:u}. Look at it first, then save over it, or give yours another version."
            : $"{By} saved the draft of '{Key}' {Version} at {At:u}, after you looked at it: you saw revision {Expected}, it is {Actual} now.");

    /// <summary>No instance of the tenant has that id.</summary>
    public sealed record InstanceNotFound(InstanceId Id) : Rejection("not-found", $"There is no instance {Id}.");

    /// <summary>No task of the tenant has that id.</summary>
    public sealed record TaskNotFound(HumanTaskId Id) : Rejection("not-found", $"There is no task {Id}.");

    /// <summary>The data does not satisfy the form.</summary>
    public sealed record InvalidData(ImmutableArray<SchemaError> Errors)
        : Rejection("validation", $"{Errors.Length} field{(Errors.Length == 1 ? " is" : "s are")} not as the form asks: {Errors[0].Message}");

    /// <summary>The outcome is not one of the step's.</summary>
    public sealed record UnknownOutcome(string? Outcome, ImmutableArray<string> Allowed)
        : Rejection("unknown-outcome", Allowed.IsEmpty
            ? $"The task has no outcomes to choose from, but '{Outcome}' was chosen."
            : $"'{Outcome}' is not an outcome of the task: choose {string.Join(", ", Allowed)}.");

    /// <summary>The outcome must be explained.</summary>
    public sealed record CommentRequired(string Outcome) : Rejection("comment-required", $"The outcome '{Outcome}' needs a comment that says why.");

    /// <summary>The person may not do the task.</summary>
    public sealed record NotEligible(HumanTaskId Task, string Person, string Reason)
        : Rejection("not-eligible", $"{Person} cannot do this task. {Reason}");

    /// <summary>Somebody was faster: the task is decided.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="By">Who decided it; null while that is not known here.</param>
    /// <param name="At">When.</param>
    /// <param name="Outcome">What they chose.</param>
    public sealed record AlreadyDecided(HumanTaskId Task, string? By = null, DateTimeOffset? At = null, string? Outcome = null)
        : Rejection("already-decided", By is null ? $"Task {Task} is no longer open." : $"{By} already decided this task{(Outcome is null ? "" : $" ({Outcome})")} at {At:u}.");

    /// <summary>The task was withdrawn.</summary>
    public sealed record TaskWithdrawn(HumanTaskId Task, string? Cause = null)
        : Rejection("task-withdrawn", $"Task {Task} was withdrawn{(Cause is null ? "." : $": {Cause}")}");

    /// <summary>Somebody else has the task.</summary>
    public sealed record AlreadyClaimed(HumanTaskId Task, string By) : Rejection("already-claimed", $"{By} already took this task.");

    /// <summary>The instance's status does not allow it.</summary>
    public sealed record InvalidState(InstanceStatus Status, string What)
        : Rejection("invalid-state", $"{What} is not possible: the instance is {Status.ToString().ToLowerInvariant()}.");

    /// <summary>Nothing that is stuck goes by that name.</summary>
    public sealed record StuckItemNotFound(string Id) : Rejection("not-found", "That is not stuck any more, or was not when it was last looked at. Look again.");

    /// <summary>Too many signals wait for a step that takes them.</summary>
    public sealed record SignalsFull(InstanceId Id, int Most) : Rejection("invalid-state", $"Instance {Id} keeps {Most} signals that nothing has waited for yet; it takes no more.");

    /// <summary>No instance has that webhook, or it waits for no such call.</summary>
    public sealed record CallbackNotFound() : Rejection("not-found", "There is no webhook at this address.");

    /// <summary>A call to a webhook is not signed as it must be.</summary>
    public sealed record CallbackSignature(string Why) : Rejection("signature", Why);

    /// <summary>A webhook was called whose instance has ended.</summary>
    public sealed record CallbackOver(InstanceStatus Status) : Rejection("gone", $"Nobody waits for this any more: the instance is {Status.ToString().ToLowerInvariant()}.");

    /// <summary>The server does not have the secret with which calls to a webhook are signed.</summary>
    public sealed record CallbackSecretMissing() : Rejection("signature", "The server cannot check the signature: it does not have the secret. Its log says which.");

    /// <summary>An operator holds the instance.</summary>
    public sealed record Paused(string What, InstancePause Pause)
        : Rejection("paused", $"{What} is not possible now: {Pause.By} paused the instance at {Pause.At:u}. {Pause.Reason}");

    /// <summary>A repair without a reason.</summary>
    public sealed record ReasonRequired() : Rejection("reason-required", "Say why: the history and the audit keep it.");

    /// <summary>The instance cannot be repaired like that.</summary>
    public sealed record RepairNotPossible(string Why) : Rejection("repair-not-possible", Why);

    /// <summary>The result belongs to work that no longer stands: it was withdrawn, or another attempt took its place.</summary>
    public sealed record Stale(string What) : Rejection("stale", What);

    /// <summary>The caller acted on an older revision.</summary>
    public sealed record StaleRevision(long Expected, long Actual)
        : Rejection("stale-revision", $"It has changed since you looked: you saw revision {Expected}, it is {Actual} now.");

    /// <summary>The start key was used before, with other data.</summary>
    public sealed record StartKeyConflict(string StartKey, InstanceId Existing)
        : Rejection("start-key-conflict", $"The start key '{StartKey}' was used before with other data, for instance {Existing}.");

    /// <summary>No schedule of the tenant has that id.</summary>
    public sealed record ScheduleNotFound(Guid Id) : Rejection("not-found", $"There is no schedule {Id}.");

    /// <summary>What a schedule says, or what is asked of it, has errors.</summary>
    public sealed record InvalidSchedule(ImmutableArray<SchemaError> Errors)
        : Rejection("validation", Errors.Length == 1 ? Errors[0].Message : $"{Errors.Length} things are not as a schedule needs them: {Errors[0].Message}");

    /// <summary>No webhook of the tenant has that id.</summary>
    public sealed record WebhookNotFound(Guid Id) : Rejection("not-found", $"There is no webhook {Id}.");

    /// <summary>What a webhook is to do has errors.</summary>
    public sealed record InvalidWebhook(ImmutableArray<SchemaError> Errors)
        : Rejection("validation", Errors.Length == 1 ? Errors[0].Message : $"{Errors.Length} things are not as a webhook needs them: {Errors[0].Message}");

    /// <summary>No delivery of the tenant has that number.</summary>
    public sealed record DeliveryNotFound(long Id) : Rejection("not-found", $"There is no delivery {Id}.");

    /// <summary>How a schedule stands does not allow it.</summary>
    public sealed record ScheduleState(string What) : Rejection("invalid-state", What);

    /// <summary>Nothing stands still for that cause, or nothing does any more.</summary>
    public sealed record IncidentGroupNotFound(string Fingerprint) : Rejection("not-found", $"No open incident has the fingerprint '{Fingerprint}'.");

    /// <summary>No retry of incidents has that id, or it was too long ago.</summary>
    public sealed record IncidentRetryNotFound(Guid Id) : Rejection("not-found", $"There is no retry {Id}, or it is forgotten.");

    /// <summary>No run of the retention rules has that id.</summary>
    public sealed record RetentionRunNotFound(Guid Id) : Rejection("not-found", $"There is no run {Id}.");

    /// <summary>What is asked of the retention rules cannot be done now.</summary>
    public sealed record RetentionState(string What) : Rejection("invalid-state", What);
}
