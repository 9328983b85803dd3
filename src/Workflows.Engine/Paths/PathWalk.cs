using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Nets;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Paths;

/// <summary>Walks all ways through a definition, one after the other, until there are no more or more than are wanted.</summary>
internal sealed class PathWalk(WorkflowDefinition definition)
{
    /// <summary>How many steps are visited on all ways together.</summary>
    private const int MaxVisits = 20_000;

    private readonly Net _net = definition.Net;
    private readonly Dictionary<int, List<Way>> _waysOut = [];
    private readonly Stack<PathState> _open = new();
    private readonly ImmutableArray<ApprovalPath>.Builder _found = ImmutableArray.CreateBuilder<ApprovalPath>();
    private bool _isComplete = true;

    /// <summary>How many steps were visited.</summary>
    public int Visits { get; private set; }

    public ApprovalPaths Run()
    {
        _open.Push(new PathState { Pending = [(_net.Initial, 0)] });
        while (_open.TryPop(out var state))
        {
            if (_found.Count >= ApprovalPaths.MaxPaths || Visits >= MaxVisits)
            {
                _isComplete = false;
                break;
            }

            Follow(state);
        }

        return new ApprovalPaths(_found.DrainToImmutable(), _isComplete);
    }

    /// <summary>Follows a way to its end, or to the next choice, whose alternatives are left to be followed.</summary>
    private void Follow(PathState state)
    {
        while (!state.Pending.IsEmpty)
        {
            if (Visits++ >= MaxVisits)
            {
                _isComplete = false;
                return;
            }

            var at = Next(state);
            var stage = state.Pending.Where(p => p.Step == at).Max(p => p.Stage);
            state = state with { Pending = state.Pending.RemoveAll(p => p.Step == at) };
            var step = _net.Steps[at];
            if (state.Visited.Contains(at))
            {
                state = state with { BackTo = state.BackTo.Contains(step.Name) ? state.BackTo : state.BackTo.Add(step.Name) };
                continue;
            }

            state = Enter(state with { Visited = state.Visited.Add(at) }, at, ref stage);
            var next = WaysOut(at).Select(way => Take(state, at, stage, way)).OfType<PathState>().ToList();
            if (next.Count != 1)
            {
                for (var i = next.Count - 1; i >= 0; i--)
                {
                    _open.Push(next[i]);
                }

                return;
            }

            state = next[0];
        }

        _found.Add(new ApprovalPath { When = state.When, Approvals = state.Approvals, Ends = state.Ends, BackTo = state.BackTo });
    }

    /// <summary>
    /// A step where a token is that no other one can still come to, so that what runs side by side is together before it goes on. As in an instance, what waits for
    /// nobody comes first, and what looks at its own inputs alone before joins.
    /// </summary>
    private int Next(PathState state)
    {
        var (found, best) = (state.Pending[0].Step, int.MaxValue);
        foreach (var (step, _) in state.Pending)
        {
            var isJoin = _net.Incoming[step].Length > 1 && _net.Steps[step].Join.Need is not JoinNeed.Each;
            var rank = (_net.Steps[step] is { TakesTime: true, Kind: not StepKind.Machine } ? 2 : 0) + (isJoin ? 1 : 0);
            if (rank < best && !(isJoin && state.Pending.Any(other => other.Step != step && _net.CanReach(other.Step, step))))
            {
                (found, best) = (step, rank);
            }
        }

        return found;
    }

    private PathState Enter(PathState state, int at, ref int stage)
    {
        var step = _net.Steps[at];
        if (step.Join.Need is JoinNeed.Count && _net.Incoming[at].Length > step.Join.Number && step.Join.Number > 0)
        {
            var (region, needed) = (_net.Region(at), $"{step.Join.Number} of {_net.Incoming[at].Length}");
            state = state with { Approvals = [.. state.Approvals.Select(a => region[_net.IndexOf(a.Step)] && a.Needed is null ? a with { Needed = needed } : a)] };
        }

        if (ApprovalAt(step, stage + 1) is { } approval)
        {
            stage++;
            state = state with { Approvals = state.Approvals.Add(approval) };
        }

        if (_net.Outgoing[at].IsEmpty)
        {
            state = state with
            {
                Ends = state.Ends.Contains(step.Name) ? state.Ends : state.Ends.Add(step.Name),
                Pending = step.Body is StepBody.End { Terminates: true } ? [] : state.Pending,
            };
        }

        return state.After(step) with { Pending = state.Pending.RemoveAll(p => step.Cancels.Contains(_net.Steps[p.Step].Id)) };
    }

    /// <summary>What people do at a step; null when they have no part in it.</summary>
    private PathApproval? ApprovalAt(Step step, int stage)
    {
        var approval = new PathApproval(step.Id, step.Name, stage) { ForEach = step.Multi?.Over.Source, Needed = step.Multi?.Need is { } need ? $"{need}" : null };
        switch (step.Body)
        {
            case StepBody.Human human:
                return approval with { Assign = human.Assign };
            case StepBody.Call call:
                return approval with { Calls = call.Definition };
            case StepBody.Group:
                var inside = ImmutableArray.CreateRange(_net.Steps.Where(s => s.In == step.Id).Select(s => ApprovalAt(s, stage)).OfType<PathApproval>());
                return inside.IsEmpty ? null : approval with { Inside = inside };
            default:
                return null;
        }
    }

    private List<Way> WaysOut(int step)
    {
        if (!_waysOut.TryGetValue(step, out var ways))
        {
            _waysOut[step] = ways = Way.Out(_net, step, ref _isComplete);
        }

        return ways;
    }

    /// <summary>The state after a way was taken; null when what is known of the data rules the way out.</summary>
    private PathState? Take(PathState state, int at, int stage, Way way)
    {
        var step = _net.Steps[at];
        state = state.Deciding(step, way);
        if (!way.Tried.IsEmpty)
        {
            var facts = state.Facts();
            if (way.Outcome is { } outcome)
            {
                facts.Know("outcome", ValueDomain.Of(outcome));
            }

            foreach (var (condition, holds) in way.Tried)
            {
                facts.Assume(condition, holds);
            }

            if (facts.AreImpossible)
            {
                return null;
            }

            state = state.Trying(step, way.Tried);
        }

        return state with { Pending = state.Pending.AddRange(way.Edges.Select(e => (_net.EdgeTargets[e], stage)).Where(p => !state.Pending.Contains(p)).Distinct()) };
    }
}
