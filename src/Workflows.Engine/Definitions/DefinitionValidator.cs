using System.Collections.Immutable;

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
}
