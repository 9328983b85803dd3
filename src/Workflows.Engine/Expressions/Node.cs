using System.Text;

namespace Workflows.Engine.Expressions;

/// <summary>
/// A parsed expression: a closed, immutable family. Flat chains of operators are one node with many operands,
/// so that neither parsing nor evaluating recurses along them.
/// </summary>
/// <param name="position">Where its text begins, counted from 1.</param>
internal abstract class Node(int position)
{
    public int Position { get; } = position;
}

internal sealed class LiteralNode(int position, Value value) : Node(position)
{
    public readonly Value Value = value;
}

internal sealed class ListNode(int position, Node[] items) : Node(position)
{
    public readonly Node[] Items = items;

    /// <summary>The list itself when every item is a literal: made once, not once per evaluation.</summary>
    public readonly Value? Constant = items.All(item => item is LiteralNode)
        ? Value.Of(items.Select(item => ((LiteralNode)item).Value).ToArray())
        : null;
}

internal enum Root
{
    Data,
    Outcome,
    Task,
    User,
    Vars,
}

internal sealed class RootNode : Node
{
    public readonly Root Root;
    public readonly string Name;
    public readonly DataPath Path;

    public RootNode(int position, Root root, string name)
        : base(position)
    {
        Root = root;
        Name = name;
        Path = new DataPath(this, 0);
    }
}

/// <summary>The variable of the macro at a nesting level.</summary>
internal sealed class VariableNode : Node
{
    public readonly int Slot;
    public readonly string Name;
    public readonly DataPath Path;

    public VariableNode(int position, int slot, string name)
        : base(position)
    {
        Slot = slot;
        Name = name;
        Path = new DataPath(this, 0);
    }
}

/// <summary>A value followed by property reads, indexes and method calls.</summary>
internal sealed class ChainNode : Node
{
    public readonly Node Target;
    public readonly Link[] Links;

    /// <summary>Where each link leads; null from the first call on, whose result is no place in the data.</summary>
    public readonly DataPath?[] Paths;

    public ChainNode(int position, Node target, Link[] links)
        : base(position)
    {
        Target = target;
        Links = links;
        Paths = new DataPath?[links.Length];
        for (var i = 0; i < links.Length && links[i] is MemberLink or IndexLink; i++)
        {
            Paths[i] = new DataPath(this, i + 1);
        }
    }
}

/// <summary>A place in the data: a name, or a chain up to one of its links. Values carry it so that errors can name it.</summary>
/// <param name="Node">A <see cref="RootNode"/>, <see cref="VariableNode"/> or <see cref="ChainNode"/>.</param>
/// <param name="Links">How many links of the chain lead there.</param>
internal sealed record DataPath(Node Node, int Links)
{
    /// <summary>The place that a node reads; null for nodes that compute.</summary>
    public static DataPath? Of(Node? node) => node switch
    {
        RootNode root => root.Path,
        VariableNode variable => variable.Path,
        ChainNode chain => chain.Paths[^1],
        _ => null,
    };
}

/// <summary>One step of a <see cref="ChainNode"/>.</summary>
/// <param name="position">Where its name or bracket begins.</param>
/// <param name="optional">Written with <c>?.</c>: on missing or null the rest of the chain is missing.</param>
internal abstract class Link(int position, bool optional)
{
    public readonly int Position = position;
    public readonly bool Optional = optional;
}

internal sealed class MemberLink(int position, bool optional, string name) : Link(position, optional)
{
    public readonly string Name = name;
    public readonly byte[] Utf8Name = Encoding.UTF8.GetBytes(name);
}

internal sealed class IndexLink(int position, bool optional, Node index) : Link(position, optional)
{
    public readonly Node Index = index;
}

internal sealed class CallLink(int position, bool optional, Call call) : Link(position, optional)
{
    public readonly Call Call = call;
}

internal sealed class MacroLink(int position, bool optional, Macro macro, int slot, string variable, Node? body) : Link(position, optional)
{
    public readonly Macro Macro = macro;
    public readonly int Slot = slot;
    public readonly string Variable = variable;

    /// <summary>What is evaluated per item; null for the sum of the items themselves.</summary>
    public readonly Node? Body = body;
}

internal sealed class CallNode(int position, Call call, Node? first) : Node(position)
{
    public readonly Call Call = call;
    public readonly Node? First = first;
}

/// <summary>A call without its first argument, which is the receiver when it is written as a method.</summary>
internal sealed class Call(int position, Function function, string name, Node[] rest)
{
    public readonly int Position = position;
    public readonly Function Function = function;
    public readonly string Name = name;
    public readonly Node[] Rest = rest;
}

/// <summary>Whether a path leads to something, null included.</summary>
internal sealed class HasNode(int position, Node path) : Node(position)
{
    public readonly Node Path = path;
}

internal sealed class NotNode(int position, Node operand) : Node(position)
{
    public readonly Node Operand = operand;
}

internal sealed class NegateNode(int position, Node operand) : Node(position)
{
    public readonly Node Operand = operand;
}

/// <summary>Operands joined by operators of one precedence, computed from left to right.</summary>
internal sealed class ArithmeticNode(int position, Node first, ArithmeticStep[] steps) : Node(position)
{
    public readonly Node First = first;
    public readonly ArithmeticStep[] Steps = steps;
}

internal readonly record struct ArithmeticStep(char Operator, int Position, Node Operand);

internal enum Ordering
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal sealed class CompareNode(int position, Ordering ordering, string symbol, Node left, Node right) : Node(position)
{
    public readonly Ordering Ordering = ordering;
    public readonly string Symbol = symbol;
    public readonly Node Left = left;
    public readonly Node Right = right;
}

internal sealed class EqualNode(int position, bool negated, Node left, Node right) : Node(position)
{
    public readonly bool Negated = negated;
    public readonly Node Left = left;
    public readonly Node Right = right;
}

internal sealed class InNode(int position, Node item, Node list) : Node(position)
{
    public readonly Node Item = item;
    public readonly Node List = list;
}

/// <summary>Operands joined by &amp;&amp; (all must hold) or || (one must hold).</summary>
internal sealed class LogicalNode(int position, bool all, Node[] operands) : Node(position)
{
    public readonly bool All = all;
    public readonly Node[] Operands = operands;
}

internal sealed class CoalesceNode(int position, Node[] operands) : Node(position)
{
    public readonly Node[] Operands = operands;
}

/// <summary>Tests with their values, tried in order, and the value when none holds.</summary>
internal sealed class ConditionalNode(int position, Branch[] branches, Node otherwise) : Node(position)
{
    public readonly Branch[] Branches = branches;
    public readonly Node Otherwise = otherwise;
}

internal readonly record struct Branch(Node Test, Node Then);
