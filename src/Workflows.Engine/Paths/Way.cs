using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Nets;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Paths;

/// <summary>One of the ways out of a step: the edges that get a token together, and what that takes.</summary>
/// <param name="Edges">The edges.</param>
/// <param name="Outcome">The outcome the step ends with.</param>
/// <param name="IsForced">Whether that outcome was forced on it by a time limit or a trigger.</param>
internal sealed record Way(ImmutableArray<int> Edges, string? Outcome, bool IsForced)
{
    /// <summary>The conditions that were tried, and whether they hold.</summary>
    public ImmutableArray<(Expression Condition, bool Holds)> Tried { get; init; } = [];

    /// <summary>The step that is first, after a state.</summary>
    public string? First { get; init; }

    /// <summary>The ways out of a step of a valid definition, in the order in which its edges are tried.</summary>
    public static List<Way> Out(Net net, int index, ref bool isComplete)
    {
        var (step, outgoing) = (net.Steps[index], net.Outgoing[index]);
        if (outgoing.IsEmpty)
        {
            return [new Way([], null, false)];
        }

        if (step.Kind is StepKind.State)
        {
            return [.. outgoing.Select(e => new Way([e], null, false) { First = net.Steps[net.EdgeTargets[e]].Name })];
        }

        var ways = new List<Way>();
        foreach (var (outcome, isForced) in OutcomesOf(net, step, outgoing))
        {
            var matching = outgoing.Where(e => !net.Edges[e].IsDefault && (net.Edges[e].Outcome is null ? !isForced : net.Edges[e].Outcome == outcome)).ToList();
            int? fallback = outgoing.Where(e => net.Edges[e].IsDefault).Select(e => (int?)e).FirstOrDefault();
            ways.AddRange(step.Split switch
            {
                Split.All => [new Way(matching.Count > 0 ? [.. matching] : fallback is { } only ? [only] : [], outcome, isForced)],
                Split.First => InOrder(net, matching, fallback, outcome, isForced),
                _ => Combined(net, matching, fallback, outcome, isForced, ref isComplete),
            });
        }

        return ways;
    }

    /// <summary>How a step can end: as people choose, as its edges say, or as its time limit, triggers and errors force it to.</summary>
    private static IEnumerable<(string? Outcome, bool IsForced)> OutcomesOf(Net net, Step step, ImmutableArray<int> outgoing)
    {
        List<string> forced = [.. step.ForcedOutcomes.Where(f => f.Interrupts).Select(f => f.Outcome)];
        List<string> beside = [.. step.ForcedOutcomes.Where(f => !f.Interrupts).Select(f => f.Outcome)];

        var named = outgoing.Select(e => net.Edges[e].Outcome).OfType<string>().Distinct().Where(o => !forced.Contains(o) && !beside.Contains(o)).ToList();
        IEnumerable<string?> own = step is { Multi: null, Body: StepBody.Human { Outcomes: { IsEmpty: false } outcomes } } ? outcomes.Select(o => o.Id)
            : outgoing.Any(e => net.Edges[e].Outcome is null) || named.Count == 0 ? named.Append(null)
            : named;
        return own.Select(o => (o, false)).Concat(forced.Distinct().Where(o => outgoing.Any(e => net.Edges[e].Outcome == o)).Select(o => ((string?)o, true)));
    }

    private static IEnumerable<Way> InOrder(Net net, List<int> edges, int? fallback, string? outcome, bool isForced)
    {
        var refused = ImmutableArray<(Expression, bool)>.Empty;
        foreach (var edge in edges)
        {
            if (net.Edges[edge].Condition is not { } condition)
            {
                yield return new Way([edge], outcome, isForced) { Tried = refused };
                yield break;
            }

            yield return new Way([edge], outcome, isForced) { Tried = refused.Add((condition, true)) };
            refused = refused.Add((condition, false));
        }

        if (fallback is { } otherwise)
        {
            yield return new Way([otherwise], outcome, isForced) { Tried = refused };
        }
    }

    /// <summary>Every combination of the conditions; when they are many, each by itself and all together.</summary>
    private static List<Way> Combined(Net net, List<int> edges, int? fallback, string? outcome, bool isForced, ref bool isComplete)
    {
        const int MaxConditions = 6;
        var always = edges.FindAll(e => net.Edges[e].Condition is null);
        var choices = edges.FindAll(e => net.Edges[e].Condition is not null);
        isComplete &= choices.Count <= MaxConditions;
        var ways = new List<Way>();
        if (choices.Count > MaxConditions)
        {
            ways.AddRange(choices.Select(c => new Way([.. always, c], outcome, isForced) { Tried = [(net.Edges[c].Condition!, true)] }));
            ways.Add(new Way([.. edges], outcome, isForced) { Tried = [.. choices.Select(c => (net.Edges[c].Condition!, true))] });
            return ways;
        }

        // All first, so that the longest way comes before those that leave something out.
        for (var set = (1 << choices.Count) - 1; set >= 0; set--)
        {
            List<int> taken = [.. always, .. choices.Where((_, i) => IsIn(set, i))];
            if (taken.Count == 0 && fallback is { } otherwise)
            {
                taken.Add(otherwise);
            }

            if (taken.Count > 0)
            {
                var number = set;
                ways.Add(new Way([.. taken.Order()], outcome, isForced) { Tried = [.. choices.Select((c, i) => (net.Edges[c].Condition!, IsIn(number, i)))] });
            }
        }

        return ways;

        bool IsIn(int set, int choice) => (set & (1 << (choices.Count - 1 - choice))) != 0;
    }
}
