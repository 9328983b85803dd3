using System.Text.Json;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

/// <summary>Every limit, at it and one over.</summary>
public sealed class LimitTests
{
    [Fact]
    public void TryParse_Length_EndsAt4096()
    {
        Assert.True(Expression.TryParse(new string(' ', 4095) + "1", out _, out _));
        Assert.False(Expression.TryParse(new string(' ', 4096) + "1", out _, out var error));
        Assert.Equal(
            new ExpressionError("expr.limit", "the expression is too long at character 4097: 4096 characters are allowed", 4097),
            error);
    }

    [Fact]
    public void TryParse_Nodes_EndAt500()
    {
        // 250 values and 249 operators, and one more.
        var chain = string.Join(" && ", Enumerable.Repeat("true", 250));

        Assert.Equal("true", Given.Condition(chain));
        Assert.Equal("false", Given.Condition("!" + chain));
        Assert.Equal("expr.limit", Given.Condition("!!" + chain));
        Assert.Equal("expr.limit", Given.Condition(chain + " && true"));
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("-", "1", "")]
    [InlineData("!", "true", "")]
    [InlineData("lower(", "'a'", ")")]
    [InlineData("true ? ", "1", " : 2")]
    [InlineData("data[", "1", "]")]
    [InlineData("'a'.contains(", "'a'", ")")]
    public void TryParse_Depth_EndsAt50(string open, string inner, string close)
    {
        Assert.True(Expression.TryParse(Nest(50), out _, out _));
        Assert.False(Expression.TryParse(Nest(51), out _, out var error));
        Assert.Equal("expr.limit", error.Code);

        string Nest(int levels) =>
            string.Concat(Enumerable.Repeat(open, levels)) + inner + string.Concat(Enumerable.Repeat(close, levels));
    }

    [Theory]
    [InlineData("1", " + 1", "101")]
    [InlineData("1", " - 1 + 1", "1")]
    [InlineData("true", " && true", "true")]
    [InlineData("false", " || false", "false")]
    [InlineData("null", " ?? null", "null")]
    [InlineData("2", " * 1", "2")]
    public void TryParse_FlatChain_DoesNotCountAsDepth(string first, string more, string expected) =>
        Assert.Equal(expected, Given.Value(first + string.Concat(Enumerable.Repeat(more, 100))));

    [Fact]
    public void TryParse_FlatChainOfReads_DoesNotCountAsDepth()
    {
        Assert.Equal("true", Given.Value("data" + string.Concat(Enumerable.Repeat("?.a", 200)) + " == null"));
        Assert.Equal("0", Given.Value(string.Concat(Enumerable.Repeat("false ? 1 : ", 100)) + "0"));
    }

    [Fact]
    public void TryParse_MacroNesting_EndsAtTwo()
    {
        Assert.Equal("true", Given.Condition("[1].all(x, [1].all(y, x == y))"));
        Assert.Equal("expr.limit", Given.Condition("[1].all(x, [1].all(y, [1].all(z, true)))"));
        Assert.Equal("true", Given.Condition("[1].filter(x, true).filter(x, true).all(x, [1].filter(y, true).all(y, true))"));
    }

    [Theory]
    [InlineData("data.l.all(x, true)", 9998)]
    [InlineData("data.l.map(x, x).size() > 0", 9996)]
    [InlineData("data.l.filter(x, true).size() > 0", 9996)]
    [InlineData("data.l.sum() == 0", 9997)]
    [InlineData("0 - 1 in data.l || true", 9996)]
    [InlineData("data.l.all(x, x == 0)", 4999)]
    [InlineData("data.l == data.m", 9997)]
    [InlineData("max(data.l) == 0", 9997)]
    public void EvaluateCondition_FuelForItems_EndsAt10000(string source, int items)
    {
        Assert.Equal("true", Given.Condition(source, Lists(items)));
        Assert.Equal("expr.fuel", Given.Condition(source, Lists(items + 1)));

        static string Lists(int items)
        {
            var list = "[" + string.Join(",", Enumerable.Repeat("0", items)) + "]";
            return $$"""{"l":{{list}},"m":{{list}}}""";
        }
    }

    [Theory]
    [InlineData(4703, 4704, "true")]
    [InlineData(4704, 4704, "expr.fuel")]
    public void EvaluateCondition_FuelForJoining_IsTheLengthOfTheResult(int left, int right, string expected) =>
        Assert.Equal(expected, Given.Condition("data.a + data.b == null || true", Texts(left, right)));

    [Theory]
    [InlineData(159_981, "false")]
    [InlineData(159_982, "expr.fuel")]
    public void EvaluateCondition_FuelForSearching_IsASixteenthOfTheLength(int length, string expected) =>
        Assert.Equal(expected, Given.Condition("data.a.contains('x')", Texts(length, 0)));

