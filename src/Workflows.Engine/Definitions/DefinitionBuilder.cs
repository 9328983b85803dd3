using System.Collections.Immutable;
using Workflows.Engine.Definitions.Documents;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions;

/// <summary>
/// Writes a definition in C#: steps in the order they are added, edges by <see cref="Path"/> and <see cref="Edge"/>. An instance starts at the first step unless
/// <see cref="Initial"/> says otherwise. Made by <see cref="WorkflowDefinition.Create"/>.
/// </summary>
public sealed partial class DefinitionBuilder
{
    private readonly ProblemList _problems = new();
    private readonly ImmutableArray<Edge>.Builder _edges = ImmutableArray.CreateBuilder<Edge>();
    private readonly ImmutableArray<StepId>.Builder _terminals = ImmutableArray.CreateBuilder<StepId>();
    private string? _name;
    private string? _description;
    private string? _category;
    private TextTemplate? _instanceTitle;
    private FormSchema _startForm = FormSchema.Empty;
    private StepId? _initial;
    private CommitPolicy _commit = CommitPolicy.PerStep;

    internal DefinitionBuilder()
    {
    }

    /// <summary>What people read. The default is the key, humanised.</summary>
    public DefinitionBuilder Named(string name) => Self(() => _name = name);

    /// <summary>What the workflow is for.</summary>
    public DefinitionBuilder Describe(string text) => Self(() => _description = text);

    /// <summary>The heading it stands under in the catalogue.</summary>
    public DefinitionBuilder Category(string name) => Self(() => _category = name);

    /// <summary>The title of an instance; a text with expressions over the start data in braces. The default is the name.</summary>
    public DefinitionBuilder InstanceTitle(string template) => Self(() => _instanceTitle = _problems.ReadTemplate(template, "/instanceTitle"));

    /// <summary>The form whose answers become the instance's first data. The default accepts any object.</summary>
    /// <param name="schema">A JSON Schema.</param>
    /// <param name="ui">How it is shown, in the vocabulary of react-jsonschema-form's uiSchema.</param>
    public DefinitionBuilder StartForm(string schema, string? ui = null) => Self(() => _startForm = _problems.ReadForm(schema, ui, "/startForm") ?? FormSchema.Empty);

    /// <summary>Commits once per run to the next wait instead of after every machine step. For idempotent steps.</summary>
    public DefinitionBuilder CommitPerRun() => Self(() => _commit = CommitPolicy.PerRun);

    /// <summary>Where an instance starts. The default is the first step.</summary>
    public DefinitionBuilder Initial(string step) => Self(() => _initial = step);

    /// <summary>Declares where a path may end; a dead end anywhere else is then a problem. The default accepts any step without outgoing edges.</summary>
    public DefinitionBuilder Terminals(params ReadOnlySpan<string> steps)
    {
        foreach (var step in steps)
        {
            _terminals.Add(step);
        }

        return this;
    }

    /// <summary>Connects steps one after the other. What an earlier path has connected already stays as it is, so that branches may share a beginning or an end.</summary>
    public DefinitionBuilder Path(params ReadOnlySpan<string> steps)
    {
        for (var i = 1; i < steps.Length; i++)
        {
            var edge = new Edge { From = steps[i - 1], To = steps[i] };
            if (!_edges.Contains(edge))
            {
                _edges.Add(edge);
            }
        }

        return this;
    }

    /// <summary>Connects two steps.</summary>
    /// <param name="from">The step it leaves.</param>
    /// <param name="to">The step it enters.</param>
    /// <param name="when">The condition, an expression. The default is always.</param>
    /// <param name="outcome">The outcome it belongs to. The default is any.</param>
    /// <param name="otherwise">Whether it is the default edge: taken when no other edge of the step is.</param>
    /// <param name="label">What the diagram says beside it. The default is the outcome or the condition.</param>
    /// <param name="weight">How many tokens it gets when it is taken.</param>
    public DefinitionBuilder Edge(string from, string to, string? when = null, string? outcome = null, bool otherwise = false, string? label = null, int weight = 1) =>
        Self(() => _edges.Add(new Edge
        {
            From = from,
            To = to,
            Outcome = outcome,
            Condition = when is null ? null : _problems.ReadExpression(when, DocumentText.Join("/edges", _edges.Count) + "/when"),
            IsDefault = otherwise,
            Label = label,
            Weight = weight,
        }));

    internal WorkflowDefinition Build(string key, string version)
    {
        var steps = _steps.ToImmutable();
        var definition = new WorkflowDefinition
        {
            Key = key,
            Version = _problems.ReadVersion(version, "/version"),
            Name = _name ?? Humanized.From(key),
            Description = _description,
            Category = _category,
            InstanceTitle = _instanceTitle,
            StartForm = _startForm,
            Initial = _initial ?? (steps.IsEmpty ? "" : steps[0].Id),
            Terminals = _terminals.ToImmutable(),
            Commit = _commit,
            Steps = steps,
            Edges = _edges.ToImmutable(),
            StepTypes = _stepTypes.ToImmutable(),
        };
        return _problems.HasErrors ? throw new DefinitionException($"The definition '{key}'", _problems.ToImmutable()) : definition;
    }

    private DefinitionBuilder Self(Action change)
    {
        change();
        return this;
    }
}
