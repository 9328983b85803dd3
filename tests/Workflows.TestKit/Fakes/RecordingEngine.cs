using System.Collections.Concurrent;
using System.Collections.Immutable;
using Workflows.Engine;
using Workflows.Engine.Definitions;
using Workflows.Engine.HumanTasks;
using Workflows.Engine.Instances;
using Workflows.Engine.Simulation;
using Workflows.Engine.Storage;

namespace Workflows.TestKit.Fakes;

/// <summary>An engine that only remembers what it was asked, and answers with one snapshot.</summary>
/// <param name="answer">What every command answers.</param>
public sealed class RecordingEngine(InstanceSnapshot answer) : IWorkflowEngine
{
    private readonly ConcurrentQueue<object> _asked = new();

    /// <summary>What was asked, in order: requests as they came, other calls as a text such as <c>cancel {id} by rita</c>.</summary>
    public IReadOnlyCollection<object> Asked => _asked;

    /// <inheritdoc/>
    public Task<InstanceSnapshot> StartAsync(StartRequest request, CancellationToken cancellationToken = default) => Answer(request);

    /// <inheritdoc/>
    public Task<InstanceSnapshot> CompleteTaskAsync(CompleteTaskRequest request, CancellationToken cancellationToken = default) => Answer(request);

    /// <inheritdoc/>
    public Task<InstanceSnapshot> ClaimTaskAsync(HumanTaskId task, Actor by, CancellationToken cancellationToken = default) => Answer($"claim {task} by {by.Id}");

    /// <inheritdoc/>
    public Task<InstanceSnapshot> ReleaseTaskAsync(HumanTaskId task, Actor by, CancellationToken cancellationToken = default) => Answer($"release {task} by {by.Id}");

    /// <inheritdoc/>
    public Task<InstanceSnapshot> CancelAsync(InstanceId instance, string reason, Actor by, CancellationToken cancellationToken = default) =>
        Answer($"cancel {instance} by {by.Id}: {reason}");

    /// <inheritdoc/>
    public Task<InstanceSnapshot> RetryAsync(InstanceId instance, int incident, Actor by, CancellationToken cancellationToken = default) =>
        Answer($"retry {instance} #{incident} by {by.Id}");

    /// <inheritdoc/>
    public async Task<RepairResult> RepairAsync(RepairRequest request, CancellationToken cancellationToken = default) => new(await Answer(request), []);

    /// <inheritdoc/>
    public Task<InstanceSnapshot> SignalAsync(SignalRequest request, CancellationToken cancellationToken = default) => Answer(request);

    /// <inheritdoc/>
    public Task<InstanceSnapshot> AddElementAsync(InstanceId instance, StepId step, System.Text.Json.JsonElement item, Actor by, CancellationToken cancellationToken = default) =>
        Answer($"add {item.GetRawText()} to {step} of {instance} by {by.Id}");

    /// <inheritdoc/>
    public Task<ImmutableArray<DefinitionProblem>> CheckAsync(WorkflowDefinition definition, Actor by, CancellationToken cancellationToken) =>
        Task.FromResult(DefinitionValidator.Validate(definition));

    /// <inheritdoc/>
    public async Task<DefinitionPublication> PublishAsync(WorkflowDefinition definition, Actor by, CancellationToken cancellationToken = default)
    {
        await Answer($"publish {definition.Key} {definition.Version} by {by.Id}");
        return new DefinitionPublication(FakeWorkflowQueries.Summary(definition), DefinitionChangeKind.New);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<DefinitionPublication>> PublishAllAsync(
        ImmutableArray<WorkflowDefinition> definitions, bool dryRun, Actor by, CancellationToken cancellationToken = default)
    {
        await Answer($"publish {definitions.Length} definitions by {by.Id}{(dryRun ? " (dry run)" : "")}");
        return [.. definitions.Select(d => new DefinitionPublication(FakeWorkflowQueries.Summary(d), DefinitionChangeKind.New))];
    }

    /// <inheritdoc/>
    public async Task<DefinitionDraft> SaveDraftAsync(WorkflowDefinition definition, long? expectedRevision, Actor by, CancellationToken cancellationToken = default)
    {
        await Answer($"draft {definition.Key} {definition.Version} by {by.Id}");
        return new DefinitionDraft(FakeWorkflowQueries.Summary(definition) with { Status = DefinitionStatus.Draft }, IsNew: true, DefinitionValidator.Validate(definition));
    }

    /// <inheritdoc/>
    public async Task<DefinitionPublication> PublishVersionAsync(
        string key, SemanticVersion version, long? expectedRevision, Actor by, CancellationToken cancellationToken = default)
    {
        await Answer($"publish {key} {version} by {by.Id}");
        return new DefinitionPublication(FakeWorkflowQueries.Summary(key, version), DefinitionChangeKind.NewVersion);
    }

    /// <inheritdoc/>
    public async Task<DefinitionSummary> RetireAsync(string key, SemanticVersion version, Actor by, CancellationToken cancellationToken = default)
    {
        await Answer($"retire {key} {version} by {by.Id}");
        return FakeWorkflowQueries.Summary(key, version) with { Status = DefinitionStatus.Retired };
    }

    /// <inheritdoc/>
    public Task DiscardDraftAsync(string key, SemanticVersion version, long? expectedRevision, Actor by, CancellationToken cancellationToken = default) =>
        Answer($"discard {key} {version} by {by.Id}");

    /// <summary>What the next simulation answers.</summary>
    public SimulationResult Simulation { get; set; } = new() { Instance = answer, Events = [], Path = [], Waits = [], UnusedMoves = [] };

    /// <summary>What a preview answers.</summary>
    public ImmutableArray<OutcomePreview> Previews { get; set; } = [];

    /// <inheritdoc/>
    public Task<SimulationResult> SimulateAsync(WorkflowDefinition definition, SimulationScript script, Actor by, CancellationToken cancellationToken = default)
    {
        _asked.Enqueue(script);
        return Task.FromResult(Simulation);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<OutcomePreview>> PreviewTaskAsync(HumanTaskId task, System.Text.Json.JsonElement answers, Actor by, CancellationToken cancellationToken = default)
    {
        _asked.Enqueue($"preview {task} by {by.Id}: {answers.GetRawText()}");
        return Task.FromResult(Previews);
    }

    private Task<InstanceSnapshot> Answer(object asked)
    {
        _asked.Enqueue(asked);
        return Task.FromResult(answer);
    }
}
