using System.Text.Json;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

public sealed class PathTests
{
    private const string Data = """
        {"a":{"b":{"c":7},"none":null,"if":1,"größe":4,"x-y":5,"":6,"q\"":8},"l":[10,[20,21],{"p":"x"}],"in":2,"null":3,"key":"b"}
        """;

    [Theory]
    [InlineData("data.a.b.c", "7")]
    [InlineData("data['a'][\"b\"].c", "7")]
    [InlineData("data.a[data.key].c", "7")]
    [InlineData("data.a['x-y']", "5")]
    [InlineData("data.a['']", "6")]
    [InlineData("data.a['q\"']", "8")]
    [InlineData("data.a.größe", "4")]
    [InlineData("data.in", "2")]
    [InlineData("data.null", "3")]
    [InlineData("data . a\n.b\t.c", "7")]
    [InlineData("data.l[0]", "10")]
    [InlineData("data.l[1][1]", "21")]
    [InlineData("data.l[1 - 1]", "10")]
    [InlineData("data.l[1.0][0]", "20")]
    [InlineData("data.l[2].p", "\"x\"")]
    [InlineData("(data.a).b.c", "7")]
    [InlineData("[1, 2, 3][2]", "3")]
    [InlineData("data.l[3] == null", "true")]
    [InlineData("data.l[-1] == null", "true")]
    [InlineData("data.l[99999999999] == null", "true")]
    [InlineData("data.l[0.5]", "expr.type")]
    [InlineData("data.l['0']", "expr.type")]
    [InlineData("data.l.p", "expr.type")]
    [InlineData("data.a[0]", "expr.type")]
    [InlineData("data.key.x", "expr.type")]
    [InlineData("data.key[0]", "expr.type")]
    [InlineData("data.l[data.nix]", "expr.missing")]
    [InlineData("data.nix", "expr.missing")]
    [InlineData("data.nix == null", "true")]
    [InlineData("data.nix.x", "expr.missing")]
    [InlineData("data.a.none.x", "expr.missing")]
    [InlineData("data.nix[0]", "expr.missing")]
    public void Evaluate_Path_ReadsWhatIsThere(string source, string expected) => Assert.Equal(expected, Given.Value(source, Data));

    [Theory]
    [InlineData("data?.a?.b?.c", "7")]
    [InlineData("data.nix?.x == null", "true")]
    [InlineData("data.nix?.x.y.z == null", "true")]
    [InlineData("data.nix?.x[0].lower() == null", "true")]
    [InlineData("data.nix?.all(x, x > 1) == null", "true")]
    [InlineData("data.nix?.size() == null", "true")]
    [InlineData("data.a.none?.x == null", "true")]
    [InlineData("data.nix?.[0] == null", "true")]
    [InlineData("data.l?.[0]", "10")]
    [InlineData("data.a?.nix.x", "expr.missing")]
    [InlineData("(data.nix?.x).y", "expr.missing")]
    [InlineData("data.nix?.x", "expr.missing")]
    [InlineData("data.nix?.x > 1", "expr.missing")]
    [InlineData("data.nix?.x ?? 5", "5")]
    [InlineData("data.key?.x", "expr.type")]
    [InlineData("true?data.l[0]:1", "10")]
    public void Evaluate_OptionalRead_MakesTheRestOfTheChainMissing(string source, string expected) =>
        Assert.Equal(expected, Given.Value(source, Data));

    [Theory]
    [InlineData("has(data.a)", "true")]
    [InlineData("has(data.a.none)", "true")]
    [InlineData("has(data.a.nix)", "false")]
    [InlineData("has(data.nix.x.y)", "false")]
    [InlineData("has(data.nix[0])", "false")]
    [InlineData("has(data.l[2])", "true")]
    [InlineData("has(data.l[3])", "false")]
    [InlineData("has(data)", "true")]
    [InlineData("has(vars)", "false")]
    [InlineData("has(vars.x)", "false")]
    [InlineData("has(outcome)", "false")]
    [InlineData("exists(data.a.b)", "true")]
    [InlineData("data.a.b.has()", "true")]
    [InlineData("data.a.nix.exists()", "false")]
    [InlineData("!data.a.nix.exists() && data.a.exists()", "true")]
    [InlineData("data.l.exists(x, has(x.p))", "expr.type")]
    [InlineData("data.l.filter(x, x == data.l[2]).all(x, has(x.p))", "true")]
    [InlineData("has(data.key.x)", "expr.type")]
    [InlineData("has(1)", "expr.parse")]
    [InlineData("has(lower(data.key))", "expr.parse")]
    [InlineData("has(data.key.lower())", "expr.parse")]
    [InlineData("has(data.a ?? 1)", "expr.parse")]
    public void Evaluate_Has_TellsAbsentFromNull(string source, string expected) => Assert.Equal(expected, Given.Value(source, Data));

