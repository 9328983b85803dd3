using Workflows.Engine.Tests.Storage;
using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests.Patterns;

/// <summary>The 43 control-flow patterns. A scenario's tests carry the number of its pattern: <c>-trait Pattern=WCP-07</c> runs those of one.</summary>
public sealed class PatternTests
{
    private const int Orders = 6;

    public static IEnumerable<TheoryDataRow<string, string>> Scenarios => ScenarioFile.Rows(ScenarioFile.Patterns, "Pattern");

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_EveryOrderOfItsEvents_GivesWhatItSays(string pattern, string scenario) => ScenarioOrders.Run(Find(pattern, scenario));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_KilledAfterEveryCommit_GoesOnAsIfNothingHadHappened(string pattern, string scenario) => ScenarioFile.KillAsync(Find(pattern, scenario), InMemory.OpenAsync, Orders);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_TwoHostsOnOneStore_DoEverythingOnce(string pattern, string scenario) => ScenarioFile.RaceAsync(Find(pattern, scenario), InMemory.OpenAsync, Orders);

    private static Scenario Find(string pattern, string scenario) => ScenarioFile.Find(ScenarioFile.Patterns, pattern, scenario);
}
