using System.Collections.Immutable;

namespace Workflows.Engine.Definitions;

/// <summary>A definition cannot be made from what was written; carries every problem found, not only the first.</summary>
public class DefinitionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="subject">What cannot be used, as the beginning of a sentence.</param>
    /// <param name="problems">What is wrong; at least one problem.</param>
    public DefinitionException(string subject, ImmutableArray<DefinitionProblem> problems)
        : base($"{subject} has {(problems.Length == 1 ? "a problem" : $"{problems.Length} problems")}:{string.Concat(problems.Select(p => $"\n  {p}"))}") =>
        Problems = problems;

    /// <summary>What is wrong and where; never empty.</summary>
    public ImmutableArray<DefinitionProblem> Problems { get; }
}

/// <summary>A text is not a definition document.</summary>
public sealed class DefinitionDocumentException(ImmutableArray<DefinitionProblem> problems) : DefinitionException("The definition document", problems);
