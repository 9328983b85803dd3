using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Documents;

namespace Workflows.Engine.Steps.BuiltIn;

/// <summary>Finds the settings of built-in steps that are missing, or that they do not know.</summary>
internal static class SettingsCheck
{
    public static ImmutableArray<DefinitionProblem> Check(WorkflowDefinition definition, StepRegistry registry)
    {
        var problems = ImmutableArray.CreateBuilder<DefinitionProblem>();
        for (var i = 0; i < definition.Steps.Length; i++)
        {
            if (definition.Steps[i].Body is StepBody.Machine machine && registry.ShapeOf(machine.Type) is { } shape)
            {
                Check(machine, shape, $"/steps/{i}/with", problems);
            }
        }

        return problems.DrainToImmutable();
    }

    private static void Check(StepBody.Machine machine, SettingsShape shape, string place, ImmutableArray<DefinitionProblem>.Builder problems)
    {
        ImmutableArray<string> given = machine.With is { } with ? [.. with.Names] : [];
        foreach (var missing in shape.Required.Except(given))
        {
            problems.Add(new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.MemberMissing, $"{place}/{missing}", $"A step of the type '{machine.Type}' needs the setting '{missing}'."));
        }

        ImmutableArray<string> known = [.. shape.Required, .. shape.Optional];
        foreach (var unknown in given.Except(known))
        {
            problems.Add(new DefinitionProblem(
                ProblemSeverity.Error, ProblemCodes.MemberUnknown, $"{place}/{unknown}",
                $"A step of the type '{machine.Type}' has no setting '{unknown}'.{DocumentObject.DidYouMean(unknown, known, $" It has {string.Join(", ", known)}.")}"));
        }
    }
}