    [Theory]
    [InlineData(65_536, "true")]
    [InlineData(65_537, "expr.limit")]
    public void EvaluateCondition_TextResult_EndsAt65536Characters(int length, string expected) =>
        Assert.Equal(expected, Given.Condition("data.a.upper() != ''", Texts(length, 0)));

    [Theory]
    [InlineData(128, "true")]
    [InlineData(129, "expr.limit")]
    public void EvaluateCondition_ComparedData_EndsAt128Levels(int levels, string expected)
    {
        var nested = new string('[', levels) + new string(']', levels);
        var data = JsonElement.Parse($$"""{"a":{{nested}},"b":{{nested}}}""", new JsonDocumentOptions { MaxDepth = 1000 });
        var result = Expression.Parse("data.a == data.b").EvaluateCondition(new ExpressionContext { Data = data });

        Assert.Equal(expected, result.Error?.Code ?? result.ToString());
    }

    [Theory]
    [InlineData("data.a == data.b")]
    [InlineData("data.a.contains(data.b)")]
    [InlineData("data.a < data.b")]
    [InlineData("data.wide == data.wide2")]
    [InlineData("data.short.all(x, data.wide.k0 == 0)")]
    [InlineData("data.short.all(x, data['wide'].k0 == 0)")]
    [InlineData("data.short.all(x, data.list[9000] == 0)")]
    [InlineData("data.short.all(x, data.number > 0)")]
    [InlineData("data.repeated.contains(data.part)")]
    [InlineData("data.list.all(x, data.list.all(y, true))")]
    [InlineData("data.list.map(x, data.list.map(y, [x, y])).size() == 0")]
    public void EvaluateCondition_HugeData_RunsOutOfFuelAndNotOfTime(string source)
    {
        var text = new string('a', 300_000);
        var list = "[" + string.Join(",", Enumerable.Repeat("0", 10_000)) + "]";
        var wide = "{" + string.Join(",", Enumerable.Range(0, 50_000).Select(i => $"\"k{i}\":{i}")) + "}";
        var wide2 = "{" + string.Join(",", Enumerable.Range(0, 50_000).Reverse().Select(i => $"\"k{i}\":{i}")) + "}";
        var part = new string('a', 512) + "b" + new string('a', 512);
        var number = "0." + new string('1', 10_000);
        var data = $$"""
            {"a":"{{text}}b","b":"{{text}}c","repeated":"{{text[..100_000]}}","part":"{{part}}","number":{{number}},
             "wide":{{wide}},"wide2":{{wide2}},"list":{{list}},"short":{{list[..2000]}}]}
            """;

        Assert.Equal("expr.fuel", Given.Condition(source, data));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("!")]
    [InlineData("-")]
    [InlineData("a?b:")]
    [InlineData("data?1:")]
    [InlineData("data?")]
    [InlineData("data[")]
    [InlineData("data.")]
    [InlineData("data??")]
    [InlineData("lower(")]
    [InlineData("[1].all(x,")]
    [InlineData("'\\")]
    [InlineData("1in ")]
    [InlineData("9")]
    [InlineData("\"")]
    [InlineData("1==")]
    [InlineData("data&&")]
    [InlineData("?.")]
    [InlineData("{")]
    [InlineData("}")]
    public void TryParse_HostileRepetition_IsAnError(string part)
    {
        var source = string.Concat(Enumerable.Repeat(part, 4096 / part.Length));

        Assert.False(Expression.TryParse(source, out _, out var error));
        Assert.InRange(error.Position, 1, source.Length + 1);
        Assert.False(TextTemplate.TryParse("{ " + source[2..], out _, out _));
    }

    [Theory]
    [InlineData("(null ?? 0 + 1 * ", "1", ")", 50, "1")]
    [InlineData("(false ? 0 : true ? ", "1", " : 0)", 25, "1")]
    [InlineData("max(0, ", "1", ")", 50, "1")]
    [InlineData("[0, ", "1", "][1]", 50, "1")]
    [InlineData("!(false || true && ", "true", ")", 25, "false")]
    [InlineData("[1].all(x, [1].all(y, ", "true", "))", 1, "true")]
    public void Evaluate_DeepestExpression_FitsASmallStack(string open, string inner, string close, int levels, string expected)
    {
        var source = string.Concat(Enumerable.Repeat(open, levels)) + inner + string.Concat(Enumerable.Repeat(close, levels));
        string? result = null;

        // A thread of the pool has 1.5 MB; an expression must do with a third of it.
        var thread = new Thread(() => result = Given.Value(source), 512 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal(expected, result);
    }

    private static string Texts(int a, int b) => $$"""{"a":"{{new string('a', a)}}","b":"{{new string('b', b)}}"}""";
}
