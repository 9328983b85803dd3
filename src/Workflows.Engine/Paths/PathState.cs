using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Paths;

/// <summary>How far one way through a definition has been walked.</summary>
internal sealed record PathState
{
    /// <summary>The steps that tokens are on their way to, with how often people were asked before them.</summary>
    public required ImmutableList<(int Step, int Stage)> Pending { get; init; }

    public ImmutableHashSet<int> Visited { get; init; } = [];

    public ImmutableArray<PathCondition> When { get; init; } = [];

    public ImmutableArray<PathApproval> Approvals { get; init; } = [];

    public ImmutableArray<string> Ends { get; init; } = [];

    public ImmutableArray<string> BackTo { get; init; } = [];

    /// <summary>What was found out about data that has not changed since.</summary>
    private ImmutableArray<Finding> Known { get; init; } = [];

    /// <summary>The decisions that were made, under the member that keeps each.</summary>
    private ImmutableDictionary<string, string> Decisions { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ConditionFacts Facts()
    {
        var facts = new ConditionFacts();
        foreach (var found in Known)
        {
            facts.Assume(found.Condition, found.Holds);
        }

        foreach (var (member, outcome) in Decisions)
        {
            facts.Know(ConditionFacts.KeyOf(new PathReference("data", [new(member, null, 0), new("outcome", null, 0)], 0)), ValueDomain.Of(outcome));
        }

        return facts;
    }

    /// <summary>Forgets what a step may have changed. What runs beside something else may be changed by that at any time.</summary>
    public PathState After(Step step)
    {
        if (Known.IsEmpty)
        {
            return this;
        }

        var written = WrittenBy(step);
        return this with
        {
            Known = written is null || Pending.Count > 0 ? [] : [.. Known.Where(k => !k.Condition.Paths.Any(p => p.Segments is [{ Name: { } name }, ..] && written.Contains(name)))],
        };
    }

    /// <summary>Notes how a step ended.</summary>
    public PathState Deciding(Step step, Way way)
    {
        var state = this;
        if (way.First is { } first)
        {
            return state with { When = state.When.Add(new PathCondition(step.Id, step.Name, PathConditionKind.First, first)) };
        }

        if (way.Outcome is not { } outcome)
        {
            return state;
        }

        if (!way.IsForced && step.Body is StepBody.Human human && human.Outcomes.FirstOrDefault(o => o.Id == outcome) is { } chosen)
        {
            var last = state.Approvals.Length - 1;
            return state with
            {
                Approvals = state.Approvals.SetItem(last, state.Approvals[last] with { Outcome = chosen.Label, OutcomeId = chosen.Id }),
                Decisions = human.SaveAs is "" ? state.Decisions : state.Decisions.SetItem(step.SavesAs, outcome),
            };
        }

        var kind = !way.IsForced ? PathConditionKind.Outcome
            : step.Timeout?.Outcome == outcome ? PathConditionKind.Timeout
            : step.Errors.Any(e => e.Outcome == outcome) ? PathConditionKind.Error
            : PathConditionKind.Trigger;
        return state with { When = state.When.Add(new PathCondition(step.Id, step.Name, kind, outcome)) };
    }

    /// <summary>Notes what was found out when the edges of a step were tried: what follows from the rest is not worth saying.</summary>
    public PathState Trying(Step step, ImmutableArray<(Expression Condition, bool Holds)> tried)
    {
        const int MaxCompared = 12;
        var found = tried
            .Select(t => new Finding(t.Condition, t.Holds, new PathCondition(step.Id, step.Name, PathConditionKind.Condition, t.Holds ? t.Condition.Source : ConditionFacts.NegationOf(t.Condition))))
            .ToList();
        var all = Known.AddRange(found).ToList();
        var when = When.AddRange(found.Select(f => f.Shown!));
        for (var i = all.Count - 1; i >= 0 && all.Count <= MaxCompared; i--)
        {
            if (all[i].Shown is not { } shown)
            {
                continue;
            }

            var others = new ConditionFacts();
            foreach (var other in all.Where((o, k) => k != i && o.Shown is not null))
            {
                others.Assume(other.Condition, other.Holds);
            }

            if (!others.AreImpossible && others.Assume(all[i].Condition, !all[i].Holds).AreImpossible)
            {
                when = when.Remove(shown);
                all[i] = all[i] with { Shown = null };
            }
        }

        return this with { When = when, Known = [.. all.Where(f => f.Condition.Paths.All(p => p.Root is "data" or "vars") && !f.Condition.Source.Contains("now", StringComparison.Ordinal))] };
    }

    /// <summary>The members of the data that a step may write; null for any.</summary>
    private static List<string>? WrittenBy(Step step)
    {
        if (step.Kind is StepKind.Machine or StepKind.Group or StepKind.Call || step.Multi is not null || step.Loop is not null || !step.Triggers.IsEmpty)
        {
            return null;
        }

        return step.Body switch
        {
            StepBody.Human { SaveAs: "" } => null,
            StepBody.Human or StepBody.Wait => [step.SavesAs],
            StepBody.Data data => [.. data.Assignments.Select(a => a.Name)],
            _ => [],
        };
    }

    /// <summary>A condition that was tried.</summary>
    /// <param name="Condition">The condition.</param>
    /// <param name="Holds">Whether it holds.</param>
    /// <param name="Shown">What the way says of it; null when that follows from the rest.</param>
    private sealed record Finding(Expression Condition, bool Holds, PathCondition? Shown);
}
