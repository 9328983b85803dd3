using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Storage;

/// <summary>Where the audit lives: what people did, never changed. What is done to the engine's own things is written with them.</summary>
internal interface IAuditStore
{
    /// <summary>Adds what was done to something that lives elsewhere.</summary>
    Task AddActAsync(AuditRow act, CancellationToken cancellationToken);

    /// <summary>The acts that match, the latest first.</summary>
    Task<Page<AuditEntry>> ListActsAsync(TenantId tenant, AuditFilter filter, PageRequest page, CancellationToken cancellationToken);
}

/// <summary>Something that somebody did.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Channel">By what way: <c>page</c>, <c>api</c>, <c>schedule</c>, <c>webhook</c>; null when the program around the engine called it.</param>
/// <param name="Action">What was done, as in <c>task.complete</c>.</param>
/// <param name="Instance">The instance it was done to, where it was one.</param>
/// <param name="Subject">What in it, or what else: the id of a task, a step, a schedule, a webhook; the key and version of a definition.</param>
/// <param name="Title">What people call that.</param>
/// <param name="Note">The outcome, the reason, the comment: what was said about it.</param>
internal sealed record AuditRow(
    TenantId Tenant, DateTimeOffset At, string Actor, string? Channel, string Action, InstanceId? Instance, string? Subject, string? Title, string? Note)
{
    /// <summary>How much of a title or note is kept.</summary>
    public const int MaxText = 1000;

    public string? Title { get; } = Cut(Title);

    public string? Note { get; } = Cut(Note);

    private static string? Cut(string? text) => text is { Length: > MaxText } ? text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)] : text;
}

/// <summary>What somebody does, before it is known to what.</summary>
/// <param name="By">Who.</param>
/// <param name="Action">What, as in <c>schedule.pause</c>.</param>
/// <param name="Note">What is said about it.</param>
internal sealed record Act(Actor By, string Action, string? Note = null)
{
    /// <summary>What the audit says of it, once it is done.</summary>
    public AuditRow To(string subject, string? title, DateTimeOffset at) => new(By.Tenant, at, By.Id, By.Channel, Action, null, subject, title, Note);
}

/// <summary>Which acts.</summary>
public sealed record AuditFilter
{
    /// <summary>Those of a person, by their id; null for everybody's.</summary>
    public string? Actor { get; init; }

    /// <summary>Those that were done to an instance; null for all.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Those of a kind, as in <c>task.complete</c>; null for all.</summary>
    public string? Action { get; init; }

    /// <summary>Those from this moment on; null for all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those before this moment; null for all.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>Something that somebody did.</summary>
/// <param name="Number">Where it stands among all that was done.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Channel">By what way: <c>page</c>, <c>api</c>, <c>schedule</c>, <c>webhook</c>; null when the program around the engine called it.</param>
/// <param name="Action">What was done, as in <c>task.complete</c>.</param>
/// <param name="Instance">The instance it was done to, where it was one.</param>
/// <param name="Subject">What in it, or what else: the id of a task, a step, a schedule, a webhook; the key and version of a definition.</param>
/// <param name="Title">What people call that.</param>
/// <param name="Note">The outcome, the reason, the comment: what was said about it.</param>
public sealed record AuditEntry(
    long Number, DateTimeOffset At, string Actor, string? Channel, string Action, InstanceId? Instance, string? Subject, string? Title, string? Note);
