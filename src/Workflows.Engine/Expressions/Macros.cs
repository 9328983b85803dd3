namespace Workflows.Engine.Expressions;

/// <summary><c>all</c>, <c>exists</c>, <c>filter</c>, <c>map</c> and <c>sum</c>: an expression evaluated for each item of a list.</summary>
internal static class Macros
{
    public static bool TryInvoke(MacroLink macro, Value list, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (!evaluation.Burn(1, macro.Position))
        {
            return false;
        }

        if (list.Kind != ValueKind.List)
        {
            return Failure.Unary(ref evaluation, $"cannot use {Word(macro.Macro)} on {list.Kind.Word()}", macro.Position, new Failure.Operand(list, null));
        }

        return macro.Macro switch
        {
            Macro.All or Macro.Exists => TryQuantify(macro, list, ref evaluation, out value),
            Macro.Filter => TryFilter(macro, list, ref evaluation, out value),
            Macro.Map => TryMap(macro, list, ref evaluation, out value),
            _ => TrySum(macro, list, ref evaluation, out value),
        };
    }

    private static string Word(Macro macro) => macro switch
    {
        Macro.All => "all",
        Macro.Exists => "exists",
        Macro.Filter => "filter",
        Macro.Map => "map",
        _ => "sum",
    };

    /// <summary>Goes to the next item and makes it the macro's variable. False at the end and when the fuel is out.</summary>
    private static bool TryNext(MacroLink macro, in Value list, ref ListReader reader, ref Evaluation evaluation, out Value item)
    {
        if (!reader.TryRead(out item) || !evaluation.Burn(1, macro.Position))
        {
            return false;
        }

        evaluation.Bind(macro.Slot, new Binding(item, list.Origin, reader.Index));
        return true;
    }

    private static bool TryQuantify(MacroLink macro, in Value list, ref Evaluation evaluation, out Value value)
    {
        var all = macro.Macro == Macro.All;
        value = default;
        var reader = new ListReader(list);
        while (TryNext(macro, list, ref reader, ref evaluation, out _))
        {
            if (!Evaluator.TryTest(macro.Body!, Word(macro.Macro), ref evaluation, out var holds))
            {
                return false;
            }

            if (holds != all)
            {
                value = Value.Of(holds);
                return true;
            }
        }

        value = Value.Of(all);
        return evaluation.Error is null;
    }

    private static bool TryFilter(MacroLink macro, in Value list, ref Evaluation evaluation, out Value value)
    {
        value = default;
        var kept = new List<Value>();
        var reader = new ListReader(list);
        while (TryNext(macro, list, ref reader, ref evaluation, out var item))
        {
            if (!Evaluator.TryTest(macro.Body!, "filter", ref evaluation, out var holds))
            {
                return false;
            }

            if (holds)
            {
                kept.Add(item);
            }
        }

        value = Value.Of(kept.ToArray());
        return evaluation.Error is null;
    }

    private static bool TryMap(MacroLink macro, in Value list, ref Evaluation evaluation, out Value value)
    {
        value = default;
        // Every item will be visited, so all of them are paid for before room is made for the results.
        var count = ListReader.Count(list);
        if (!evaluation.Burn(count, macro.Position))
        {
            return false;
        }

        var mapped = new Value[count];
        var reader = new ListReader(list);
        while (reader.TryRead(out var item))
        {
            evaluation.Bind(macro.Slot, new Binding(item, list.Origin, reader.Index));
            if (!Evaluator.TryEvaluate(macro.Body!, ref evaluation, out item))
            {
                return false;
            }

            if (item.Kind == ValueKind.Missing)
            {
                return Failure.Unary(ref evaluation, "cannot put missing into a list", macro.Position, new Failure.Operand(item, macro.Body));
            }

            mapped[reader.Index] = item.WithoutOrigin();
        }

        value = Value.Of(mapped);
        return true;
    }

    private static bool TrySum(MacroLink macro, in Value list, ref Evaluation evaluation, out Value value)
    {
        value = default;
        decimal sum = 0;
        var reader = new ListReader(list);
        while (macro.Body is null ? TryNextItem(macro, ref reader, ref evaluation, out var item) : TryNext(macro, list, ref reader, ref evaluation, out item))
        {
            if (macro.Body is not null && !Evaluator.TryEvaluate(macro.Body, ref evaluation, out item))
            {
                return false;
            }

            if (item.Kind != ValueKind.Number)
            {
                var what = $"cannot add {item.Kind.Word()} to a sum";
                return macro.Body is null
                    ? Failure.Item(ref evaluation, what, macro.Position, new Failure.Operand(list, null), reader.Index, item)
                    : Failure.Unary(ref evaluation, what, macro.Position, new Failure.Operand(item, macro.Body));
            }

            if (!Operands.TryNumber(item, macro.Body, macro.Position, ref evaluation, out var number)
                || !Arithmetic.TryAdd(sum, number, macro.Position, ref evaluation, out sum))
            {
                return false;
            }
        }

        value = Value.Of(sum);
        return evaluation.Error is null;
    }

    /// <summary>Without a body there is no variable to bind: the slot may belong to nobody, or the nesting be used up.</summary>
    private static bool TryNextItem(MacroLink macro, ref ListReader reader, ref Evaluation evaluation, out Value item) =>
        reader.TryRead(out item) && evaluation.Burn(1, macro.Position);
}
