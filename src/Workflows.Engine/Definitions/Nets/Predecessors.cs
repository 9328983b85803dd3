using System.Collections.Immutable;

namespace Workflows.Engine.Definitions.Nets;

/// <summary>A step with the member of the data that carries what it leaves.</summary>
/// <param name="Step">The step.</param>
/// <param name="Member">The member.</param>
internal readonly record struct LeftBy(StepId Step, string Member);

/// <summary>
/// The steps whose results lead to each step: those right before it. Steps that leave nothing (gateways, timers, ...) are looked through, of a group the last steps
/// inside count, and the first step of a group takes what led to the group. Made once per definition.
/// </summary>
internal sealed class Predecessors
{
    private readonly Net _net;
    private readonly Lazy<ImmutableArray<LeftBy>>[] _of;

    public Predecessors(Net net)
    {
        _net = net;
        _of = [.. Enumerable.Range(0, net.Steps.Length).Select(step => new Lazy<ImmutableArray<LeftBy>>(() => Find(step)))];
    }

    public ImmutableArray<LeftBy> Of(int step) => _of[step].Value;

    private ImmutableArray<LeftBy> Find(int step)
    {
        var found = new SortedDictionary<int, LeftBy>();
        var seen = new HashSet<(int, bool)>();
        var next = new Stack<(int Step, bool IsEntering)>([(step, true)]);
        while (next.TryPop(out var at))
        {
            if (!seen.Add(at))
            {
                continue;
            }

            if (at.IsEntering)
            {
                Before(at.Step, next);
            }
            else if (_net.Steps[at.Step].Body is StepBody.Group && _net.Steps[at.Step].Multi is null)
            {
                Inside(at.Step, next);
            }
            else if (MemberOf(_net.Steps[at.Step]) is { } member)
            {
                found.TryAdd(at.Step, new LeftBy(_net.Steps[at.Step].Id, member));
            }
            else if (_net.Steps[at.Step].Body is not (StepBody.Human or StepBody.End))
            {
                Before(at.Step, next);
            }
        }

        return [.. found.Values];
    }

    /// <summary>What leads to a step: over its edges, or to the group that begins with it.</summary>
    private void Before(int step, Stack<(int, bool)> next)
    {
        foreach (var edge in _net.Incoming[step])
        {
            next.Push((_net.EdgeSources[edge], false));
        }

        if (_net.Steps[step].In is { } group && _net.EntryOf(_net.IndexOf(group)) == step)
        {
            next.Push((_net.IndexOf(group), true));
        }
    }

    /// <summary>The steps that a group may end with.</summary>
    private void Inside(int group, Stack<(int, bool)> next)
    {
        for (var i = 0; i < _net.Steps.Length; i++)
        {
            if (_net.Steps[i].In == _net.Steps[group].Id && _net.Outgoing[i].IsEmpty && !_net.Compensations.Contains(i))
            {
                next.Push((i, false));
            }
        }
    }

    /// <summary>The member of the data that takes what a step leaves; null when it leaves nothing of its own.</summary>
    private static string? MemberOf(Step step) => step switch
    {
        { Multi.IsDetached: false } => step.SavesListAs,
        { Multi: not null } => null,
        { Body: StepBody.Human { SaveAs: "" } } => null,
        { Body: StepBody.Human or StepBody.Wait { For.Message: not null } or StepBody.Call { Output.IsEmpty: true } or StepBody.Machine } => step.SavesAs,
        _ => null,
    };
}
