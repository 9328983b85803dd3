using System.Text.Json;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

/// <summary>Short forms for evaluating a source against JSON.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    public static ExpressionContext Data(string json) => new() { Data = JsonElement.Parse(json), Now = Now };

    /// <summary>The value as JSON, dates as text; or the error's code, whether it came from parsing or from evaluating.</summary>
    public static string Value(string source, string data = "{}") => Value(source, Data(data));

    public static string Value(string source, ExpressionContext context)
    {
        if (!Expression.TryParse(source, out var expression, out var error))
        {
            return error.Code;
        }

        var result = expression.Evaluate(context);
        return result.IsError ? result.Error.Code : result.Value.ToJsonElement().GetRawText();
    }

    /// <summary>"true", "false" or the error's code.</summary>
    public static string Condition(string source, string data = "{}")
    {
        if (!Expression.TryParse(source, out var expression, out var error))
        {
            return error.Code;
        }

        var result = expression.EvaluateCondition(Data(data));
        return result.Error?.Code ?? (result.IsTrue ? "true" : "false");
    }

    /// <summary>The error of parsing, or else of evaluating as a condition.</summary>
    public static ExpressionError Error(string source, string data = "{}") =>
        Expression.TryParse(source, out var expression, out var error)
            ? expression.EvaluateCondition(Data(data)).Error ?? throw new InvalidOperationException($"{source} has no error")
            : error;

    public static ExpressionError ValueError(string source, string data = "{}") =>
        Expression.TryParse(source, out var expression, out var error)
            ? expression.Evaluate(Data(data)).Error ?? throw new InvalidOperationException($"{source} has no error")
            : error;
}
