using Workflows.Engine.Forms.Rules;

namespace Workflows.Engine.Forms.Compilation;

/// <summary>
/// Finds schemas that lead back to themselves while staying at the same value. A circle that goes through members or items is a recursive form and
/// ends with the data; this one would not end.
/// </summary>
internal static class ReferenceCircles
{
    public static SchemaNode? Find(IReadOnlyCollection<SchemaNode> nodes)
    {
        var leadsTo = nodes.ToDictionary(node => node, node => node.SameValueNodes().ToHashSet());
        var cameFrom = nodes.ToDictionary(node => node, _ => new List<SchemaNode>());
        foreach (var (node, targets) in leadsTo)
        {
            foreach (var target in targets)
            {
                cameFrom[target].Add(node);
            }
        }

        // What leads nowhere is on no circle; take it away, and what then leads nowhere, until only circles and what leads into them are left.
        var ends = new Queue<SchemaNode>(nodes.Where(node => leadsTo[node].Count == 0));
        while (ends.TryDequeue(out var end))
        {
            foreach (var node in cameFrom[end])
            {
                if (leadsTo[node].Remove(end) && leadsTo[node].Count == 0)
                {
                    ends.Enqueue(node);
                }
            }
        }

        return nodes.FirstOrDefault(node => leadsTo[node].Count > 0) is { } start ? WalkOntoCircle(start, leadsTo) : null;
    }

    private static SchemaNode WalkOntoCircle(SchemaNode start, Dictionary<SchemaNode, HashSet<SchemaNode>> leadsTo)
    {
        var seen = new HashSet<SchemaNode>();
        var node = start;
        while (seen.Add(node))
        {
            node = leadsTo[node].First();
        }

        return node;
    }
}
