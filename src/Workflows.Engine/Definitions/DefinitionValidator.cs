using System.Collections.Immutable;
using Workflows.Engine.Definitions.Checks;

namespace Workflows.Engine.Definitions;

/// <summary>Finds everything that is wrong or doubtful with a definition's graph, at once. What it finds no error in, the engine can run, store and read again.</summary>
public static class DefinitionValidator
{
    /// <summary>Checks a definition, in well under a second whatever its graph.</summary>
    /// <param name="definition">The definition; it may be as broken as it likes.</param>
    /// <param name="knownStepTypes">The names that machine steps may use; null when they are not known here.</param>
    /// <returns>The problems in the order of the document; empty when there are none.</returns>
    public static ImmutableArray<DefinitionProblem> Validate(WorkflowDefinition definition, IReadOnlyCollection<string>? knownStepTypes = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new ProblemList();
        new DefinitionCheck(definition, knownStepTypes, problems).Run();
        return problems.ToImmutable();
    }

    /// <summary>Checks the workflows that a definition without errors calls.</summary>
    internal static ImmutableArray<DefinitionProblem> ValidateCalls(WorkflowDefinition definition, Func<string, SemanticVersion?, WorkflowDefinition?> find)
    {
        var problems = new ProblemList();
        CallCheck.Run(definition, find, problems);
        return problems.ToImmutable();
    }

    /// <summary>Checks a definition as <see cref="Validate(WorkflowDefinition, IReadOnlyCollection{string}?)"/> does, and the workflows that it calls.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="knownStepTypes">The names that machine steps may use; null when they are not known here.</param>
    /// <param name="find">Gives a published definition, the latest version when none is named; null when there is none.</param>
    public static ImmutableArray<DefinitionProblem> Validate(
        WorkflowDefinition definition, IReadOnlyCollection<string>? knownStepTypes, Func<string, SemanticVersion?, WorkflowDefinition?> find)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var problems = new ProblemList();
        new DefinitionCheck(definition, knownStepTypes, problems).Run();
        return problems.HasErrors ? problems.ToImmutable() : [.. problems.ToImmutable(), .. ValidateCalls(definition, find)];
    }
}
