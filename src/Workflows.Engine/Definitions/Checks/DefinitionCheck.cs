using System.Collections.Immutable;
using Workflows.Engine.Definitions.Documents;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions.Checks;

/// <summary>One validation of a definition: the definition itself here, its steps, edges, graph and forms in the topic parts.</summary>
internal sealed partial class DefinitionCheck
{
    private readonly WorkflowDefinition _definition;
    private readonly IReadOnlyCollection<string>? _knownStepTypes;
    private readonly ProblemList _problems;
    private readonly ImmutableArray<Step> _steps;
    private readonly ImmutableArray<Edge> _edges;

    /// <summary>The number of each step; of those with the same id, the first.</summary>
    private readonly Dictionary<StepId, int> _indexes = [];

    public DefinitionCheck(WorkflowDefinition definition, IReadOnlyCollection<string>? knownStepTypes, ProblemList problems)
    {
        _definition = definition;
        _knownStepTypes = knownStepTypes;
        _problems = problems;
        _steps = definition.Steps;
        _shape = new DataShape(definition);
        _edges = definition.Edges;
        for (var i = 0; i < _steps.Length; i++)
        {
            _indexes.TryAdd(_steps[i].Id, i);
        }

        _compensations = [.. _steps.Select(s => s.CompensateWith).OfType<StepId>()];
        _from = [.. _edges.Select(e => _indexes.GetValueOrDefault(e.From, -1))];
        _to = [.. _edges.Select(e => _indexes.GetValueOrDefault(e.To, -1))];
    }

    public void Run()
    {
        CheckHeader();
        if (!CheckSize())
        {
            return;
        }

        Connect();
        CheckSteps();
        CheckEdges();
        CheckConditions();
        CheckWebhooks();
        CheckGraph();
        CheckDocument();
        if (!_problems.HasErrors)
        {
            CallCheck.CheckEnds(_definition, _problems);
        }
    }

    private void CheckHeader()
    {
        if (!StepId.IsValid(_definition.Key))
        {
            _problems.Error(
                ProblemCodes.KeyInvalid,
                "/key",
                $"'{DefinitionParts.Clip(_definition.Key)}' cannot be a key: use a letter or underscore, then up to 63 letters, digits, underscores or hyphens.");
        }

        CheckText(_definition.Name, "/name", DefinitionLimits.MaxNameLength);
        CheckText(_definition.Description, "/description", DefinitionLimits.MaxDescriptionLength);
        CheckText(_definition.Category, "/category", DefinitionLimits.MaxNameLength);
        CheckPaths(_definition.InstanceTitle?.Paths, "/instanceTitle", seesOutcome: false);
        FormCheck.Check(_definition.StartForm, "/startForm", savesDecision: false, isPrefilled: false, _problems);
        if (_steps.IsEmpty)
        {
            _problems.Error(ProblemCodes.NoSteps, "/steps", "There are no steps; a definition needs at least one.");
        }
        else if (!_indexes.ContainsKey(_definition.Initial))
        {
            _problems.Error(ProblemCodes.InitialUnknown, "/initial", $"{NoStep(_definition.Initial)} An instance would have nowhere to start.");
        }

        for (var i = 0; i < _definition.Terminals.Length; i++)
        {
            if (!_indexes.ContainsKey(_definition.Terminals[i]))
            {
                _problems.Error(ProblemCodes.TerminalUnknown, DocumentText.Join("/terminals", i), NoStep(_definition.Terminals[i]));
            }
        }
    }

    /// <summary>Whether the graph is small enough to be looked at: what comes after takes time that grows with its square.</summary>
    private bool CheckSize()
    {
        var isSmall = true;
        if (_steps.Length > DefinitionLimits.MaxSteps)
        {
            isSmall = false;
            _problems.Error(ProblemCodes.TooManySteps, "/steps", $"There are {_steps.Length} steps; a definition has at most {DefinitionLimits.MaxSteps}. Split the workflow.");
        }

        if (_edges.Length > DefinitionLimits.MaxEdges)
        {
            isSmall = false;
            _problems.Error(ProblemCodes.TooManyEdges, "/edges", $"There are {_edges.Length} edges; a definition has at most {DefinitionLimits.MaxEdges}. Split the workflow.");
        }

        for (var i = 0; i < _steps.Length; i++)
        {
            if (_steps[i].Body is StepBody.Human { Outcomes.Length: > DefinitionLimits.MaxOutcomes })
            {
                isSmall = false;
                _problems.Error(ProblemCodes.TooManyOutcomes, PlaceOfStep(i) + "/outcomes", $"A step has at most {DefinitionLimits.MaxOutcomes} outcomes. Ask for the rest in the form.");
            }
        }

        return isSmall;
    }

    /// <summary>What is registered is stored as a document, so it has to be one that can be read again.</summary>
    private void CheckDocument()
    {
        if (!_problems.HasErrors && !DefinitionDocument.TryRead(DefinitionDocument.Write(_definition), out _, out var unreadable))
        {
            _problems.AddRange([.. unreadable.Select(p => p with { Line = null, Column = null })]);
        }
    }

    private void CheckText(string? text, string place, int most)
    {
        if (text is null)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            _problems.Error(ProblemCodes.TextEmpty, place, "This text is empty; write one or leave it out.");
        }
        else if (!Unicode.IsWellFormed(text))
        {
            _problems.Error(ProblemCodes.TextInvalid, place, "This text holds half of a character (a lone surrogate).");
        }
        else if (text.Length > most)
        {
            _problems.Error(ProblemCodes.TextTooLong, place, $"This text has {text.Length} characters; at most {most} are allowed here.");
        }
    }

    /// <summary>Finds names in expressions that have no value where the expression stands.</summary>
    private void CheckPaths(IReadOnlyList<PathReference>? paths, string place, bool seesOutcome, bool readsOwnData = true)
    {
        foreach (var path in paths ?? [])
        {
            if (path.Root is "data" || (path.Root is "outcome" && seesOutcome))
            {
                if (readsOwnData)
                {
                    CheckPathIsWritten(path, place);
                }

                continue;
            }

            if (path.Root is not "vars")
            {
                var names = seesOutcome ? "data, vars and outcome" : "data and vars";
                _problems.Error(ProblemCodes.ExpressionName, place, $"'{path.Root}' has no value here; this expression sees {names}.", path.Position);
            }
            else if (path.Segments is [{ Name: { } name, Position: var position }, ..] && !InstanceFacts.Names.Contains(name))
            {
                var hint = DocumentObject.DidYouMean(name, InstanceFacts.Names, $" There are {string.Join(", ", InstanceFacts.Names)}.");
                _problems.Error(ProblemCodes.ExpressionName, place, $"'vars.{DefinitionParts.Clip(name)}' does not exist.{hint}", position);
            }
        }
    }

    private string NoStep(StepId id)
    {
        var hint = _problems.TakesHints ? DocumentObject.DidYouMean(id.ToString(), _indexes.Keys.Select(k => k.ToString())) : "";
        return $"There is no step '{DefinitionParts.Clip(id.ToString())}'.{hint}";
    }

    private static string PlaceOfStep(int step) => DocumentText.Join("/steps", step);

    private static string PlaceOfEdge(int edge) => DocumentText.Join("/edges", edge);
}
