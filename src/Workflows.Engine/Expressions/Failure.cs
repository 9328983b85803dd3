namespace Workflows.Engine.Expressions;

/// <summary>
/// Makes the errors of evaluation: "cannot compare missing >= number at character 1: data.amont is not there (data has: amount, ...)".
/// Every method returns false, to be returned.
/// </summary>
internal static class Failure
{
    private const int LongestValue = 40;

    /// <summary>An operand with the node that it came from, which is null for intermediate results.</summary>
    public readonly struct Operand(Value value, Node? node)
    {
        public readonly Value Value = value;
        public readonly DataPath? Path = value.Origin ?? DataPath.Of(node);
        public readonly int? Position = node?.Position ?? value.Origin?.Node.Position;
    }

    /// <summary>An operation with two operands: "cannot compare text >= number".</summary>
    public static bool Binary(ref Evaluation evaluation, string verb, string symbol, int position, Operand left, Operand right)
    {
        var what = $"cannot {verb} {left.Value.Kind.Word()} {symbol} {right.Value.Kind.Word()}";
        var blamed = right.Value.IsAbsent && !left.Value.IsAbsent ? right : left;
        var absent = blamed.Value.IsAbsent;
        var (path, reason) = Explanation.Of(ref evaluation, blamed);
        if (!absent && Explanation.Of(ref evaluation, right) is { Reason: { } other } second)
        {
            (path, reason) = (path ?? second.Path, reason is null ? other : $"{reason}, {other}");
        }

        return Fail(ref evaluation, absent ? ExpressionErrorCodes.Missing : ExpressionErrorCodes.Type,
            what, blamed.Position ?? position, path, reason, Describe(left.Value), Describe(right.Value));
    }

    /// <summary>An operation with one operand to blame: "cannot negate text". A reason given takes the place of the path's kind.</summary>
    public static bool Unary(ref Evaluation evaluation, string what, int position, Operand operand, string? advice = null, string? code = null)
    {
        var (path, reason) = Explanation.Of(ref evaluation, operand);
        reason = advice is null ? reason : reason is null ? advice : $"{reason}; {advice}";
        code ??= operand.Value.IsAbsent ? ExpressionErrorCodes.Missing : ExpressionErrorCodes.Type;
        return Fail(ref evaluation, code, what, operand.Position ?? position, path, reason, Describe(operand.Value));
    }

    /// <summary>An item of a list that an operation cannot use.</summary>
    public static bool Item(ref Evaluation evaluation, string what, int position, Operand list, int index, in Value item)
    {
        var path = PathText.Of(list.Path, index, ref evaluation) ?? $"item {index}";
        var code = item.IsAbsent ? ExpressionErrorCodes.Missing : ExpressionErrorCodes.Type;
        return Fail(ref evaluation, code, what, position, path, $"{path} is {item.Kind.Word()}", Describe(item));
    }

    /// <summary>A number in the data that a decimal cannot hold.</summary>
    public static bool NumberTooLarge(ref Evaluation evaluation, int position, Operand operand)
    {
        var path = PathText.Of(operand.Path, ref evaluation);
        return Fail(ref evaluation, ExpressionErrorCodes.Range, "a number does not fit a decimal (28 digits)", operand.Position ?? position, path, path);
    }

    /// <summary>A text in the data that holds half a surrogate pair, or bytes that are no characters.</summary>
    public static bool NotUnicode(ref Evaluation evaluation, int position, Operand operand)
    {
        var path = PathText.Of(operand.Path, ref evaluation);
        return Fail(ref evaluation, ExpressionErrorCodes.Type, "a text is not valid Unicode", operand.Position ?? position, path, path);
    }

    /// <summary>Anything else that needs only its place.</summary>
    public static bool At(ref Evaluation evaluation, string code, string what, int position, string? reason = null) =>
        Fail(ref evaluation, code, what, position, null, reason);

    /// <summary>A text that is no date, timestamp or duration. Texts from data are not repeated: they may be sensitive.</summary>
    public static ExpressionError NotTemporal(Function function, string? text, int position, string? path)
    {
        var (kind, form) = function switch
        {
            Function.Date => ("date", "a date is written 2026-01-31"),
            Function.Timestamp => ("timestamp", "a timestamp is written 2026-01-31T10:00:00Z or with an offset such as +02:00"),
            _ => ("duration", "a duration is written P3D or PT1H30M, in weeks, days, hours, minutes and seconds"),
        };
        var subject = path ?? (text is null ? "this text" : $"\"{PathText.Clip(text)}\"");
        return new ExpressionError(ExpressionErrorCodes.Date, $"{subject} is not a {kind} at character {position}: {form}", position, path);
    }

    private static bool Fail(
        ref Evaluation evaluation,
        string code,
        string what,
        int position,
        string? path,
        string? reason,
        ExpressionOperand? left = null,
        ExpressionOperand? right = null) =>
        evaluation.Fail(new ExpressionError(
            code, $"{what} at character {position}{(reason is null ? "" : ": " + reason)}", position, path, left, right));

    private static ExpressionOperand Describe(in Value value)
    {
        var shown = value.Kind is ValueKind.Boolean or ValueKind.Number or ValueKind.Date or ValueKind.Timestamp or ValueKind.Duration
            && !(value.IsJson && JsonAccess.RawLength(value.Json) > LongestValue);
        return new ExpressionOperand(value.Kind.Word(), shown ? value.ToString() : null);
    }
}
