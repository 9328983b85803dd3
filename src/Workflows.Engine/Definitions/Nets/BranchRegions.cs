using System.Collections;

namespace Workflows.Engine.Definitions.Nets;

/// <summary>
/// The branches that lead to each join: the steps between the last step that every way to the join passes, where the branches part, and the join itself.
/// Made once per definition that needs it, from the dominators of its steps.
/// </summary>
internal sealed class BranchRegions
{
    private readonly Net _net;
    private readonly BitArray[] _dominators;
    private readonly BitArray?[] _regions;

    public BranchRegions(Net net)
    {
        _net = net;
        _dominators = DominatorsOf(net);
        _regions = new BitArray?[net.Steps.Length];
    }

    /// <summary>The region of a join: the one it names, or else its branches. Joins are few, so each is computed when first asked for.</summary>
    public BitArray Of(int join) => Volatile.Read(ref _regions[join]) ?? Interlocked.CompareExchange(ref _regions[join], RegionOf(join), null) ?? _regions[join]!;

    private BitArray RegionOf(int join)
    {
        var region = new BitArray(_net.Steps.Length);
        if (_net.Steps[join].Join.Region is { IsEmpty: false } named)
        {
            foreach (var step in named)
            {
                region.Set(_net.IndexOf(step), true);
            }

            return region;
        }

        // Of the steps that every way to every input passes, the one that all the others dominate comes last.
        var common = new BitArray(_net.Steps.Length, true);
        foreach (var edge in _net.Incoming[join])
        {
            common.And(_dominators[_net.EdgeSources[edge]]);
        }

        var fork = -1;
        for (var i = 0; i < common.Length; i++)
        {
            if (common[i] && i != join && (fork < 0 || _dominators[i][fork]))
            {
                fork = i;
            }
        }

        foreach (var edge in _net.Incoming[join])
        {
            // What leads to the join without coming through the fork again.
            region.Or(_net.Upstream(_net.EdgeSources[edge], join, fork));
        }

        return region;
    }

    /// <summary>For each step, those that every way to it passes from where its definition or group begins, itself included; all, for a step that cannot be reached.</summary>
    private static BitArray[] DominatorsOf(Net net)
    {
        var dominators = new BitArray[net.Steps.Length];
        var entries = net.Entries.ToHashSet();
        for (var i = 0; i < dominators.Length; i++)
        {
            dominators[i] = new BitArray(net.Steps.Length, !entries.Contains(i));
            dominators[i].Set(i, true);
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < dominators.Length; i++)
            {
                if (entries.Contains(i))
                {
                    continue;
                }

                var next = new BitArray(net.Steps.Length, true);
                foreach (var edge in net.Incoming[i])
                {
                    next.And(dominators[net.EdgeSources[edge]]);
                }

                next.Set(i, true);
                if (new BitArray(next).Xor(dominators[i]).HasAnySet())
                {
                    dominators[i] = next;
                    changed = true;
                }
            }
        }

        return dominators;
    }
}