    [Fact]
    public void Evaluate_EveryRoot_IsReadFromTheContext()
    {
        var context = new ExpressionContext
        {
            Data = JsonElement.Parse("1"),
            Vars = JsonElement.Parse("2"),
            Task = JsonElement.Parse("3"),
            User = JsonElement.Parse("4"),
            Outcome = "approve",
        };

        Assert.Equal("""[1,2,3,4,"approve"]""", Given.Value("[data, vars, task, user, outcome]", context));
    }

    [Fact]
    public void Evaluate_RootsNotSupplied_AreMissing() =>
        Assert.Equal("[true,true,true,true,true]", Given.Value("[data == null, vars == null, task == null, user == null, outcome == null]", default(ExpressionContext)));

    [Theory]
    [InlineData("data.a.nix + 1", "data.a.nix", 1, "data.a.nix is not there (data.a has: , b, größe, if, none, q\", x-y)")]
    [InlineData("1 + data.a.b.nix", "data.a.b.nix", 5, "data.a.b.nix is not there (data.a.b has: c)")]
    [InlineData("data.a['x_y'] > 1", "data.a.x_y", 1, "did you mean data.a[\"x-y\"]?")]
    [InlineData("data.a.none > 1", "data.a.none", 1, "data.a.none is null")]
    [InlineData("data.a.none?.x > 1", "data.a.none", 1, "data.a.none is null")]
    [InlineData("data.l[5] > 1", "data.l[5]", 1, "data.l[5] is not there (data.l has 3 items)")]
    [InlineData("data.l[1 + 1].q > 1", "data.l[2].q", 1, "data.l[2].q is not there (data.l[2] has: p)")]
    [InlineData("data.a[data.key].q > 1", "data.a.b.q", 1, "data.a.b.q is not there (data.a.b has: c)")]
    [InlineData("data.nix.x > 1", "data.nix", 1, "write ?.x if it may be absent")]
    [InlineData("(false ? 1 : data.a.nix) > 1", "data.a.nix", 2, "data.a.nix is not there")]
    [InlineData("(data.nix ?? data.a.none) > 1", "data.a.none", 2, "data.a.none is null")]
    [InlineData("data.l[2].p.abs() > 1", "data.l[2].p", 1, "data.l[2].p is text")]
    [InlineData("abs(data.l[2].p) > 1", "data.l[2].p", 5, "data.l[2].p is text")]
    [InlineData("vars.x > 1", "vars", 1, "vars is not there")]
    public void EvaluateCondition_Error_NamesThePathAndWhatIsNear(string source, string path, int position, string says)
    {
        var error = Given.Error(source, Data);

        Assert.Equal((path, position), (error.Path, error.Position));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amont", "; did you mean data.amount?")]
    [InlineData("amuont", "; did you mean data.amount?")]
    [InlineData("Amount", "; did you mean data.amount?")]
    [InlineData("amountXY", "; did you mean data.amount?")]
    [InlineData("amountXYZ", "(data has: amount, id)")]
    [InlineData("ix", "; did you mean data.id?")]
    [InlineData("nix", "(data has: amount, id)")]
    [InlineData("x", "(data has: amount, id)")]
    public void EvaluateCondition_Typo_SuggestsOnlyNearNames(string name, string ending) =>
        Assert.EndsWith(ending, Given.Error($"data.{name} > 1", """{"id":1,"amount":2}""").Message, StringComparison.Ordinal);

    [Fact]
    public void EvaluateCondition_ManySiblings_ListsAFewOfThem()
    {
        var data = "{" + string.Join(",", Enumerable.Range(0, 1000).Select(i => $"\"property{i:000}\":{i}")) + "}";

        Assert.Equal(
            "cannot compare missing > number at character 1: data.x is not there (data has: property000, property001,"
                + " property002, property003, property004, property005, property006, property007, ...)",
            Given.Error("data.x > 1", data).Message);
    }

    [Fact]
    public void EvaluateCondition_ErrorRecord_ShowsValuesButNoText()
    {
        var error = Given.Error("data.secret > 1", """{"secret":"swordfish"}""");

        Assert.Equal((new ExpressionOperand("text", null), new ExpressionOperand("number", "1")), (error.Left, error.Right));
        Assert.DoesNotContain("swordfish", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_ListEveryStaticPathInOrder()
    {
        var expression = Expression.Parse(
            "data.a.b > 1 && data.lines.all(x, x.price > vars.limit) && data['un it'][0].c == outcome && data.m[data.k].z == user.name.lower()");

        Assert.Equal(
            [
                "data.a.b@1", "data.lines@17", "vars.limit@45", "data[\"un it\"][0].c@60", "outcome@82", "data.m@93", "data.k@100", "user.name@113",
            ],
            expression.Paths.Select(path => $"{path}@{path.Position}"));
        Assert.Equal(
            [new PathSegment("un it", null, 64), new PathSegment(null, 0, 73), new PathSegment("c", null, 77)],
            expression.Paths[3].Segments);
    }
}
