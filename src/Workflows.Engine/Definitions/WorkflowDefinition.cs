using System.Collections.Immutable;
using System.Security.Cryptography;
using Workflows.Engine.Definitions.Nets;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions;

/// <summary>
/// A workflow: an immutable graph of steps and edges under a key and a version. Write one with <see cref="Create"/>, or read one from a
/// JSON document with <see cref="DefinitionDocument"/>; both give the same object.
/// </summary>
public sealed partial class WorkflowDefinition
{
    private readonly Lazy<Net> _net;
    private readonly Lazy<string> _contentHash;

    internal WorkflowDefinition()
    {
        _net = new Lazy<Net>(() => new Net(this));
        _contentHash = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(DefinitionDocument.WriteUtf8(this))));
    }

    /// <summary>The name under which instances are started, unique in a tenant; the same letters as a <see cref="StepId"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The version; instances stay on theirs, starts take the latest published one.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What the workflow is for.</summary>
    public string? Description { get; init; }

    /// <summary>The heading it stands under in the catalogue.</summary>
    public string? Category { get; init; }

    /// <summary>The title of an instance; a template over the start data. The default is the definition's name.</summary>
    public TextTemplate? InstanceTitle { get; init; }

    /// <summary>The form whose answers become the instance's first data. The default accepts any object.</summary>
    public FormSchema StartForm { get; init; } = FormSchema.Empty;

    /// <summary>Where an instance starts.</summary>
    public required StepId Initial { get; init; }

    /// <summary>The steps where a path may end, when the author declares them; a dead end anywhere else is then a problem. Empty: any step without outgoing edges.</summary>
    public ImmutableArray<StepId> Terminals { get; init; } = [];

    /// <summary>When the runtime commits. The default is after every machine step.</summary>
    public CommitPolicy Commit { get; init; } = CommitPolicy.PerStep;

    /// <summary>The steps, in the order they were written.</summary>
    public required ImmutableArray<Step> Steps { get; init; }

    /// <summary>The edges, in the order they were written; conditions are tried in this order.</summary>
    public required ImmutableArray<Edge> Edges { get; init; }

    /// <summary>The classes of machine steps that the C# builder named, by their registered name. Not part of the document.</summary>
    internal ImmutableDictionary<string, Type> StepTypes { get; init; } = ImmutableDictionary<string, Type>.Empty;

    /// <summary>The fingerprint of the canonical document: SHA-256 in 64 lower-case hexadecimal digits. The same for two definitions exactly when they say the same.</summary>
    public string ContentHash => _contentHash.Value;

    /// <summary>The graph made ready for the kernel. Only for valid definitions.</summary>
    internal Net Net => _net.Value;

    /// <summary>The step named <paramref name="id"/>, or null.</summary>
    public Step? FindStep(StepId id) => Net.IndexOf(id) is var index and >= 0 ? Steps[index] : null;
}

/// <summary>When the runtime makes an instance's progress durable.</summary>
public enum CommitPolicy
{
    /// <summary>Every machine step's completion before its successors start: a crash repeats at most the steps that were running.</summary>
    PerStep,

    /// <summary>Once per run to the next wait: fewer commits, but a crash repeats every machine step since the last one. For idempotent steps.</summary>
    PerRun,
}
