namespace Workflows.Engine.Expressions;

/// <summary>The functions, called as <c>lower(x)</c> or as <c>x.lower()</c>.</summary>
internal static class Functions
{
    /// <param name="call">The call.</param>
    /// <param name="firstNode">The node of the first argument; null for a method's receiver.</param>
    /// <param name="first">The first argument or the receiver.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="value">The result; may be the same variable as <paramref name="first"/>.</param>
    public static bool TryInvoke(Call call, Node? firstNode, Value first, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (!evaluation.Burn(1, call.Position))
        {
            return false;
        }

        switch (call.Function)
        {
            case Function.Now:
                value = Value.Of(evaluation.Context.Now);
                return true;
            case Function.Size:
                return TrySize(call, firstNode, first, ref evaluation, out value);
            case Function.Lower or Function.Upper or Function.Trim:
                return TryChange(call, firstNode, first, ref evaluation, out value);
            case Function.Contains or Function.StartsWith or Function.EndsWith:
                return TrySearch(call, firstNode, first, ref evaluation, out value);
            case Function.Abs or Function.Round:
                return TryRound(call, firstNode, first, ref evaluation, out value);
            case Function.Min or Function.Max:
                return TryExtreme(call, firstNode, first, ref evaluation, out value);
            default:
                return TryTemporal(call, firstNode, first, ref evaluation, out value);
        }
    }

    /// <summary>The error for an argument of a kind that a function does not take.</summary>
    private static bool Refuse(Call call, Node? node, in Value value, ref Evaluation evaluation, string? advice = null) =>
        Failure.Unary(ref evaluation, $"cannot call {call.Name} with {value.Kind.Word()}", call.Position, new Failure.Operand(value, node), advice);

    private static bool TrySize(Call call, Node? node, in Value subject, ref Evaluation evaluation, out Value value)
    {
        value = default;
        switch (subject.Kind)
        {
            case ValueKind.List:
                value = Value.Of((decimal)ListReader.Count(subject));
                return true;
            case ValueKind.Object:
                value = Value.Of((decimal)subject.Json.GetPropertyCount());
                return true;
            case ValueKind.Text:
                var read = Operands.TryText(subject, node, call.Position, ref evaluation, out var text);
                value = Value.Of((decimal)Unicode.CountCodePoints(text));
                return read;
            default:
                return Refuse(call, node, subject, ref evaluation);
        }
    }

    private static bool TryChange(Call call, Node? node, in Value subject, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (subject.Kind != ValueKind.Text)
        {
            return Refuse(call, node, subject, ref evaluation);
        }

        if (!Operands.TryText(subject, node, call.Position, ref evaluation, out var text))
        {
            return false;
        }

        if (text.Length > ExpressionLimits.TextLength)
        {
            return Failure.At(ref evaluation, ExpressionErrorCodes.Limit, "the text is too long", call.Position, $"{ExpressionLimits.TextLength} characters are allowed");
        }

        value = Value.Of(call.Function switch
        {
            Function.Lower => text.ToLowerInvariant(),
            Function.Upper => text.ToUpperInvariant(),
            _ => text.Trim(),
        });
        return true;
    }

    private static bool TrySearch(Call call, Node? node, in Value subject, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (!Evaluator.TryEvaluate(call.Rest[0], ref evaluation, out var sought))
        {
            return false;
        }

        if (subject.Kind != ValueKind.Text)
        {
            var advice = subject.Kind == ValueKind.List && call.Function == Function.Contains ? "write x in list" : null;
            return Refuse(call, node, subject, ref evaluation, advice);
        }

        if (sought.Kind != ValueKind.Text)
        {
            return Refuse(call, call.Rest[0], sought, ref evaluation);
        }

        if (!Operands.TryText(subject, node, call.Position, ref evaluation, out var text)
            || !Operands.TryText(sought, call.Rest[0], call.Position, ref evaluation, out var part))
        {
            return false;
        }

        // A long part can make a search quadratic: text such as "aaaa" and a part such as "aaab".
        if (call.Function == Function.Contains
            && !evaluation.Burn((long)(text.Length / Operands.CharactersPerUnit) * (part.Length / 256), call.Position))
        {
            return false;
        }

        value = Value.Of(call.Function switch
        {
            Function.StartsWith => text.StartsWith(part, StringComparison.Ordinal),
            Function.EndsWith => text.EndsWith(part, StringComparison.Ordinal),
            _ => text.Contains(part, StringComparison.Ordinal),
        });
        return true;
    }

