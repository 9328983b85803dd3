using Workflows.Engine.Definitions;
using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>What ships, what the documentation shows and what the patterns run has nothing to mend, so that a warning always means something.</summary>
public sealed class NoFalseAlarmTests
{
    private static readonly string[] s_new =
    [
        ProblemCodes.JoinNever, ProblemCodes.JoinMayWait, ProblemCodes.ConditionNever, ProblemCodes.ConditionConstant, ProblemCodes.PathUnknown,
        ProblemCodes.FormRequiredHidden, ProblemCodes.FormRequiredUnsupported, ProblemCodes.AssignNobody, ProblemCodes.CallEndless, ProblemCodes.CallInput,
    ];

    [Fact]
    public void Scenarios_RaiseOnlyTheAlarmsTheyAreAbout() => Assert.Equal(
        [
            "A join that waits for ever is stuck, never completed: join-may-wait",
            "A loop that does not end stops at an incident: condition-constant",
            "Two joins that wait for each other: the first goes on: condition-constant",
        ],
        ScenarioFile.All
            .SelectMany(s => s.Definitions.Called.Prepend(s.Definitions.Main).SelectMany(Alarms).Select(p => $"{s.Name}: {p.Code}"))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void DocumentationExamples_RaiseNoAlarm() => Assert.Empty(DefinitionPageExamples.All.Values.SelectMany(Alarms));

    private static IEnumerable<DefinitionProblem> Alarms(WorkflowDefinition definition) => DefinitionValidator.Validate(definition).Where(p => s_new.Contains(p.Code));
}
