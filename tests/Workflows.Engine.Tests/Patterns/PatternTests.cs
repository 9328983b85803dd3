using System.Collections.Immutable;
using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests.Patterns;

/// <summary>The 43 control-flow patterns. A scenario's tests carry the number of its pattern: <c>-trait Pattern=WCP-07</c> runs those of one.</summary>
public sealed class PatternTests
{
    private const int MaxOrdersOnHosts = 6;

    public static IEnumerable<TheoryDataRow<string, string>> Scenarios =>
        Pattern.All.SelectMany(p => p.Scenarios.Select(s => new TheoryDataRow<string, string>(p.Id, s.Name).WithTrait("Pattern", p.Id)));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_EveryOrderOfItsEvents_GivesWhatItSays(string pattern, string scenario) => ScenarioOrders.Run(Find(pattern, scenario));

    /// <summary>Every order, when there are few; else some from all over the list of them.</summary>
    private static async Task OnHostsAsync(string pattern, string scenario, Func<Scenario, ImmutableList<ScenarioEvent>, Task> run)
    {
        var found = Find(pattern, scenario);
        var orders = ScenarioOrders.Run(found);
        var step = Math.Max(1, orders.Count / MaxOrdersOnHosts);
        for (var i = 0; i < orders.Count; i += step)
        {
            await run(found, orders[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_KilledAfterEveryCommit_GoesOnAsIfNothingHadHappened(string pattern, string scenario) => OnHostsAsync(pattern, scenario, ScenarioHosts.RunKilledAsync);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Scenario_TwoHostsOnOneStore_DoEverythingOnce(string pattern, string scenario) => OnHostsAsync(pattern, scenario, ScenarioHosts.RunRacedAsync);

    private static Scenario Find(string pattern, string scenario) => Pattern.All.Single(p => p.Id == pattern).Scenarios.Single(s => s.Name == scenario);
}
