using System.Collections.Immutable;
using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Definitions;

/// <summary>Collects what is wrong while a definition is written, read or validated.</summary>
internal sealed class ProblemList
{
    private readonly List<(DefinitionProblem Problem, int? Character)> _found = [];

    /// <summary>Whether there is at least one error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether more problems are not taken any more: there is no need to describe them.</summary>
    public bool IsFull => _found.Count > DefinitionLimits.MaxProblems;

    /// <summary>Whether it is still worth looking for the name that was probably meant.</summary>
    public bool TakesHints => _found.Count < DefinitionLimits.MaxHints;

    /// <summary>Adds an error; <paramref name="character"/> is where in the text at its place, from 1, when the place holds a text and that is known.</summary>
    public void Error(string code, string place, string message, int? character = null)
    {
        HasErrors = true;
        Add(new DefinitionProblem(ProblemSeverity.Error, code, place, message), character);
    }

    public void Warning(string code, string place, string message, int? character = null) => Add(new DefinitionProblem(ProblemSeverity.Warning, code, place, message), character);

    /// <summary>Adds problems found elsewhere.</summary>
    public void AddRange(ImmutableArray<DefinitionProblem> problems)
    {
        foreach (var problem in problems)
        {
            HasErrors |= problem.Severity is ProblemSeverity.Error;
            Add(problem, null);
        }
    }

    /// <summary>Takes over the problems of a document inside this one.</summary>
    /// <param name="inner">What was found in it.</param>
    /// <param name="place">Where it is.</param>
    public void AddRange(ProblemList inner, string place)
    {
        foreach (var (problem, character) in inner._found)
        {
            HasErrors |= problem.Severity is ProblemSeverity.Error;
            Add(problem with { Place = place + problem.Place }, character);
        }
    }

    public ImmutableArray<DefinitionProblem> ToImmutable() => [.. _found.Select(f => f.Problem)];

    /// <summary>The problems with their lines and columns in the document, from its beginning to its end.</summary>
    public ImmutableArray<DefinitionProblem> Locate(DocumentText document)
    {
        if (_found.Count == 0)
        {
            return [];
        }

        var places = document.Find(_found.Select(f => f.Problem.Place));
        return
        [
            .. _found
                .Select(f => f.Problem.Line is null ? document.Locate(f.Problem, f.Character, places) : f.Problem)
                .OrderBy(p => p.Code is ProblemCodes.TooManyProblems)
                .ThenBy(p => p.Line)
                .ThenBy(p => p.Column),
        ];
    }

    private void Add(DefinitionProblem problem, int? character)
    {
        if (_found.Count < DefinitionLimits.MaxProblems)
        {
            _found.Add((problem, character));
        }
        else if (_found.Count == DefinitionLimits.MaxProblems)
        {
            HasErrors = true;
            _found.Add((new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.TooManyProblems, "", "There are more problems than these; mend these first."), null));
        }
    }
}
