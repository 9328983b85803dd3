using Workflows.TestKit.Contracts;
using Workflows.TestKit.Scenarios;

namespace Workflows.Persistence.Tests.Postgres;

/// <summary>The scenarios of patterns and behaviours on PostgreSQL: a host that dies after every commit, and two hosts on one database.</summary>
public sealed class PostgresScenarioTests
{
    private const int Orders = 1;

    public static IEnumerable<TheoryDataRow<string, string>> Scenarios => ScenarioFile.Rows;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_KilledAfterEveryCommit_GoesOnAsIfNothingHadHappened(string file, string scenario) =>
        ScenarioFile.KillAsync(ScenarioFile.Find(file, scenario), OpenAsync, Orders);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_TwoHostsOnOneStore_DoEverythingOnce(string file, string scenario) =>
        ScenarioFile.RaceAsync(ScenarioFile.Find(file, scenario), OpenAsync, Orders);

    private static async ValueTask<TestStore> OpenAsync() => (await TestPostgres.OpenAsync()).ToTestStore();
}
