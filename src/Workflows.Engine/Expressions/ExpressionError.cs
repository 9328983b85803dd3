namespace Workflows.Engine.Expressions;

/// <summary>Why an expression could not be parsed or evaluated. It never counts as true or as false.</summary>
/// <param name="Code">One of <see cref="ExpressionErrorCodes"/>; stable, for programs.</param>
/// <param name="Message">One sentence for people; names the place, the path and, when a name is close, what was probably meant.</param>
/// <param name="Position">Where in the source, counted from 1 in UTF-16 characters.</param>
/// <param name="Path">The data path that was read, such as <c>data.lines[2].price</c>; null when no path is to blame.</param>
/// <param name="Left">The first operand; null when the error is not about operands.</param>
/// <param name="Right">The second operand; null when there is none.</param>
public sealed record ExpressionError(
    string Code,
    string Message,
    int Position,
    string? Path = null,
    ExpressionOperand? Left = null,
    ExpressionOperand? Right = null);

/// <summary>An operand of a failed operation.</summary>
/// <param name="Kind">What it was: missing, null, boolean, number, text, list, object, date, timestamp or duration.</param>
/// <param name="Value">Its value when it is short and not text; text, lists and objects may be sensitive and are left out.</param>
public sealed record ExpressionOperand(string Kind, string? Value);

/// <summary>The codes of <see cref="ExpressionError.Code"/>.</summary>
public static class ExpressionErrorCodes
{
    /// <summary>The source is not an expression of the language.</summary>
    public const string Parse = "expr.parse";

    /// <summary>An unknown name or function.</summary>
    public const string Name = "expr.name";

    /// <summary>An operation on a kind of value that it does not exist for.</summary>
    public const string Type = "expr.type";

    /// <summary>An operation on a value that is absent or null.</summary>
    public const string Missing = "expr.missing";

    /// <summary>Overflow, division by zero, or the least of nothing.</summary>
    public const string Range = "expr.range";

    /// <summary>A text that is not a date, timestamp or duration, or a date moved by a part of a day.</summary>
    public const string Date = "expr.date";

    /// <summary>Too long, too many nodes, too deep, or nested too often.</summary>
    public const string Limit = "expr.limit";

    /// <summary>The evaluation took more work than an expression may.</summary>
    public const string Fuel = "expr.fuel";

    /// <summary>A condition whose value is neither true nor false.</summary>
    public const string Result = "expr.result";
}
