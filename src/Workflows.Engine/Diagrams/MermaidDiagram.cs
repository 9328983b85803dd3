using System.Globalization;
using System.Text;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Diagrams;

/// <summary>
/// Draws graphs in Mermaid's flowchart language. One shape per kind of step; the looks of states are left to the page's style sheet, to which nodes say what they
/// are by classes: <c>kind-</c> and the kind, the name of the step's status (<c>succeeded</c>, <c>waiting</c>, ...), <c>current</c> and <c>not-taken</c>.
/// </summary>
public static class MermaidDiagram
{
    private const string Start = "start";
    private const int MaxLabelLength = 80;

    /// <summary>The diagram of a definition, with the state of an instance of it when one is given.</summary>
    public static string Of(WorkflowDefinition definition, InstanceSnapshot? instance = null) => Of(WorkflowGraph.Of(definition, instance));

    /// <summary>The diagram of a graph.</summary>
    public static string Of(WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var text = new StringBuilder("flowchart TD\n");
        var names = new Dictionary<StepId, string>();
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
            var node = graph.Nodes[i];
            names.TryAdd(node.Id, NameOf(i));
            text.Append(CultureInfo.InvariantCulture, $"  {NameOf(i)}{Shape(node)}\n");
        }

        AppendStart(text, graph, names);
        foreach (var edge in graph.Edges)
        {
            var arrow = edge.Taken is 0 ? "-.->" : "-->";
            text.Append(CultureInfo.InvariantCulture, $"  {names[edge.From]} {arrow}{LabelOf(edge)} {names[edge.To]}\n");
        }

        foreach (var node in graph.Nodes.Where(n => n.UndoneBy is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {names[node.Id]} -.->|\"undone by\"| {names[node.UndoneBy!.Value]}\n");
        }

        AppendClasses(text, graph);
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

    private static string Shape(WorkflowGraphNode node)
    {
        var label = MermaidText.Escape(node.Name, MaxLabelLength) + (node.Visits > 1 ? string.Create(CultureInfo.InvariantCulture, $" ×{node.Visits}") : "");
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

    private static void AppendClasses(StringBuilder text, WorkflowGraph graph)
    {
        var members = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        for (var i = 0; i < graph.Nodes.Length; i++)
        {
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

        if (node.IsNotTaken)
        {
            yield return "not-taken";
        }
    }
}
