using System.Globalization;
using System.Text;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Diagrams;

/// <summary>
/// Draws graphs in Mermaid's flowchart language. One shape per kind of step; the looks of states are left to the page's style sheet, to which nodes say what they
/// are by classes: <c>kind-</c> and the kind, the name of the step's status (<c>succeeded</c>, <c>waiting</c>, ...), <c>current</c>, <c>overridden</c> and <c>not-taken</c>.
/// </summary>
public static class MermaidDiagram
{
    private const string Start = "start";
    private const int MaxLabelLength = 80;

    private const int ClosesGroupsFrom = 60;

    /// <summary>The diagram of a definition, with the state of an instance of it when one is given.</summary>
    public static string Of(WorkflowDefinition definition, InstanceSnapshot? instance = null) => Of(WorkflowGraph.Of(definition, instance));

    /// <summary>Whether every group of a graph shows its steps unless somebody asks otherwise: a large one is easier to read with its groups closed.</summary>
    public static bool OpensGroups(WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Nodes.Length < ClosesGroupsFrom;
    }

    /// <summary>The diagram of a graph. Groups are drawn around their steps.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isOpen">Whether every group shows its steps; otherwise only those do where the instance is now. The default is <see cref="OpensGroups"/>.</param>
    public static string Of(WorkflowGraph graph, bool? isOpen = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var text = new StringBuilder("flowchart TD\n");
        var names = new Dictionary<StepId, string>();
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            names.TryAdd(graph.Nodes[i].Id, NameOf(i));
        }

        var groups = new DiagramGroups(graph, isOpen ?? OpensGroups(graph));
        AppendNodes(text, graph, groups, null, "  ");
        AppendStart(text, graph, names);
        foreach (var edge in graph.Edges.Where(e => groups.Shows(e.From) && groups.Shows(e.To)))
        {
            var arrow = edge.Taken is 0 ? "-.->" : "-->";
            text.Append(CultureInfo.InvariantCulture, $"  {names[edge.From]} {arrow}{LabelOf(edge)} {names[edge.To]}\n");
        }

        foreach (var node in graph.Nodes.Where(n => n.UndoneBy is { } undo && groups.Shows(n.Id) && groups.Shows(undo)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {names[node.Id]} -.->|\"undone by\"| {names[node.UndoneBy!.Value]}\n");
        }

        AppendClasses(text, graph, groups);
        return text.ToString();
    }

    /// <summary>The name of a step in diagrams of its definition: <c>n</c> and its position. Null when there is no such step.</summary>
    public static string? NodeIdOf(WorkflowDefinition definition, StepId step)
    {
        ArgumentNullException.ThrowIfNull(definition);
        for (var i = 0; i < definition.Steps.Length; i++)
        {
            if (definition.Steps[i].Id == step)
            {
                return NameOf(i);
            }
        }

        return null;
    }

    /// <summary>The step that a name in a diagram stands for. Null when it stands for none, as the start marker's does.</summary>
    public static StepId? StepOf(WorkflowDefinition definition, string nodeId)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return nodeId is ['n', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < definition.Steps.Length
            ? definition.Steps[index].Id
            : default(StepId?);
    }

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"n{index}");

    /// <summary>The nodes in a group, or in none: a group that is open is drawn around its own.</summary>
    private static void AppendNodes(StringBuilder text, WorkflowGraph graph, DiagramGroups groups, StepId? group, string indent)
    {
        foreach (var i in groups.In(group))
        {
            var node = graph.Nodes[i];
            if (!groups.IsOpen(node.Id))
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}{NameOf(i)}{Shape(node, groups.CountIn(node.Id))}\n");
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"{indent}subgraph {NameOf(i)} [\"{TextOf(node)}\"]\n{indent}  direction TB\n");
            AppendNodes(text, graph, groups, node.Id, indent + "  ");
            text.Append(CultureInfo.InvariantCulture, $"{indent}end\n");
        }
    }

    private static string TextOf(WorkflowGraphNode node) =>
        MermaidText.Escape(node.Name, MaxLabelLength) + (node.Visits > 1 ? string.Create(CultureInfo.InvariantCulture, $" ×{node.Visits}") : "");

    private static string Shape(WorkflowGraphNode node, int inside)
    {
        var label = TextOf(node) + (inside > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({inside})") : "");
        return node.Kind switch
        {
            StepKind.Machine => $"(\"{label}\")",
            StepKind.Human => $"[\"♟ {label}\"]",
            StepKind.Gateway => $"{{\"{label}\"}}",
            StepKind.Timer => $"([\"◷ {label}\"])",
            StepKind.End => $"((\"{label}\"))",
            StepKind.State => $"(((\"{label}\")))",
            StepKind.Wait => $"([\"✉ {label}\"])",
            StepKind.Group or StepKind.Call => $"[[\"{label}\"]]",
            _ => $"[\"{label}\"]",
        };
    }

    private static string LabelOf(WorkflowGraphEdge edge)
    {
        var label = edge.Label ?? edge.Outcome ?? edge.Condition ?? (edge.IsDefault ? "otherwise" : null);
        var times = edge.Taken > 1 ? string.Create(CultureInfo.InvariantCulture, $"×{edge.Taken}") : "";
        var text = label is null ? times : $"{MermaidText.Escape(label, MaxLabelLength)} {times}".TrimEnd();
        return text.Length == 0 ? "" : $"|\"{text}\"|";
    }

    private static void AppendStart(StringBuilder text, WorkflowGraph graph, Dictionary<StepId, string> names)
    {
        if (graph.Nodes.FirstOrDefault(n => n.IsInitial) is { } initial)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Start}((\"Start\"))\n  {Start} --> {names[initial.Id]}\n  class {Start} kind-start\n");
        }
    }

    private static void AppendClasses(StringBuilder text, WorkflowGraph graph, DiagramGroups groups)
    {
        var members = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            if (!groups.Shows(graph.Nodes[i].Id))
            {
                continue;
            }

            foreach (var name in ClassesOf(graph.Nodes[i]))
            {
                if (!members.TryGetValue(name, out var nodes))
                {
                    members[name] = nodes = [];
                }

                nodes.Add(NameOf(i));
            }
        }

        foreach (var (name, nodes) in members)
        {
            text.Append(CultureInfo.InvariantCulture, $"  class {string.Join(',', nodes)} {name}\n");
        }
    }

    private static IEnumerable<string> ClassesOf(WorkflowGraphNode node)
    {
        yield return $"kind-{node.Kind.ToString().ToLowerInvariant()}";
        if (node.Status is { } status)
        {
            yield return status.ToString().ToLowerInvariant();
        }

        if (node.IsCurrent)
        {
            yield return "current";
        }

        if (node.IsOverridden)
        {
            yield return "overridden";
        }

        if (node.IsNotTaken)
        {
            yield return "not-taken";
        }
    }
}
