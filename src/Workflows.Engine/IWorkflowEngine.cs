using System.Collections.Immutable;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Engine.Storage;

namespace Workflows.Engine;

/// <summary>
/// The engine as the web, the API and embedding programs see it. A call that returns is durable; one that cannot be done changes nothing and throws
/// <see cref="WorkflowException"/>. Every call acts in the tenant of its actor.
/// </summary>
public interface IWorkflowEngine
{
    /// <summary>
    /// Starts an instance of the latest published version (or the one asked for). The data must satisfy the definition's start form.
    /// Returns once the start is durable and the instance first waits or ends, but not later than <see cref="StartRequest.Wait"/> after.
    /// The same start key with the same data gives the instance that was started with it.
    /// </summary>
    Task<InstanceSnapshot> StartAsync(StartRequest request, CancellationToken cancellationToken = default);

    /// <summary>Decides a task: checks the person, that the task is open, the outcome and the answers, then goes on with the instance.</summary>
    Task<InstanceSnapshot> CompleteTaskAsync(CompleteTaskRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes an offered task.</summary>
    Task<InstanceSnapshot> ClaimTaskAsync(HumanTaskId task, Actor by, CancellationToken cancellationToken = default);

    /// <summary>Gives a claimed task back to those it was offered to.</summary>
    Task<InstanceSnapshot> ReleaseTaskAsync(HumanTaskId task, Actor by, CancellationToken cancellationToken = default);

    /// <summary>Calls an instance off: its tasks and timers are withdrawn.</summary>
    Task<InstanceSnapshot> CancelAsync(InstanceId instance, string reason, Actor by, CancellationToken cancellationToken = default);

    /// <summary>Lets the branch that stopped at an incident try again.</summary>
    Task<InstanceSnapshot> RetryAsync(InstanceId instance, int incident, Actor by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Repairs an instance: pauses or resumes it, skips or ends a step, moves a token, goes back to a step, changes the data, fires a timer. With
    /// <see cref="RepairRequest.DryRun"/> nothing changes, and the answer says what would.
    /// </summary>
    /// <exception cref="WorkflowException">The reason is missing, the instance is over or has changed, or it cannot be repaired like that.</exception>
    Task<RepairResult> RepairAsync(RepairRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands a signal to an instance: a step that waits for it goes on; one that will wait for it, and is not transient, finds it then. What nobody waits for is
    /// lost, and the history says so.
    /// </summary>
    Task<InstanceSnapshot> SignalAsync(SignalRequest request, CancellationToken cancellationToken = default);

    /// <summary>Adds an element to a step that is under way for several and may grow.</summary>
    Task<InstanceSnapshot> AddElementAsync(InstanceId instance, StepId step, JsonElement item, Actor by, CancellationToken cancellationToken = default);

    /// <summary>Everything that is wrong or doubtful with a definition here, where the classes of its machine steps and the workflows it calls are known. Places are JSON pointers into its document.</summary>
    /// <param name="definition">The definition; the workflows it calls are the published ones.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    Task<ImmutableArray<DefinitionProblem>> CheckAsync(WorkflowDefinition definition, Actor by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes a definition: stores it under its key and version, for ever. Publishing the same content again is a no-op, and leaves a retired version retired; other
    /// content under the same version, a definition with errors, or one in whose place somebody keeps another draft, is refused. A draft that says the same is published.
    /// </summary>
    Task<DefinitionPublication> PublishAsync(WorkflowDefinition definition, Actor by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Publishes several definitions that belong together: all or none. The answer has one entry for each, called ones first.
    /// </summary>
    /// <param name="definitions">The definitions, each key and version once.</param>
    /// <param name="dryRun">Only says what would become of each, conflicts included; nothing is written.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="WorkflowException">Some have errors (all of them are named; places begin with <c>/definitions/{index}</c>), or some are there with other content.</exception>
    Task<ImmutableArray<DefinitionPublication>> PublishAllAsync(
        ImmutableArray<WorkflowDefinition> definitions, bool dryRun, Actor by, CancellationToken cancellationToken = default);

    /// <summary>Keeps a definition as a draft, with what is wrong with it. It may replace a draft, when that is still at the revision the caller looked at.</summary>
    /// <param name="definition">The definition; its graph may have errors.</param>
    /// <param name="expectedRevision">The revision of the draft that it replaces; null when there is none yet. Saving what the draft says already is a no-op.</param>
    /// <param name="by">Who saves.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="WorkflowException">Somebody else saved it, or the version is published or retired.</exception>
    Task<DefinitionDraft> SaveDraftAsync(WorkflowDefinition definition, long? expectedRevision, Actor by, CancellationToken cancellationToken = default);

    /// <summary>Publishes a draft, or restores a retired version. A published one stays as it is.</summary>
    /// <param name="key">The key.</param>
    /// <param name="version">The version.</param>
    /// <param name="expectedRevision">The revision the caller looked at; null accepts any.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    /// <exception cref="WorkflowException">There is no such version, it has errors, or it has changed.</exception>
    Task<DefinitionPublication> PublishVersionAsync(string key, SemanticVersion version, long? expectedRevision, Actor by, CancellationToken cancellationToken = default);

    /// <summary>Retires a published version: nothing new starts with it. What runs goes on, and calls pinned to it still work. A retired one stays as it is.</summary>
    Task<DefinitionSummary> RetireAsync(string key, SemanticVersion version, Actor by, CancellationToken cancellationToken = default);

    /// <summary>Throws a draft away.</summary>
    Task DiscardDraftAsync(string key, SemanticVersion version, long? expectedRevision, Actor by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a definition, published or not, with sample answers: what would happen, and who would be asked. The workflows it calls are the published ones. Nothing is
    /// stored, and no machine step runs.
    /// </summary>
    Task<SimulationResult> SimulateAsync(WorkflowDefinition definition, SimulationScript script, Actor by, CancellationToken cancellationToken = default);

    /// <summary>
    /// What would come next for each outcome of an open task, in their order, were it decided now with these answers; they need not be finished. Nothing changes.
    /// </summary>
    Task<ImmutableArray<OutcomePreview>> PreviewTaskAsync(HumanTaskId task, JsonElement answers, Actor by, CancellationToken cancellationToken = default);
}

/// <summary>What to start.</summary>
/// <param name="Definition">The definition's key.</param>
/// <param name="Data">The first data, an object that satisfies the start form.</param>
/// <param name="By">Who starts it.</param>
public sealed record StartRequest(string Definition, JsonElement Data, Actor By)
{
    /// <summary>The version. The default is the latest published one.</summary>
    public SemanticVersion? Version { get; init; }

    /// <summary>The business reference by which people find the instance, for example an order number.</summary>
    public string? Reference { get; init; }

    /// <summary>The title. The default comes from the definition's template.</summary>
    public string? Title { get; init; }

    /// <summary>Makes retries safe: unique for a definition in a tenant.</summary>
    public string? StartKey { get; init; }

    /// <summary>How long to wait for the instance to settle. The default is ten seconds; zero returns as soon as the start is durable.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A message from outside.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Name">The name that steps wait for.</param>
/// <param name="Payload">What it carries.</param>
/// <param name="By">Who sends it.</param>
public sealed record SignalRequest(InstanceId Instance, string Name, JsonElement Payload, Actor By)
{
    /// <summary>What it is about; a step that waits for a key takes only signals with the same. The default is none.</summary>
    public string? Key { get; init; }

    /// <summary>The sender's id of it: one sent twice counts once. The default is a new one.</summary>
    public string? Id { get; init; }

    /// <summary>Until when it is kept when nothing waits for it yet. The default is as long as the instance.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long to wait for the instance to settle. The default is ten seconds.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A repair.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="What">What is done.</param>
/// <param name="Reason">Why; the history and the audit keep it.</param>
/// <param name="By">Who does it.</param>
public sealed record RepairRequest(InstanceId Instance, Repair What, string Reason, Actor By)
{
    /// <summary>Whether nothing is done: the answer says what would be.</summary>
    public bool DryRun { get; init; }

    /// <summary>The revision the operator looked at; a newer one is a conflict. The default accepts any.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>How long to wait for the instance to settle. The default is ten seconds.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What a repair did, or would do.</summary>
/// <param name="Instance">The instance after it.</param>
/// <param name="Events">What it caused at once; machine steps that it began come to their end later.</param>
public sealed record RepairResult(InstanceSnapshot Instance, ImmutableArray<InstanceEvent> Events);

/// <summary>A decision.</summary>
/// <param name="Task">The task.</param>
/// <param name="Answers">The filled form.</param>
/// <param name="By">Who decides.</param>
public sealed record CompleteTaskRequest(HumanTaskId Task, JsonElement Answers, Actor By)
{
    /// <summary>The chosen outcome; null for a step without outcomes.</summary>
    public string? Outcome { get; init; }

    /// <summary>What the person says about it.</summary>
    public string? Comment { get; init; }

    /// <summary>The task's revision the person looked at; a newer one is a conflict. The default accepts any.</summary>
    public long? ExpectedRevision { get; init; }

    /// <summary>How long to wait for the instance to settle after the decision. The default is ten seconds.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);
}
