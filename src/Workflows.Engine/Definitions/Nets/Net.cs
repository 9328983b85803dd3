using System.Collections;
using System.Collections.Immutable;

namespace Workflows.Engine.Definitions.Nets;

/// <summary>
/// A valid definition made ready for the kernel: steps and edges by number, the edges into and out of each step, and for each step with several
/// inputs what can still reach each of them. Built once per definition.
/// </summary>
internal sealed class Net
{
    private readonly Dictionary<StepId, int> _indexes;
    private readonly Dictionary<int, int> _entries;
    private readonly Lazy<BranchRegions> _regions;
    private readonly Lazy<Predecessors> _predecessors;

    public Net(WorkflowDefinition definition)
    {
        Steps = definition.Steps;
        Edges = definition.Edges;
        _indexes = new Dictionary<StepId, int>(Steps.Length);
        for (var i = 0; i < Steps.Length; i++)
        {
            _indexes.TryAdd(Steps[i].Id, i);
        }

        EdgeTargets = [.. Edges.Select(e => IndexOf(e.To))];
        EdgeSources = [.. Edges.Select(e => IndexOf(e.From))];
        Incoming = Group(EdgeTargets);
        Outgoing = Group(EdgeSources);
        Reaches = [.. Enumerable.Range(0, Steps.Length).Select(ReachOf)];
        Compensations = [.. Steps.Select(s => s.CompensateWith).OfType<StepId>().Select(IndexOf).Distinct()];
        Initial = IndexOf(definition.Initial);
        _entries = EntriesOf();
        _regions = new Lazy<BranchRegions>(() => new BranchRegions(this));
        _predecessors = new Lazy<Predecessors>(() => new Predecessors(this));
        Calls = [.. Steps.Select(s => s.Body).OfType<StepBody.Call>().Select(c => (c.Definition, c.Version))];
        IsGated = Steps.Any(s => s.IsGated);
    }

    public ImmutableArray<Step> Steps { get; }

    /// <summary>The number of the step where instances start.</summary>
    public int Initial { get; }

    /// <summary>The workflows that its steps call.</summary>
    public ImmutableArray<(string Key, SemanticVersion? Version)> Calls { get; }

    /// <summary>Whether any step has a gate.</summary>
    public bool IsGated { get; }

    public ImmutableArray<Edge> Edges { get; }

    /// <summary>The number of the step each edge enters.</summary>
    public ImmutableArray<int> EdgeTargets { get; }

    /// <summary>The number of the step each edge leaves.</summary>
    public ImmutableArray<int> EdgeSources { get; }

    /// <summary>The edges into each step, in definition order.</summary>
    public ImmutableArray<ImmutableArray<int>> Incoming { get; }

    /// <summary>The edges out of each step, in definition order.</summary>
    public ImmutableArray<ImmutableArray<int>> Outgoing { get; }

    /// <summary>
    /// For each step with several inputs, one bit set per input (in the order of <see cref="Incoming"/>): the steps from which that input can be reached
    /// without passing the step itself. Null for the others.
    /// </summary>
    private ImmutableArray<BitArray[]?> Reaches { get; }

    /// <summary>The number of a step, or -1.</summary>
    public int IndexOf(StepId id) => _indexes.GetValueOrDefault(id, -1);

    /// <summary>Whether work at the step <paramref name="from"/> can still put a token on the input <paramref name="input"/> (its place among the step's incoming edges) of <paramref name="step"/>.</summary>
    public bool CanReach(int from, int step, int input) => from != step && Reaches[step] is { } reach && reach[input][from];

    /// <summary>The number of the step where a group begins.</summary>
    public int EntryOf(int group) => _entries[group];

    /// <summary>The steps that undo others.</summary>
    public ImmutableArray<int> Compensations { get; }

    /// <summary>The steps where control enters the definition, a group, or what undoes a step.</summary>
    public IEnumerable<int> Entries => _entries.Values.Append(Initial).Concat(Compensations);

    /// <summary>Whether some step waits for a signal that may come before it does.</summary>
    public bool Expects(string signal) =>
        Steps.Any(s => s.Awaited.Any(t => t.IsPatient && t.Message == signal));

    /// <summary>Whether work at the step <paramref name="from"/> can still put a token on any input of <paramref name="step"/>.</summary>
    public bool CanReach(int from, int step)
    {
        for (var input = 0; input < Incoming[step].Length; input++)
        {
            if (CanReach(from, step, input))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The steps that a join with <see cref="JoinRest.Cancel"/> withdraws when it fires.</summary>
    public BitArray Region(int step) => _regions.Value.Of(step);

    /// <summary>The steps whose results lead to a step.</summary>
    public ImmutableArray<LeftBy> Before(int step) => _predecessors.Value.Of(step);

    private ImmutableArray<ImmutableArray<int>> Group(ImmutableArray<int> stepOfEdge)
    {
        var groups = new ImmutableArray<int>.Builder?[Steps.Length];
        for (var edge = 0; edge < stepOfEdge.Length; edge++)
        {
            if (stepOfEdge[edge] is var step and >= 0)
            {
                (groups[step] ??= ImmutableArray.CreateBuilder<int>()).Add(edge);
            }
        }

        return [.. groups.Select(g => g?.ToImmutable() ?? [])];
    }

    private Dictionary<int, int> EntriesOf()
    {
        var entries = new Dictionary<int, int>();
        for (var i = 0; i < Steps.Length; i++)
        {
            if (Steps[i].Body is StepBody.Group { Initial: { } initial })
            {
                entries[i] = IndexOf(initial);
            }
            else if (Steps[i].In is { } id && IndexOf(id) is var group and >= 0 && Steps[group].Body is StepBody.Group { Initial: null } && !Compensations.Contains(i))
            {
                entries.TryAdd(group, i);
            }
        }

        return entries;
    }

    private BitArray[]? ReachOf(int step)
    {
        if (Incoming[step].Length < 2)
        {
            return null;
        }

        return [.. Incoming[step].Select(edge => Upstream(EdgeSources[edge], step))];
    }

    /// <summary>The steps that can be reached from a step, itself included.</summary>
    public BitArray Downstream(int start)
    {
        var seen = new BitArray(Steps.Length);
        seen[start] = true;
        var next = new Stack<int>([start]);
        while (next.TryPop(out var step))
        {
            foreach (var edge in Outgoing[step])
            {
                if (EdgeTargets[edge] is var target and >= 0 && !seen[target])
                {
                    seen[target] = true;
                    next.Push(target);
                }
            }
        }

        return seen;
    }

    /// <summary>The steps from which <paramref name="start"/> can be reached, itself included, when nothing passes <paramref name="without"/> or <paramref name="norThis"/>.</summary>
    public BitArray Upstream(int start, int without, int norThis = -1)
    {
        var seen = new BitArray(Steps.Length);
        if (start < 0 || start == without || start == norThis)
        {
            return seen;
        }

        var next = new Stack<int>([start]);
        seen[start] = true;
        while (next.TryPop(out var step))
        {
            foreach (var edge in Incoming[step])
            {
                if (EdgeSources[edge] is var source and >= 0 && source != without && source != norThis && !seen[source])
                {
                    seen[source] = true;
                    next.Push(source);
                }
            }
        }

        return seen;
    }
}
