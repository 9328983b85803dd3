namespace Workflows.Engine.Expressions;

/// <summary>+ - * / % for numbers, + for texts, and the few sums of dates, timestamps and durations that mean something.</summary>
internal static class Arithmetic
{
    public static bool TryCompute(ArithmeticNode node, ref Evaluation evaluation, out Value value)
    {
        if (!Evaluator.TryEvaluate(node.First, ref evaluation, out value))
        {
            return false;
        }

        var leftNode = node.First;
        foreach (var step in node.Steps)
        {
            var left = value;
            if (!evaluation.Burn(1, step.Position)
                || !Evaluator.TryEvaluate(step.Operand, ref evaluation, out var right)
                || !TryApply(step, left, leftNode, right, ref evaluation, out value))
            {
                return false;
            }

            leftNode = null;
        }

        return true;
    }

    public static bool TryNegate(NegateNode node, ref Evaluation evaluation, out Value value)
    {
        if (!evaluation.Burn(1, node.Position) || !Evaluator.TryEvaluate(node.Operand, ref evaluation, out value))
        {
            value = default;
            return false;
        }

        if (value.Kind == ValueKind.Number)
        {
            var read = Operands.TryNumber(value, node.Operand, node.Position, ref evaluation, out var number);
            value = Value.Of(-number);
            return read;
        }

        if (value.TryGetDuration(out var duration))
        {
            return TryTicks(-(Int128)duration.Ticks, node.Position, ref evaluation, out value);
        }

        return Failure.Unary(ref evaluation, $"cannot negate {value.Kind.Word()}", node.Position, new Failure.Operand(value, node.Operand));
    }

    /// <summary>Adds two numbers; for sums over lists.</summary>
    public static bool TryAdd(decimal left, decimal right, int position, ref Evaluation evaluation, out decimal sum)
    {
        try
        {
            sum = left + right;
            return true;
        }
        catch (OverflowException)
        {
            sum = 0;
            return Overflow(position, ref evaluation);
        }
    }

    private static bool TryApply(ArithmeticStep step, in Value left, Node? leftNode, in Value right, ref Evaluation evaluation, out Value value)
    {
        value = default;
        var position = step.Position;
        switch (left.Kind, step.Operator, right.Kind)
        {
            case (ValueKind.Number, _, ValueKind.Number):
                return Operands.TryNumber(left, leftNode, position, ref evaluation, out var first)
                    && Operands.TryNumber(right, step.Operand, position, ref evaluation, out var second)
                    && TryCalculate(first, step, second, ref evaluation, out value);
            case (ValueKind.Text, '+', ValueKind.Text):
                return Operands.TryText(left, leftNode, position, ref evaluation, out var start)
                    && Operands.TryText(right, step.Operand, position, ref evaluation, out var end)
                    && TryJoin(start, end, position, ref evaluation, out value);
            case (ValueKind.Date, '-', ValueKind.Date):
                return TryTicks((Int128)(left.Ticks - right.Ticks) * TimeSpan.TicksPerDay, position, ref evaluation, out value);
            case (ValueKind.Timestamp, '-', ValueKind.Timestamp):
            case (ValueKind.Duration, '-', ValueKind.Duration):
                return TryTicks((Int128)left.Ticks - right.Ticks, position, ref evaluation, out value);
            case (ValueKind.Duration, '+', ValueKind.Duration):
                return TryTicks((Int128)left.Ticks + right.Ticks, position, ref evaluation, out value);
            case (ValueKind.Date or ValueKind.Timestamp, '+' or '-', ValueKind.Duration):
                return TryMove(left, step.Operator == '-' ? -(Int128)right.Ticks : right.Ticks, position, ref evaluation, out value);
            case (ValueKind.Duration, '+', ValueKind.Date or ValueKind.Timestamp):
                return TryMove(right, left.Ticks, position, ref evaluation, out value);
            default:
                return Failure.Binary(ref evaluation, "calculate", step.Operator.ToString(), position,
                    new Failure.Operand(left, leftNode), new Failure.Operand(right, step.Operand));
        }
    }

    private static bool TryCalculate(decimal left, ArithmeticStep step, decimal right, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (right == 0 && step.Operator is '/' or '%')
        {
            return Failure.At(ref evaluation, ExpressionErrorCodes.Range, "division by zero", step.Operand.Position,
                PathText.Of(DataPath.Of(step.Operand), ref evaluation) is { } path ? path + " is 0" : null);
        }

        try
        {
            value = Value.Of(step.Operator switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                '/' => left / right,
                _ => left % right,
            });
            return true;
        }
        catch (OverflowException)
        {
            return Overflow(step.Position, ref evaluation);
        }
    }

    private static bool TryJoin(string start, string end, int position, ref Evaluation evaluation, out Value value)
    {
        value = default;
        // The fuel ends long before the limit of a text's length.
        if (!evaluation.Burn((long)start.Length + end.Length, position))
        {
            return false;
        }

        value = Value.Of(start + end);
        return true;
    }

    private static bool TryTicks(Int128 ticks, int position, ref Evaluation evaluation, out Value value)
    {
        if (ticks < long.MinValue || ticks > long.MaxValue)
        {
            value = default;
            return Overflow(position, ref evaluation);
        }

        value = Value.Of(new TimeSpan((long)ticks));
        return true;
    }

    private static bool TryMove(in Value start, Int128 ticks, int position, ref Evaluation evaluation, out Value value)
    {
        value = default;
        if (start.TryGetDate(out var date))
        {
            if (ticks % TimeSpan.TicksPerDay != 0)
            {
                return Failure.At(ref evaluation, ExpressionErrorCodes.Date, "a date cannot move by a part of a day", position, "use timestamp(...) for hours and minutes");
            }

            var day = date.DayNumber + (ticks / TimeSpan.TicksPerDay);
            if (day < 0 || day > DateOnly.MaxValue.DayNumber)
            {
                return Overflow(position, ref evaluation);
            }

            value = Value.Of(DateOnly.FromDayNumber((int)day));
            return true;
        }

        // The clock time in the offset must stay within the calendar too, or it could not be shown.
        start.TryGetTimestamp(out var timestamp);
        var utc = timestamp.UtcTicks + ticks;
        var local = timestamp.Ticks + ticks;
        if (Int128.Min(utc, local) < 0 || Int128.Max(utc, local) > DateTime.MaxValue.Ticks)
        {
            return Overflow(position, ref evaluation);
        }

        value = Value.Of(new DateTimeOffset((long)local, timestamp.Offset));
        return true;
    }

    private static bool Overflow(int position, ref Evaluation evaluation) =>
        Failure.At(ref evaluation, ExpressionErrorCodes.Range, "the result is out of range", position);
}
