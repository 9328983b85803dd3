namespace Workflows.Engine.Tests.Expressions;

public sealed class MacroTests
{
    private const string Data = """
        {"lines":[{"price":10,"qty":2,"tags":["a","b"]},{"price":20.5,"qty":1,"tags":[]}],"numbers":[3,1,2],"limit":2,"none":null,"mixed":[1,"a",null]}
        """;

    [Theory]
    [InlineData("[1, 2].exists(x, x == 2)", "true")]
    [InlineData("[1, 2].exists(x, x == 3)", "false")]
    [InlineData("[].exists(x, x)", "false")]
    [InlineData("[1, 2].all(x, x > 0)", "true")]
    [InlineData("[1, 2].all(x, x > 1)", "false")]
    [InlineData("[].all(x, x)", "true")]
    [InlineData("[1, 'a'].exists(x, x == 1)", "true")]
    [InlineData("[2, 'a'].all(x, x > 5)", "false")]
    [InlineData("[1, 'a'].all(x, x > 0)", "expr.type")]
    [InlineData("[1].all(x, x)", "expr.type")]
    [InlineData("data.lines.all(l, l.price * l.qty >= 20)", "true")]
    [InlineData("data.lines.exists(l, l.price > 20)", "true")]
    [InlineData("data.numbers.all(n, n > data.limit)", "false")]
    public void All_Exists_StopAtTheFirstAnswer(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("[1, 2, 3].filter(x, x != 2)", "[1,3]")]
    [InlineData("[].filter(x, x)", "[]")]
    [InlineData("[1].filter(x, 1)", "expr.type")]
    [InlineData("data.lines.filter(l, l.qty > 1).size()", "1")]
    [InlineData("data.numbers.filter(n, n > 1).map(n, n * 2)", "[6,4]")]
    [InlineData("data.numbers.filter(n, n > 1).filter(n, n > 2)[0]", "3")]
    [InlineData("[1, 2].map(x, x + 1)", "[2,3]")]
    [InlineData("[1, 2].map(x, [x])", "[[1],[2]]")]
    [InlineData("[1].map(x, null)", "[null]")]
    [InlineData("[1].map(x, data.nix)", "expr.missing")]
    [InlineData("data.lines.map(l, l.price)", "[10,20.5]")]
    [InlineData("data.lines.map(l, l.tags.map(t, t + '!'))", "[[\"a!\",\"b!\"],[]]")]
    [InlineData("data.mixed.map(x, x)", "[1,\"a\",null]")]
    public void Filter_Map_MakeLists(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("[1, 2.5].sum()", "3.5")]
    [InlineData("[].sum()", "0")]
    [InlineData("[0.1, 0.2].sum() == 0.3", "true")]
    [InlineData("data.numbers.sum()", "6")]
    [InlineData("data.lines.sum(l, l.price * l.qty)", "40.5")]
    [InlineData("data.lines.map(l, l.qty).sum()", "3")]
    [InlineData("['a'].sum()", "expr.type")]
    [InlineData("[null].sum()", "expr.missing")]
    [InlineData("data.lines.sum(l, l.nix)", "expr.missing")]
    [InlineData("[79228162514264337593543950335, 1].sum()", "expr.range")]
    public void Sum_AddsNumbers(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("data.nix.all(x, true)", "expr.missing")]
    [InlineData("data.none.all(x, true)", "expr.missing")]
    [InlineData("data.limit.all(x, true)", "expr.type")]
    [InlineData("'abc'.map(x, x)", "expr.type")]
    [InlineData("data.all(x, true)", "expr.type")]
    [InlineData("data.limit.sum()", "expr.type")]
    public void Macro_OnWhatIsNoList_IsAnError(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("data.lines.all(l, data.numbers.exists(n, n == l.qty))", "true")]
    [InlineData("data.lines.exists(l, l.tags.exists(t, t == 'b' && l.qty == 2))", "true")]
    [InlineData("[1, 2].map(x, [10, 20].map(y, x * y))", "[[10,20],[20,40]]")]
    [InlineData("[1, 2].map(x, [10].map(y, y)[0] + x)", "[11,12]")]
    [InlineData("[[1, 2], [3]].map(x, x.sum()).sum()", "6")]
    [InlineData("[[[1, 2]], [[3]]].map(x, x.map(y, y.sum()).sum()).sum()", "6")]
    [InlineData("[1, 2].filter(x, [2].exists(y, y == x)).all(z, z == 2)", "true")]
    public void Macro_Nested_KeepsItsVariables(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("[1].all(data, true)", "expr.parse")]
    [InlineData("[1].all(in, true)", "expr.parse")]
    [InlineData("[1].all(null, true)", "expr.parse")]
    [InlineData("[1].all(size, true)", "expr.parse")]
    [InlineData("[1].all(x, [1].all(x, true))", "expr.parse")]
    [InlineData("[1].all(x.y, true)", "expr.parse")]
    [InlineData("[1].all(true)", "expr.parse")]
    [InlineData("[1].all()", "expr.parse")]
    [InlineData("[1].all(x, true, true)", "expr.parse")]
    [InlineData("[1].exists(x, )", "expr.parse")]
    [InlineData("[1].sum(x)", "expr.parse")]
    [InlineData("[1].all(x, true) && x", "expr.name")]
    [InlineData("[x].all(x, true)", "expr.name")]
    [InlineData("all([1], x, true)", "expr.name")]
    public void Parse_WrongMacro_IsRefused(string source, string expected) => Check(source, expected);

    [Theory]
    [InlineData("data.lines.all(l, l.prize > 1)", "data.lines[0].prize", "did you mean data.lines[0].price?")]
    [InlineData("data.lines.all(l, l.tags.all(t, t > 1))", "data.lines[0].tags[0]", "data.lines[0].tags[0] is text")]
    [InlineData("data.lines.filter(l, l.qty > 0).all(m, m.nix > 1)", "m.nix", "(m has: price, qty, tags)")]
    [InlineData("data.mixed.sum()", "data.mixed[1]", "data.mixed[1] is text")]
    [InlineData("data.mixed.max() > 1", "data.mixed[1]", "data.mixed[1] is text")]
    [InlineData("data.mixed.map(x, x * 1)", "data.mixed[1]", "data.mixed[1] is text")]
    public void EvaluateCondition_ErrorInMacro_NamesTheItem(string source, string path, string says)
    {
        var error = Given.Error(source, Data);

        Assert.Equal(path, error.Path);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data.lines.map(l, l.tags)[0] > 1")]
    [InlineData("[data.lines][0] > 1")]
    [InlineData("data.lines.filter(l, true)[0] > 1")]
    public void EvaluateCondition_ErrorInAComputedList_NamesNoPath(string source) => Assert.Null(Given.Error(source, Data).Path);

    private static void Check(string source, string expected) => Assert.Equal(expected, Given.Value(source, Data));
}
