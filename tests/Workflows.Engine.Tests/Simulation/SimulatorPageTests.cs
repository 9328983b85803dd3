using System.Text.Json;
using System.Text.RegularExpressions;
using Workflows.Engine.Definitions;
using Workflows.Engine.Paths;
using Workflows.Engine.Simulation;
using Workflows.TestKit;

namespace Workflows.Engine.Tests.Simulation;

/// <summary>The examples of docs/simulator.md do what the page says.</summary>
public sealed partial class SimulatorPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "simulator.md"));

    private static readonly WorkflowDefinition s_expense = DefinitionDocument.Read(Definition().Match(s_page).Groups[1].Value);

    [Fact]
    public void Page_Definition_HasNothingWrong() => Assert.Empty(DefinitionValidator.Validate(s_expense));

    [Fact]
    public void Page_Simulations_ComeToWhatItSays()
    {
        var examples = Simulation().Matches(s_page);
        Assert.Equal(2, examples.Count);
        Assert.All(examples, example =>
        {
            var (asked, expected) = (JsonElement.Parse(example.Groups[1].Value), JsonElement.Parse(example.Groups[2].Value));
            var script = new SimulationScript(asked.GetProperty("data")) { Moves = asked.TryGetProperty("moves", out var moves) ? [.. moves.EnumerateArray().Select(Move)] : [] };

            var result = Simulator.Run(s_expense, [], script, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

            Assert.Equal(expected.GetProperty("status").GetString(), result.Instance!.Status.ToString().ToLowerInvariant());
            Assert.Equal(Texts(expected, "path"), result.Path.Select(s => $"{s.Step}{(s.By is null ? "" : $": {s.Outcome} by {s.By}")}{(s.IsAssumed ? " assumed" : "")}"));
            Assert.Equal(Texts(expected, "waits"), result.Waits.Select(w => $"{w.Step}: {string.Join(", ", w.Users.Concat(w.Groups))}"));
        });
    }

    [Fact]
    public void Page_Ways_AreThoseThereAre()
    {
        var rows = Row().Matches(s_page[s_page.IndexOf("<!-- paths: expense -->", StringComparison.Ordinal)..]).Select(m => m.Value).Skip(2);

        Assert.Equal(rows, ApprovalPaths.Of(s_expense).Paths.Select(p =>
            $"| {string.Join(", ", p.When.Select(c => $"`{c.Text}`"))} | {(p.Approvals.IsEmpty ? "nobody" : string.Join("; ", p.Approvals.Select(a => $"{a.Stage} {a.Name}: {a.Outcome}")))} | {string.Join(", ", p.Ends)} |"));
    }

    private static SimulatedMove Move(JsonElement move) => new SimulatedMove.Complete(move.GetProperty("step").GetString()!, move.GetProperty("outcome").GetString()) { By = move.GetProperty("by").GetString() };

    private static IEnumerable<string?> Texts(JsonElement expected, string member) => expected.GetProperty(member).EnumerateArray().Select(t => t.GetString());

    [GeneratedRegex(@"<!-- example: expense -->\n```yaml\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"<!-- simulate: expense -->\n```json\n(.*?)\n```\n```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Simulation();

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
