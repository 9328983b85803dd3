using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests.Patterns;

/// <summary>The 43 control-flow patterns. A scenario's tests carry the number of its pattern: <c>-trait Pattern=WCP-07</c> runs those of one.</summary>
public sealed class PatternTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Scenarios =>
        Pattern.All.SelectMany(p => p.Scenarios.Select(s => new TheoryDataRow<string, string>(p.Id, s.Name).WithTrait("Pattern", p.Id)));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_EveryOrderOfItsEvents_GivesWhatItSays(string pattern, string scenario) => ScenarioOrders.Run(Find(pattern, scenario));

    private static Scenario Find(string pattern, string scenario) => Pattern.All.Single(p => p.Id == pattern).Scenarios.Single(s => s.Name == scenario);
}
