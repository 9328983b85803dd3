using System.Diagnostics;
using System.Text;

namespace Workflows.Engine.Expressions;

/// <summary>Reads properties and items, and passes values through method calls and macros.</summary>
internal static class Chains
{
    // A property is found by walking over the others, an item of a list of lists too; wide data must cost more than narrow.
    private const int WalkedPerUnit = 64;

    /// <param name="chain">The chain.</param>
    /// <param name="count">How many of its links to follow.</param>
    /// <param name="lenient">Whether a read below missing or null is missing (for <c>has</c>) and not an error.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="value">What is there.</param>
    public static bool TryRead(ChainNode chain, int count, bool lenient, ref Evaluation evaluation, out Value value)
    {
        if (!Evaluator.TryEvaluate(chain.Target, ref evaluation, out value))
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var link = chain.Links[i];
            if (value.IsAbsent && (link.Optional || (lenient && link is MemberLink or IndexLink)))
            {
                // Errors further up shall name this place, not the one that was never reached.
                value = Value.Missing(value.Origin ?? (i == 0 ? DataPath.Of(chain.Target) : null));
                return true;
            }

            var next = link switch
            {
                MemberLink member => TryReadMember(member, chain, i, ref evaluation, ref value),
                IndexLink index => TryReadIndex(index, chain, i, ref evaluation, ref value),
                CallLink call => Functions.TryInvoke(call.Call, null, value, ref evaluation, out value),
                MacroLink macro => Macros.TryInvoke(macro, value, ref evaluation, out value),
                _ => throw new UnreachableException(),
            };
            if (!next)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadMember(MemberLink link, ChainNode chain, int at, ref Evaluation evaluation, ref Value value)
    {
        if (value.Kind != ValueKind.Object)
        {
            return Failure.Unary(
                ref evaluation,
                $"cannot read .{PathText.Clip(link.Name)} of {value.Kind.Word()}",
                link.Position,
                new Failure.Operand(value, at == 0 ? chain.Target : null),
                value.IsAbsent ? $"write ?.{PathText.Clip(link.Name)} if it may be absent" : null);
        }

        return TryReadProperty(link.Utf8Name, link.Position, chain.Paths[at], ref evaluation, ref value);
    }

    private static bool TryReadProperty(ReadOnlySpan<byte> name, int position, DataPath? path, ref Evaluation evaluation, ref Value value)
    {
        var json = value.Json;
        if (!evaluation.Burn(1 + (json.GetPropertyCount() / WalkedPerUnit), position))
        {
            return false;
        }

        if (!JsonAccess.TryGetProperty(json, name, out var property))
        {
            return Failure.NotUnicode(ref evaluation, position, new Failure.Operand(value, null));
        }

        value = Value.Of(property, path);
        return true;
    }

    private static bool TryReadIndex(IndexLink link, ChainNode chain, int at, ref Evaluation evaluation, ref Value value)
    {
        if (!Evaluator.TryEvaluate(link.Index, ref evaluation, out var index))
        {
            return false;
        }

        if (value.Kind == ValueKind.Object && index.Kind == ValueKind.Text)
        {
            return Operands.TryText(index, link.Index, link.Position, ref evaluation, out var name)
                && TryReadProperty(Encoding.UTF8.GetBytes(name), link.Position, chain.Paths[at], ref evaluation, ref value);
        }

        if (value.Kind != ValueKind.List || index.Kind != ValueKind.Number)
        {
            return FailIndex(link, chain, at, ref evaluation, value, index);
        }

        if (!index.TryGetNumber(out var number))
        {
            return Failure.NumberTooLarge(ref evaluation, link.Position, new Failure.Operand(index, link.Index));
        }

        if (!decimal.IsInteger(number))
        {
            return Failure.Unary(ref evaluation, "cannot read an item", link.Position, new Failure.Operand(index, link.Index), "an index is a whole number, counted from 0");
        }

        var count = ListReader.Count(value);
        if (number < 0 || number >= count)
        {
            value = Value.Missing(chain.Paths[at]);
            return evaluation.Burn(1, link.Position);
        }

        var item = (int)number;
        if (!evaluation.Burn(1 + (item / WalkedPerUnit), link.Position))
        {
            return false;
        }

        value = value.IsJson ? Value.Of(value.Json[item], chain.Paths[at]) : value.Items[item];
        return true;
    }

    private static bool FailIndex(IndexLink link, ChainNode chain, int at, ref Evaluation evaluation, in Value value, in Value index)
    {
        var what = $"cannot read [{index.Kind.Word()}] of {value.Kind.Word()}";
        return value.Kind is ValueKind.List or ValueKind.Object
            ? Failure.Unary(ref evaluation, what, link.Position, new Failure.Operand(index, link.Index),
                value.Kind == ValueKind.List ? "items are read by number" : "properties are read by text")
            : Failure.Unary(ref evaluation, what, link.Position, new Failure.Operand(value, at == 0 ? chain.Target : null));
    }
}
