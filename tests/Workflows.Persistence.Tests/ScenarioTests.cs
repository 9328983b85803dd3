using Workflows.TestKit.Contracts;
using Workflows.TestKit.Scenarios;

namespace Workflows.Persistence.Tests;

/// <summary>The scenarios of patterns and behaviours on SQLite: a host that dies after every commit, and two hosts on one database.</summary>
public sealed class ScenarioTests
{
    private const int Orders = 2;

    public static IEnumerable<TheoryDataRow<string, string>> Patterns => ScenarioFile.Rows(ScenarioFile.Patterns, "Pattern");

    public static IEnumerable<TheoryDataRow<string, string>> Behaviours => ScenarioFile.Rows(ScenarioFile.Behaviours, "Behaviour");

    [Theory]
    [MemberData(nameof(Patterns))]
    public Task Pattern_KilledAfterEveryCommit_GoesOnAsIfNothingHadHappened(string pattern, string scenario) =>
        ScenarioFile.KillAsync(ScenarioFile.Find(ScenarioFile.Patterns, pattern, scenario), OpenAsync, Orders);

    [Theory]
    [MemberData(nameof(Patterns))]
    public Task Pattern_TwoHostsOnOneDatabase_DoEverythingOnce(string pattern, string scenario) =>
        ScenarioFile.RaceAsync(ScenarioFile.Find(ScenarioFile.Patterns, pattern, scenario), OpenAsync, Orders);

    [Theory]
    [MemberData(nameof(Behaviours))]
    public Task Behaviour_KilledAfterEveryCommit_GoesOnAsIfNothingHadHappened(string file, string scenario) =>
        ScenarioFile.KillAsync(ScenarioFile.Find(ScenarioFile.Behaviours, file, scenario), OpenAsync, Orders);

    [Theory]
    [MemberData(nameof(Behaviours))]
    public Task Behaviour_TwoHostsOnOneDatabase_DoEverythingOnce(string file, string scenario) =>
        ScenarioFile.RaceAsync(ScenarioFile.Find(ScenarioFile.Behaviours, file, scenario), OpenAsync, Orders);

    private static async ValueTask<TestStore> OpenAsync() => (await TestDatabase.OpenAsync()).ToTestStore();
}
