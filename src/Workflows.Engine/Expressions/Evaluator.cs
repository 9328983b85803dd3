using System.Diagnostics;

namespace Workflows.Engine.Expressions;

/// <summary>Interprets nodes. Every method returns false once the evaluation has an error; the value is then meaningless.</summary>
internal static class Evaluator
{
    public static bool TryEvaluate(Node node, ref Evaluation evaluation, out Value value)
    {
        switch (node)
        {
            case ChainNode chain:
                return Chains.TryRead(chain, chain.Links.Length, lenient: false, ref evaluation, out value);
            case LiteralNode literal:
                value = literal.Value;
                return true;
            case RootNode root:
                value = ReadRoot(root, ref evaluation);
                return true;
            case VariableNode variable:
                var item = evaluation.Variable(variable.Slot).Item;
                value = item.IsJson ? Value.Of(item.Json, variable.Path) : item;
                return true;
            case LogicalNode logical:
                return TryLogical(logical, ref evaluation, out value);
            case CompareNode compare:
                return TryCompare(compare, ref evaluation, out value);
            case EqualNode equal:
                return TryEqual(equal, ref evaluation, out value);
            case InNode membership:
                return TryIn(membership, ref evaluation, out value);
            case ArithmeticNode arithmetic:
                return Arithmetic.TryCompute(arithmetic, ref evaluation, out value);
            case NotNode not:
                return TryNot(not, ref evaluation, out value);
            case NegateNode negate:
                return Arithmetic.TryNegate(negate, ref evaluation, out value);
            case CoalesceNode coalesce:
                return TryCoalesce(coalesce, ref evaluation, out value);
            case ConditionalNode conditional:
                return TryConditional(conditional, ref evaluation, out value);
            case HasNode has:
                return TryHas(has, ref evaluation, out value);
            case CallNode call:
                value = default;
                return (call.First is null || TryEvaluate(call.First, ref evaluation, out value))
                    && Functions.TryInvoke(call.Call, call.First, value, ref evaluation, out value);
            case ListNode list:
                return TryList(list, ref evaluation, out value);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Evaluates what must be true or false.</summary>
    public static bool TryTest(Node node, string use, ref Evaluation evaluation, out bool holds)
    {
        holds = false;
        if (!TryEvaluate(node, ref evaluation, out var value))
        {
            return false;
        }

        return value.TryGetBoolean(out holds)
            || Failure.Unary(ref evaluation, $"cannot use {value.Kind.Word()} as true or false in {use}", node.Position, new Failure.Operand(value, node));
    }

    private static Value ReadRoot(RootNode node, ref Evaluation evaluation)
    {
        ref readonly var context = ref evaluation.Context;
        if (node.Root == Root.Outcome)
        {
            return context.Outcome is { } outcome ? Value.Of(outcome) : Value.Missing(node.Path);
        }

        var json = node.Root switch
        {
            Root.Data => context.Data,
            Root.Task => context.Task,
            Root.User => context.User,
            _ => context.Vars,
        };
        return Value.Of(json.GetValueOrDefault(), node.Path);
    }

    private static bool TryLogical(LogicalNode node, ref Evaluation evaluation, out Value value)
    {
        value = default;
        for (var i = 0; i < node.Operands.Length; i++)
        {
            if ((i > 0 && !evaluation.Burn(1, node.Position))
                || !TryTest(node.Operands[i], node.All ? "&&" : "||", ref evaluation, out var holds))
            {
                return false;
            }

            if (holds != node.All)
            {
                value = Value.Of(holds);
                return true;
            }
        }

        value = Value.Of(node.All);
        return true;
    }

    private static bool TryNot(NotNode node, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (!evaluation.Burn(1, node.Position) || !TryTest(node.Operand, "!", ref evaluation, out var holds))
        {
            return false;
        }

        value = Value.Of(!holds);
        return true;
    }

    private static bool TryCompare(CompareNode node, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (!evaluation.Burn(1, node.Position)
            || !TryEvaluate(node.Left, ref evaluation, out var left)
            || !TryEvaluate(node.Right, ref evaluation, out var right))
        {
            return false;
        }

        if (!Comparison.CanOrder(left.Kind, right.Kind))
        {
            return Failure.Binary(ref evaluation, "compare", node.Symbol, node.Position, new Failure.Operand(left, node.Left), new Failure.Operand(right, node.Right));
        }

        if (!Comparison.TryOrder(left, node.Left, right, node.Right, node.Position, ref evaluation, out var order))
        {
            return false;
        }

        value = Value.Of(node.Ordering switch
        {
            Ordering.Less => order < 0,
            Ordering.LessOrEqual => order <= 0,
            Ordering.Greater => order > 0,
            _ => order >= 0,
        });
        return true;
    }

    private static bool TryEqual(EqualNode node, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (!evaluation.Burn(1, node.Position)
            || !TryEvaluate(node.Left, ref evaluation, out var left)
            || !TryEvaluate(node.Right, ref evaluation, out var right)
            || !Comparison.TryEqual(left, right, node.Position, ref evaluation, out var equal))
        {
            return false;
        }

        value = Value.Of(equal != node.Negated);
        return true;
    }

    private static bool TryIn(InNode node, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (!evaluation.Burn(1, node.Position)
            || !TryEvaluate(node.Item, ref evaluation, out var item)
            || !TryEvaluate(node.List, ref evaluation, out var list))
        {
            return false;
        }

        if (item.IsAbsent || list.Kind != ValueKind.List)
        {
            return Failure.Binary(ref evaluation, "look for", "in", node.Position, new Failure.Operand(item, node.Item), new Failure.Operand(list, node.List));
        }

        var found = false;
        var reader = new ListReader(list);
        while (!found && reader.TryRead(out var candidate))
        {
            if (!evaluation.Burn(1, node.Position) || !Comparison.TryEqual(item, candidate, node.Position, ref evaluation, out found))
            {
                return false;
            }
        }

        value = Value.Of(found);
        return true;
    }

    private static bool TryCoalesce(CoalesceNode node, ref Evaluation evaluation, out Value value)
    {
        value = default;
        for (var i = 0; i < node.Operands.Length; i++)
        {
            if ((i > 0 && !evaluation.Burn(1, node.Position)) || !TryEvaluate(node.Operands[i], ref evaluation, out value))
            {
                return false;
            }

            if (!value.IsAbsent)
            {
                break;
            }
        }

        return true;
    }

    private static bool TryConditional(ConditionalNode node, ref Evaluation evaluation, out Value value)
    {
        foreach (var branch in node.Branches)
        {
            if (!evaluation.Burn(1, node.Position) || !TryTest(branch.Test, "? :", ref evaluation, out var holds))
            {
                value = default;
                return false;
            }

            if (holds)
            {
                return TryEvaluate(branch.Then, ref evaluation, out value);
            }
        }

        return TryEvaluate(node.Otherwise, ref evaluation, out value);
    }

    private static bool TryHas(HasNode node, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (!evaluation.Burn(1, node.Position))
        {
            return false;
        }

        var read = node.Path is ChainNode chain
            ? Chains.TryRead(chain, chain.Links.Length, lenient: true, ref evaluation, out var found)
            : TryEvaluate(node.Path, ref evaluation, out found);
        value = Value.Of(found.Kind != ValueKind.Missing);
        return read;
    }

    private static bool TryList(ListNode node, ref Evaluation evaluation, out Value value)
    {
        value = node.Constant ?? default;
        if (!evaluation.Burn(node.Items.Length, node.Position))
        {
            return false;
        }

        if (node.Constant is not null)
        {
            return true;
        }

        var items = new Value[node.Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (!TryEvaluate(node.Items[i], ref evaluation, out items[i]))
            {
                return false;
            }

            if (items[i].Kind == ValueKind.Missing)
            {
                return Failure.Unary(ref evaluation, "cannot put missing into a list", node.Position, new Failure.Operand(items[i], node.Items[i]));
            }

            items[i] = items[i].WithoutOrigin();
        }

        value = Value.Of(items);
        return true;
    }
}
