using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

/// <summary>Every binary operator with every pair of kinds, against the rules of the language.</summary>
public sealed class KindMatrixTests
{
    private const string Data = """{"null":null,"boolean":true,"number":2,"text":"t","list":[1],"object":{"a":1}}""";

    private static readonly (ValueKind Kind, string Source)[] s_operands =
    [
        (ValueKind.Missing, "data.missing"),
        (ValueKind.Null, "null"),
        (ValueKind.Null, "data.null"),
        (ValueKind.Boolean, "true"),
        (ValueKind.Boolean, "data.boolean"),
        (ValueKind.Number, "2"),
        (ValueKind.Number, "data.number"),
        (ValueKind.Text, "'t'"),
        (ValueKind.Text, "data.text"),
        (ValueKind.List, "[1]"),
        (ValueKind.List, "data.list"),
        (ValueKind.Object, "data.object"),
        (ValueKind.Date, "date('2026-01-31')"),
        (ValueKind.Timestamp, "timestamp('2026-01-31T10:00:00Z')"),
        (ValueKind.Duration, "duration('P1D')"),
    ];

    public static TheoryData<string> Operators => ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "in", "&&", "||", "??"];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Evaluate_AnyPairOfKinds_FollowsTheRules(string @operator)
    {
        foreach (var left in s_operands)
        {
            foreach (var right in s_operands)
            {
                var source = $"{left.Source} {@operator} {right.Source}";
                var result = Expression.Parse(source).Evaluate(Given.Data(Data));
                Assert.Equal((source, Expected(@operator, left.Kind, right.Kind)), (source, result.Error?.Code ?? result.Value.Kind.ToString()));
            }
        }
    }

    private static string Expected(string @operator, ValueKind left, ValueKind right)
    {
        var absent = left <= ValueKind.Null || right <= ValueKind.Null;
        var refused = absent ? "expr.missing" : "expr.type";
        switch (@operator)
        {
            case "==" or "!=":
                return "Boolean";
            case "<" or "<=" or ">" or ">=":
                return left == right && left is ValueKind.Number or ValueKind.Text or ValueKind.Date or ValueKind.Timestamp or ValueKind.Duration
                    ? "Boolean"
                    : refused;
            case "in":
                return left > ValueKind.Null && right == ValueKind.List ? "Boolean" : refused;
            case "??":
                var value = left > ValueKind.Null ? left : right;
                return value == ValueKind.Missing ? "expr.missing" : value.ToString();
            case "&&" or "||":
                // All booleans here are true, so || never looks at its right side.
                return left != ValueKind.Boolean
                    ? left <= ValueKind.Null ? "expr.missing" : "expr.type"
                    : @operator == "||" || right == ValueKind.Boolean ? "Boolean"
                    : right <= ValueKind.Null ? "expr.missing" : "expr.type";
            default:
                return (left, @operator, right) switch
                {
                    (ValueKind.Number, _, ValueKind.Number) => "Number",
                    (ValueKind.Text, "+", ValueKind.Text) => "Text",
                    (ValueKind.Date, "-", ValueKind.Date) => "Duration",
                    (ValueKind.Timestamp, "-", ValueKind.Timestamp) => "Duration",
                    (ValueKind.Duration, "+" or "-", ValueKind.Duration) => "Duration",
                    (ValueKind.Date or ValueKind.Timestamp, "+" or "-", ValueKind.Duration) => left.ToString(),
                    (ValueKind.Duration, "+", ValueKind.Date or ValueKind.Timestamp) => right.ToString(),
                    _ => refused,
                };
        }
    }
}
