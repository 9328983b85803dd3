using System.Collections.Immutable;
using Workflows.Engine.Expressions;
using Workflows.Engine.Forms;

namespace Workflows.Engine.Definitions;

/// <summary>The options of a human step; see <see cref="DefinitionBuilder.Human"/>.</summary>
public sealed class HumanStepBuilder : StepBuilder<HumanStepBuilder>
{
    private readonly ImmutableArray<string>.Builder _users = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _groups = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<Outcome>.Builder _outcomes = ImmutableArray.CreateBuilder<Outcome>();
    private Expression? _from;
    private TextTemplate? _title;
    private TextTemplate? _summary;
    private Moment? _due;
    private string? _saveAs;
    private string? _ui;

    internal HumanStepBuilder(ProblemList problems, string place)
        : base(problems, place)
    {
    }

    /// <summary>Offers the task to people by their ids; to one alone, it is theirs.</summary>
    public HumanStepBuilder AssignTo(params ReadOnlySpan<string> users)
    {
        _users.AddRange(users);
        return this;
    }

    /// <summary>Offers the task to every member of the groups.</summary>
    public HumanStepBuilder AssignToGroup(params ReadOnlySpan<string> groups)
    {
        _groups.AddRange(groups);
        return this;
    }

    /// <summary>Offers the task to whom an expression names when it is created: a person's id or a list of them, for example <c>vars.startedBy</c>.</summary>
    public HumanStepBuilder AssignFrom(string expression) => Self(() => _from = Problems.ReadExpression(expression, $"{Place}/assign/from"));

    /// <summary>Adds a named decision, shown as a button.</summary>
    /// <param name="id">What edges and conditions refer to.</param>
    /// <param name="label">The button's text. The default is the id, humanised.</param>
    /// <param name="style">How the button looks.</param>
    /// <param name="requiresComment">Whether the person must say why.</param>
    public HumanStepBuilder Outcome(string id, string? label = null, OutcomeStyle style = OutcomeStyle.Neutral, bool requiresComment = false) =>
        Self(() => _outcomes.Add(new Outcome(id, label ?? Humanized.From(id), style, requiresComment)));

    /// <summary>The task's title in lists; a text with expressions in braces. The default is the step's name.</summary>
    public HumanStepBuilder Title(string template) => Self(() => _title = Problems.ReadTemplate(template, $"{Place}/title"));

    /// <summary>One line that lets an approver understand the task; a text with expressions in braces.</summary>
    public HumanStepBuilder Summary(string template) => Self(() => _summary = Problems.ReadTemplate(template, $"{Place}/summary"));

    /// <summary>When the task should be done: a duration, an instant, or an expression that gives one of them. It only informs; a timeout acts.</summary>
    public HumanStepBuilder Due(string moment) => Self(() => _due = Problems.ReadMoment(moment, $"{Place}/due"));

    /// <summary>How long after its creation the task should be done.</summary>
    public HumanStepBuilder Due(TimeSpan after) => Self(() => _due = Moment.In(after));

    /// <summary>The member of the data that takes the answers. The default is the step's id; an empty text merges them into the data.</summary>
    public HumanStepBuilder SaveAs(string name) => Self(() => _saveAs = name);

    /// <summary>How the form is shown, in the vocabulary of react-jsonschema-form's uiSchema.</summary>
    public HumanStepBuilder Ui(string uiSchema) => Self(() => _ui = uiSchema);

    internal StepBody.Human Body(string? form) => new()
    {
        Title = _title,
        Summary = _summary,
        Form = form is null && _ui is null ? FormSchema.Empty : Problems.ReadForm(form ?? """{"type":"object"}""", _ui, $"{Place}/form") ?? FormSchema.Empty,
        Assign = new AssignmentRule(_users.ToImmutable(), _groups.ToImmutable(), _from),
        Outcomes = _outcomes.ToImmutable(),
        Due = _due,
        SaveAs = _saveAs,
    };
}
