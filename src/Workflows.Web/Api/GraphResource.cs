using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Diagrams;
using Workflows.Engine.Instances;

namespace Workflows.Web.Api;

/// <summary>A definition as nodes and edges, with what an instance has done of it when one is asked for.</summary>
public sealed record GraphResource
{
    internal const string MermaidText = "text/vnd.mermaid";
    internal const string Formats = "json: nodes, edges and the drawing. mermaid: the drawing alone, as text. The default is json.";

    /// <summary>The steps.</summary>
    public required ImmutableArray<NodeResource> Nodes { get; init; }

    /// <summary>The edges.</summary>
    public required ImmutableArray<EdgeResource> Edges { get; init; }

    /// <summary>The drawing in Mermaid's flowchart language.</summary>
    public required string Mermaid { get; init; }

    internal static IResult Answer(WorkflowDefinition definition, InstanceSnapshot? instance, bool isMermaid)
    {
        var graph = WorkflowGraph.Of(definition, instance);
        var mermaid = MermaidDiagram.Of(graph);
        return isMermaid
            ? TypedResults.Text(mermaid, MermaidText)
            : TypedResults.Ok(new GraphResource
            {
                Nodes = [.. graph.Nodes.Select(node => NodeResource.Of(node, hasState: instance is not null))],
                Edges = [.. graph.Edges.Select(EdgeResource.Of)],
                Mermaid = mermaid,
            });
    }
}

/// <summary>A step of a graph.</summary>
public sealed record NodeResource
{
    /// <summary>The step's id.</summary>
    public required string Id { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of work it is.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>Whether instances start here.</summary>
    public required bool IsInitial { get; init; }

    /// <summary>Whether a path may end here.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Of an instance: how the step is doing, or how its last visit ended; absent when the instance has not come to it.</summary>
    public StepStatus? Status { get; init; }

    /// <summary>Of an instance: whether it is here now.</summary>
    public bool? IsCurrent { get; init; }

    /// <summary>Of an instance: whether it has passed the step by, and cannot come to it any more.</summary>
    public bool? IsNotTaken { get; init; }

    /// <summary>Of an instance: true when an operator ended the step, or had it begun, in place of what the definition says.</summary>
    public bool? IsOverridden { get; init; }

    /// <summary>Of an instance: how often it came here.</summary>
    public int? Visits { get; init; }

    internal static NodeResource Of(WorkflowGraphNode node, bool hasState) => new()
    {
        Id = node.Id.Value,
        Name = node.Name,
        Kind = node.Kind,
        IsInitial = node.IsInitial,
        IsTerminal = node.IsTerminal,
        Status = node.Status,
        IsCurrent = hasState ? node.IsCurrent : null,
        IsNotTaken = hasState ? node.IsNotTaken : null,
        IsOverridden = hasState && node.IsOverridden ? true : null,
        Visits = hasState ? node.Visits : null,
    };
}

/// <summary>An edge of a graph.</summary>
public sealed record EdgeResource
{
    /// <summary>The step it leaves.</summary>
    public required string From { get; init; }

    /// <summary>The step it enters.</summary>
    public required string To { get; init; }

    /// <summary>The outcome it belongs to; absent when to any.</summary>
    public string? Outcome { get; init; }

    /// <summary>Its condition; absent when it has none.</summary>
    public string? Condition { get; init; }

    /// <summary>Whether it is taken when no other edge is.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>What the author wrote beside it.</summary>
    public string? Label { get; init; }

    /// <summary>Of an instance: how often it was taken.</summary>
    public int? Taken { get; init; }

    internal static EdgeResource Of(WorkflowGraphEdge edge) => new()
    {
        From = edge.From.Value,
        To = edge.To.Value,
        Outcome = edge.Outcome,
        Condition = edge.Condition,
        IsDefault = edge.IsDefault,
        Label = edge.Label,
        Taken = edge.Taken,
    };
}
