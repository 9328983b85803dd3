using System.Text;
using System.Text.Json;

namespace Workflows.Engine.Expressions;

/// <summary>Order within a kind, and deep equality. Equality across kinds is false, order across kinds does not exist.</summary>
internal static class Comparison
{
    public static bool CanOrder(ValueKind left, ValueKind right) =>
        left == right && left is ValueKind.Number or ValueKind.Text or ValueKind.Date or ValueKind.Timestamp or ValueKind.Duration;

    /// <summary>Orders two values whose kinds <see cref="CanOrder"/> allows.</summary>
    public static bool TryOrder(in Value left, Node? leftNode, in Value right, Node? rightNode, int position, ref Evaluation evaluation, out int order)
    {
        order = 0;
        if (left.Kind == ValueKind.Number)
        {
            if (!Operands.TryNumber(left, leftNode, position, ref evaluation, out var first)
                || !Operands.TryNumber(right, rightNode, position, ref evaluation, out var second))
            {
                return false;
            }

            order = first.CompareTo(second);
            return true;
        }

        if (left.Kind == ValueKind.Text)
        {
            if (!Operands.TryText(left, leftNode, position, ref evaluation, out var first)
                || !Operands.TryText(right, rightNode, position, ref evaluation, out var second))
            {
                return false;
            }

            order = Unicode.Compare(first, second);
            return true;
        }

        order = left.Ticks.CompareTo(right.Ticks);
        return true;
    }

    /// <summary>Deep equality; missing counts as null.</summary>
    public static bool TryEqual(in Value left, in Value right, int position, ref Evaluation evaluation, out bool equal) =>
        TryEqual(left, right, 0, position, ref evaluation, out equal);

    private static bool TryEqual(in Value left, in Value right, int depth, int position, ref Evaluation evaluation, out bool equal)
    {
        equal = false;
        if (left.IsAbsent || right.IsAbsent)
        {
            equal = left.IsAbsent && right.IsAbsent;
            return true;
        }

        if (left.Kind != right.Kind)
        {
            return true;
        }

        switch (left.Kind)
        {
            case ValueKind.Boolean:
                left.TryGetBoolean(out var first);
                right.TryGetBoolean(out var second);
                equal = first == second;
                return true;
            case ValueKind.Text:
                return TryTextEqual(left, right, position, ref evaluation, out equal);
            case ValueKind.List or ValueKind.Object when depth == ExpressionLimits.DataDepth:
                return Failure.At(ref evaluation, ExpressionErrorCodes.Limit, "cannot compare data that is nested so deeply", position);
            case ValueKind.List:
                return TryListEqual(left, right, depth, position, ref evaluation, out equal);
            case ValueKind.Object:
                return TryObjectEqual(left.Json, right.Json, depth, position, ref evaluation, out equal);
            default:
                var ordered = TryOrder(left, null, right, null, position, ref evaluation, out var order);
                equal = order == 0;
                return ordered;
        }
    }

    private static bool TryTextEqual(in Value left, in Value right, int position, ref Evaluation evaluation, out bool equal)
    {
        equal = false;
        if (left.IsJson && right.IsJson)
        {
            var first = JsonAccess.RawText(left.Json);
            var second = JsonAccess.RawText(right.Json);
            if (!evaluation.Burn(Math.Min(first.Length, second.Length) / Operands.CharactersPerUnit, position))
            {
                return false;
            }

            equal = first.SequenceEqual(second);
            if (equal || !(first.Contains((byte)'\\') || second.Contains((byte)'\\')))
            {
                return true;
            }
        }

        // At most one side has to become a string.
        var (json, other) = left.IsJson ? (left, right) : (right, left);
        if (!Operands.TryText(other, null, position, ref evaluation, out var text))
        {
            return false;
        }

        if (!json.IsJson)
        {
            equal = json.TryGetText(out var literal) && literal == text;
            return true;
        }

        return JsonAccess.TryTextEquals(json.Json, text, out equal)
            || Failure.NotUnicode(ref evaluation, position, new Failure.Operand(json, null));
    }

    private static bool TryListEqual(in Value left, in Value right, int depth, int position, ref Evaluation evaluation, out bool equal)
    {
        equal = ListReader.Count(left) == ListReader.Count(right);
        var first = new ListReader(left);
        var second = new ListReader(right);
        while (equal && first.TryRead(out var one) && second.TryRead(out var two))
        {
            if (!evaluation.Burn(1, position) || !TryEqual(one, two, depth + 1, position, ref evaluation, out equal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryObjectEqual(JsonElement left, JsonElement right, int depth, int position, ref Evaluation evaluation, out bool equal)
    {
        var count = right.GetPropertyCount();
        equal = left.GetPropertyCount() == count;
        if (!equal)
        {
            return true;
        }

        foreach (var property in left.EnumerateObject())
        {
            if (!evaluation.Burn(1 + (count / 16), position))
            {
                return false;
            }

            if (!JsonAccess.TryGetName(property, out var name)
                || !JsonAccess.TryGetProperty(right, Encoding.UTF8.GetBytes(name), out var counterpart))
            {
                return Failure.NotUnicode(ref evaluation, position, new Failure.Operand(Value.Of(left, null), null));
            }

            // An absent member is not the same as a null one: the shapes differ.
            equal = counterpart.ValueKind != JsonValueKind.Undefined;
            if (equal && !TryEqual(Value.Of(property.Value, null), Value.Of(counterpart, null), depth + 1, position, ref evaluation, out equal))
            {
                return false;
            }

            if (!equal)
            {
                return true;
            }
        }

        return true;
    }
}
