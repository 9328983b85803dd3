using Workflows.Engine.Tests.Storage;
using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests.Behaviours;

/// <summary>What processes do besides the catalogued patterns, shown by scenarios in the files beside this one: <c>-trait Behaviour=compensation</c> runs those of one file.</summary>
public sealed class BehaviourTests
{
    private const int Orders = 6;

    public static IEnumerable<TheoryDataRow<string, string>> Scenarios => ScenarioFile.Rows(ScenarioFile.Behaviours, "Behaviour");

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_EveryOrderOfItsEvents_GivesWhatItSays(string file, string scenario) => ScenarioOrders.Run(Find(file, scenario));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_KilledAfterEveryCommit_GoesOnAsIfNothingHadHappened(string file, string scenario) => ScenarioFile.KillAsync(Find(file, scenario), InMemory.OpenAsync, Orders);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_TwoHostsOnOneStore_DoEverythingOnce(string file, string scenario) => ScenarioFile.RaceAsync(Find(file, scenario), InMemory.OpenAsync, Orders);

    private static Scenario Find(string file, string scenario) => ScenarioFile.Find(ScenarioFile.Behaviours, file, scenario);
}
