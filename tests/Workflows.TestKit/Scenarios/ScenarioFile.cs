using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workflows.TestKit.Contracts;
using Xunit;

namespace Workflows.TestKit.Scenarios;

/// <summary>Scenarios of one pattern or behaviour: a JSON file.</summary>
/// <param name="Id">The number of a pattern; the name of the file of anything else.</param>
/// <param name="Name">What the scenarios show.</param>
/// <param name="Scenarios">The scenarios.</param>
internal sealed record ScenarioFile(string Id, string Name, ImmutableArray<Scenario> Scenarios)
{
    private static readonly Lazy<ImmutableArray<ScenarioFile>> s_patterns = new(() => ReadAll("Patterns", "Scenarios"));
    private static readonly Lazy<ImmutableArray<ScenarioFile>> s_behaviours = new(() => ReadAll("Behaviours"));

    /// <summary>The 43 control-flow patterns.</summary>
    public static ImmutableArray<ScenarioFile> Patterns => s_patterns.Value;

    /// <summary>What else processes do.</summary>
    public static ImmutableArray<ScenarioFile> Behaviours => s_behaviours.Value;

    /// <summary>Every scenario, for a theory over its file's id and its name. The trait Pattern or Behaviour names the file.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Rows => [.. RowsOf(Patterns, "Pattern"), .. RowsOf(Behaviours, "Behaviour")];

    /// <summary>Every scenario.</summary>
    public static IEnumerable<Scenario> All => Patterns.Concat(Behaviours).SelectMany(f => f.Scenarios);

    public static Scenario Find(string id, string scenario) => Patterns.Concat(Behaviours).Single(f => f.Id == id).Scenarios.Single(s => s.Name == scenario);

    /// <summary>Kills the host after every commit.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="open">Makes a store, new for each order.</param>
    /// <param name="orders">How many orders are tried, when there are more: from all over the list of them.</param>
    public static Task KillAsync(Scenario scenario, Func<ValueTask<TestStore>> open, int orders) => OnHostsAsync(scenario, open, orders, ScenarioHosts.RunKilledAsync);

    /// <summary>Lets two hosts race on one store.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="open">Makes a store, new for each order.</param>
    /// <param name="orders">How many orders are tried, when there are more: from all over the list of them.</param>
    public static Task RaceAsync(Scenario scenario, Func<ValueTask<TestStore>> open, int orders) => OnHostsAsync(scenario, open, orders, ScenarioHosts.RunRacedAsync);

    private static async Task OnHostsAsync(Scenario scenario, Func<ValueTask<TestStore>> open, int most, Func<Scenario, ImmutableList<ScenarioEvent>, TestStore, Task> run)
    {
        var orders = ScenarioOrders.Run(scenario);
        var step = (orders.Count + most - 1) / most;
        for (var i = 0; i < orders.Count; i += step)
        {
            var store = await open();
            try
            {
                await run(scenario, orders[i], store);
            }
            finally
            {
                await store.Close();
            }
        }
    }

    private static IEnumerable<TheoryDataRow<string, string>> RowsOf(ImmutableArray<ScenarioFile> files, string trait) =>
        files.SelectMany(f => f.Scenarios.Select(s => new TheoryDataRow<string, string>(f.Id, s.Name).WithTrait(trait, f.Id)));

    private static ImmutableArray<ScenarioFile> ReadAll(params string[] folder) =>
        [.. Directory.GetFiles(Path.Combine([Repository.Root, "tests", "Workflows.Engine.Tests", .. folder]), "*.json").Order(StringComparer.Ordinal).Select(Read)];

    private static ScenarioFile Read(string file)
    {
        var read = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        try
        {
            return new ScenarioFile(
                read["pattern"]?.GetValue<string>() ?? Path.GetFileNameWithoutExtension(file),
                read["name"]!.GetValue<string>(),
                [.. read["scenarios"]!.AsArray().Select(s => Scenario.Read(s!.AsObject()))]);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{Path.GetFileName(file)}: {e.Message}", e);
        }
    }
}
