using System.Collections.Immutable;
using Workflows.Engine.Definitions;
using Workflows.Engine.Instances;

namespace Workflows.Engine.Diagrams;

/// <summary>A definition as nodes and edges, with what an instance has done of it: what diagrams are drawn from.</summary>
/// <param name="Nodes">The steps, in the order of the definition.</param>
/// <param name="Edges">The edges, in the order of the definition; those that lead nowhere are left out.</param>
public sealed record WorkflowGraph(ImmutableArray<WorkflowGraphNode> Nodes, ImmutableArray<WorkflowGraphEdge> Edges)
{
    /// <summary>The graph of a definition, with the state of an instance of it when one is given. Broken definitions have a graph, too.</summary>
    public static WorkflowGraph Of(WorkflowDefinition definition, InstanceSnapshot? instance = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var steps = definition.Steps.Select(s => s.Id).ToHashSet();
        var edges = ImmutableArray.CreateBuilder<WorkflowGraphEdge>(definition.Edges.Length);
        for (var i = 0; i < definition.Edges.Length; i++)
        {
            if (definition.Edges[i] is var edge && steps.Contains(edge.From) && steps.Contains(edge.To))
            {
                int? taken = instance is null ? null : instance.TakenEdges.GetValueOrDefault(i);
                edges.Add(new WorkflowGraphEdge(edge.From, edge.To, edge.Outcome, edge.Condition?.Source, edge.IsDefault, edge.Label, taken));
            }
        }

        var outgoing = edges.ToLookup(e => e.From, e => e.To);
        var inside = definition.Steps.Where(s => s.In is not null).ToLookup(s => s.In!.Value, s => s.Id);
        var ahead = instance is null ? [] : StepsAhead(instance, outgoing, inside);
        return new WorkflowGraph([.. definition.Steps.Select(s => NodeOf(s, definition, instance, outgoing, ahead))], edges.ToImmutable());
    }

    /// <inheritdoc/>
    public bool Equals(WorkflowGraph? other) => other is not null && Nodes.SequenceEqual(other.Nodes) && Edges.SequenceEqual(other.Edges);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Nodes.Length, Edges.Length);

    private static WorkflowGraphNode NodeOf(
        Step step, WorkflowDefinition definition, InstanceSnapshot? instance, ILookup<StepId, StepId> outgoing, HashSet<StepId> ahead)
    {
        var node = new WorkflowGraphNode
        {
            Id = step.Id,
            Name = step.Name,
            Kind = step.Kind,
            In = step.In,
            IsInitial = step.Id == definition.Initial,
            UndoneBy = definition.Steps.Any(s => s.Id == step.CompensateWith) ? step.CompensateWith : null,
            IsTerminal = definition.Terminals.Contains(step.Id) || !outgoing.Contains(step.Id),
        };
        if (instance is null)
        {
            return node;
        }

        var trace = instance.Steps.GetValueOrDefault(step.Id);
        var current = instance.Tokens.Where(t => t.Step == step.Id && !instance.IsCalled(t)).Select(t => t.Status).ToList();
        return node with
        {
            Status = current.Count == 0 ? trace?.Last : MostUrgent(current),
            IsCurrent = current.Count > 0,
            IsNotTaken = current.Count == 0 && trace is null && !ahead.Contains(step.Id),
            IsOverridden = trace?.IsOverridden ?? false,
            Visits = trace?.Visits ?? 0,
        };
    }

    /// <summary>Of the tokens at a step, what a person should see first.</summary>
    private static StepStatus MostUrgent(List<StepStatus> statuses) =>
        statuses.Contains(StepStatus.Failed) ? StepStatus.Failed
        : statuses.Contains(StepStatus.Running) ? StepStatus.Running
        : statuses.Contains(StepStatus.Waiting) ? StepStatus.Waiting
        : statuses[0];

    /// <summary>The steps that the instance may still come to.</summary>
    private static HashSet<StepId> StepsAhead(InstanceSnapshot instance, ILookup<StepId, StepId> outgoing, ILookup<StepId, StepId> inside)
    {
        HashSet<StepId> ahead = [.. instance.Tokens.Where(t => !instance.IsCalled(t)).Select(t => t.Step)];
        var next = new Stack<StepId>(ahead);
        while (next.TryPop(out var step))
        {
            foreach (var target in outgoing[step].Concat(inside[step]).Where(ahead.Add))
            {
                next.Push(target);
            }
        }

        return ahead;
    }
}

/// <summary>A step in a <see cref="WorkflowGraph"/>.</summary>
public sealed record WorkflowGraphNode
{
    /// <summary>The step.</summary>
    public required StepId Id { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of work it is.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>The group it is in; null for none.</summary>
    public StepId? In { get; init; }

    /// <summary>Whether instances start here.</summary>
    public bool IsInitial { get; init; }

    /// <summary>Whether a path may end here.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The step that undoes it when the saga around it fails.</summary>
    public StepId? UndoneBy { get; init; }

    /// <summary>How the step is doing, or how its last visit ended; pending when something waits for its join. Null when the instance has not come to it, or none is shown.</summary>
    public StepStatus? Status { get; init; }

    /// <summary>Whether the instance is here now.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Whether the instance has passed the step by, and cannot come to it any more.</summary>
    public bool IsNotTaken { get; init; }

    /// <summary>Whether an operator ended the step, or had it begun, in place of what the definition says.</summary>
    public bool IsOverridden { get; init; }

    /// <summary>How often the instance came to the step.</summary>
    public int Visits { get; init; }
}

/// <summary>An edge in a <see cref="WorkflowGraph"/>.</summary>
/// <param name="From">The step it leaves.</param>
/// <param name="To">The step it enters.</param>
/// <param name="Outcome">The outcome it belongs to.</param>
/// <param name="Condition">Its condition, as it was written.</param>
/// <param name="IsDefault">Whether it is taken when no other edge is.</param>
/// <param name="Label">What the author wrote beside it.</param>
/// <param name="Taken">How often the instance took it; null when none is shown.</param>
public sealed record WorkflowGraphEdge(StepId From, StepId To, string? Outcome, string? Condition, bool IsDefault, string? Label, int? Taken);