    private static bool TryRound(Call call, Node? node, in Value subject, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (subject.Kind != ValueKind.Number)
        {
            return Refuse(call, node, subject, ref evaluation);
        }

        if (!Operands.TryNumber(subject, node, call.Position, ref evaluation, out var number))
        {
            return false;
        }

        if (call.Function == Function.Abs)
        {
            value = Value.Of(Math.Abs(number));
            return true;
        }

        decimal digits = 0;
        if (call.Rest is [var digitsNode])
        {
            if (!Evaluator.TryEvaluate(digitsNode, ref evaluation, out var second))
            {
                return false;
            }

            if (second.Kind != ValueKind.Number)
            {
                return Refuse(call, digitsNode, second, ref evaluation);
            }

            if (!Operands.TryNumber(second, digitsNode, call.Position, ref evaluation, out digits))
            {
                return false;
            }

            if (digits is < 0 or > 28 || !decimal.IsInteger(digits))
            {
                return Failure.At(ref evaluation, ExpressionErrorCodes.Range, "cannot round", digitsNode.Position, "the digits are a whole number from 0 to 28");
            }
        }

        value = Value.Of(Math.Round(number, (int)digits, MidpointRounding.AwayFromZero));
        return true;
    }

    private static bool TryExtreme(Call call, Node? node, in Value first, ref Evaluation evaluation, out Value value)
    {
        if (call.Rest.Length == 0 && first.Kind == ValueKind.List)
        {
            return TryExtremeOfList(call, node, first, ref evaluation, out value);
        }

        value = first;
        if (!Comparison.CanOrder(first.Kind, first.Kind))
        {
            return Refuse(call, node, first, ref evaluation);
        }

        var bestNode = node;
        foreach (var other in call.Rest)
        {
            if (!evaluation.Burn(1, call.Position) || !Evaluator.TryEvaluate(other, ref evaluation, out var candidate))
            {
                return false;
            }

            if (!Comparison.CanOrder(value.Kind, candidate.Kind))
            {
                return Failure.Binary(ref evaluation, "compare", "and", call.Position, new Failure.Operand(value, bestNode), new Failure.Operand(candidate, other));
            }

            if (!Comparison.TryOrder(candidate, other, value, bestNode, call.Position, ref evaluation, out var order))
            {
                return false;
            }

            if (call.Function == Function.Min ? order < 0 : order > 0)
            {
                (value, bestNode) = (candidate, other);
            }
        }

        return true;
    }

    private static bool TryExtremeOfList(Call call, Node? node, in Value list, ref Evaluation evaluation, out Value value)
    {
        var reader = new ListReader(list);
        value = default;
        while (reader.TryRead(out var candidate))
        {
            if (!evaluation.Burn(1, call.Position))
            {
                return false;
            }

            if (!Comparison.CanOrder(candidate.Kind, reader.Index == 0 ? candidate.Kind : value.Kind))
            {
                var with = reader.Index == 0 ? "" : $" and {value.Kind.Word()}";
                return Failure.Item(ref evaluation, $"cannot call {call.Name} with {candidate.Kind.Word()}{with}", call.Position, new Failure.Operand(list, node), reader.Index, candidate);
            }

            if (!Comparison.TryOrder(candidate, null, reader.Index == 0 ? candidate : value, null, call.Position, ref evaluation, out var order))
            {
                return false;
            }

            if (reader.Index == 0 || (call.Function == Function.Min ? order < 0 : order > 0))
            {
                value = candidate;
            }
        }

        return reader.Index > 0
            || Failure.Unary(ref evaluation, $"cannot call {call.Name} with an empty list", call.Position, new Failure.Operand(list, node), code: ExpressionErrorCodes.Range);
    }

    private static bool TryTemporal(Call call, Node? node, in Value subject, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (call.Function == Function.Date && subject.TryGetTimestamp(out var timestamp))
        {
            value = Value.Of(DateOnly.FromDateTime(timestamp.DateTime));
            return true;
        }

        if (subject.Kind != ValueKind.Text)
        {
            return Refuse(call, node, subject, ref evaluation);
        }

        if (!Operands.TryText(subject, node, call.Position, ref evaluation, out var text))
        {
            return false;
        }

        return Temporal.TryParse(call.Function, text, out value)
            || evaluation.Fail(Failure.NotTemporal(call.Function, null, call.Position, PathText.Of(subject.Origin ?? DataPath.Of(node), ref evaluation)));
    }
}
