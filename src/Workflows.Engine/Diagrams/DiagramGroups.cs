using Workflows.Engine.Definitions;

namespace Workflows.Engine.Diagrams;

/// <summary>Which groups of a graph are drawn around their steps, and which steps that leaves to be seen. Groups that do not exist, or lie in themselves, are not drawn.</summary>
internal sealed class DiagramGroups
{
    private readonly Dictionary<StepId, StepId> _around = [];
    private readonly ILookup<StepId?, int> _inside;
    private readonly HashSet<StepId> _open = [];
    private readonly HashSet<StepId> _shown = [];

    public DiagramGroups(WorkflowGraph graph, bool isOpen)
    {
        var groups = graph.Nodes.Where(n => n.Kind is StepKind.Group).Select(n => n.Id).ToHashSet();
        foreach (var node in graph.Nodes)
        {
            if (node.In is { } group && groups.Contains(group) && !IsAround(node.Id, group))
            {
                _around.TryAdd(node.Id, group);
            }
        }

        _inside = Enumerable.Range(0, graph.Nodes.Length).ToLookup(i => GroupOf(graph.Nodes[i].Id));
        foreach (var node in graph.Nodes.Where(n => isOpen ? CountIn(n.Id) > 0 : n.IsCurrent))
        {
            for (StepId? at = isOpen || node.Kind is StepKind.Group ? node.Id : GroupOf(node.Id); at is { } id; at = GroupOf(id))
            {
                if (CountIn(id) > 0)
                {
                    _open.Add(id);
                }
            }
        }

        Show(graph, null);
    }

    /// <summary>The positions of the nodes in a group, or in none.</summary>
    public IEnumerable<int> In(StepId? group) => _inside[group];

    /// <summary>How many steps are in a group itself.</summary>
    public int CountIn(StepId step) => _inside[step].Count();

    /// <summary>Whether a step is a group that is drawn around its steps.</summary>
    public bool IsOpen(StepId step) => _open.Contains(step);

    /// <summary>Whether a step is drawn.</summary>
    public bool Shows(StepId step) => _shown.Contains(step);

    private void Show(WorkflowGraph graph, StepId? group)
    {
        foreach (var i in In(group))
        {
            _shown.Add(graph.Nodes[i].Id);
            if (IsOpen(graph.Nodes[i].Id))
            {
                Show(graph, graph.Nodes[i].Id);
            }
        }
    }

    private StepId? GroupOf(StepId step) => _around.TryGetValue(step, out var group) ? group : default(StepId?);

    private bool IsAround(StepId step, StepId group)
    {
        for (StepId? at = group; at is { } id; at = GroupOf(id))
        {
            if (id == step)
            {
                return true;
            }
        }

        return false;
    }
}
