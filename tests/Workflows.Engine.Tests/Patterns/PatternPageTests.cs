using System.Globalization;
using System.Text;
using Workflows.TestKit;
using Workflows.TestKit.Scenarios;

namespace Workflows.Engine.Tests.Patterns;

/// <summary>docs/patterns.md is what the scenarios show. To write it anew, run this test with WORKFLOWS_WRITE_PAGES=1.</summary>
public sealed class PatternPageTests
{
    private const int ThereAre = 43;

    [Fact]
    public void Page_IsWhatTheScenariosShow() => WrittenPage.IsUpToDate("docs/patterns.md", Write());

    [Fact]
    public void Patterns_AreAllThere() => Assert.Equal(Enumerable.Range(1, ThereAre).Select(n => $"WCP-{n:00}"), ScenarioFile.Patterns.Select(p => p.Id));

    private static string Write()
    {
        var rows = ScenarioFile.Patterns.Select(p => (Pattern: p, Score: ScoreOf(p))).ToList();
        var text = new StringBuilder($"""
            # Control-flow patterns

            The [Workflow Patterns initiative](http://www.workflowpatterns.com) catalogued what a workflow system must be able to express. Each pattern is shown by scenarios: a definition
            document, a script of what happens outside, and what must come of it. The tests run every scenario over every order of its events, and, in memory and on SQLite, kill the host
            after every commit and let two hosts race; `+` says that all of a pattern's scenarios hold, `~` that some do, `-` that none does. This page is written by the tests.

            **{rows.Count(r => r.Score is '+').ToString(CultureInfo.InvariantCulture)} of {ThereAre}**

            | Pattern | Name | Score | Scenarios |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (pattern, score) in rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {pattern.Id} | {pattern.Name} | {score} | [{pattern.Scenarios.Length}](../tests/Workflows.Engine.Tests/Patterns/Scenarios/{pattern.Id}.json) |\n");
        }

        return text.ToString();
    }

    private static char ScoreOf(ScenarioFile pattern)
    {
        var holding = pattern.Scenarios.Count(Holds);
        return holding == 0 ? '-' : holding == pattern.Scenarios.Length ? '+' : '~';
    }

    private static bool Holds(Scenario scenario)
    {
        try
        {
            ScenarioOrders.Run(scenario);
            return true;
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException or InvalidOperationException)
        {
            return false;
        }
    }
}
