using Workflows.Engine.Tests.Storage;
using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests;

/// <summary>The 43 control-flow patterns and what else processes do, shown by scenarios: <c>-trait Pattern=WCP-07</c> runs those of a pattern, <c>-trait Behaviour=compensation</c> those of a file.</summary>
public sealed class ScenarioTests
{
    private const int Orders = 6;

    public static IEnumerable<TheoryDataRow<string, string>> Scenarios => ScenarioFile.Rows;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_EveryOrderOfItsEvents_GivesWhatItSays(string file, string scenario) => ScenarioOrders.Run(ScenarioFile.Find(file, scenario));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_KilledAfterEveryCommit_GoesOnAsIfNothingHadHappened(string file, string scenario) =>
        ScenarioFile.KillAsync(ScenarioFile.Find(file, scenario), InMemory.OpenAsync, Orders);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_TwoHostsOnOneStore_DoEverythingOnce(string file, string scenario) =>
        ScenarioFile.RaceAsync(ScenarioFile.Find(file, scenario), InMemory.OpenAsync, Orders);
}
