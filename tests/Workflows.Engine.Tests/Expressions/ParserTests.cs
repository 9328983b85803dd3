using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

public sealed class ParserTests
{
    [Theory]
    [InlineData("", 1, "the expression is empty at character 1")]
    [InlineData("  \n", 4, "the expression is empty at character 4")]
    [InlineData("data.amount = 5", 13, "unexpected '=' at character 13: there is no assignment, compare with ==")]
    [InlineData("1 &  2", 3, "unexpected '&' at character 3: write &&")]
    [InlineData("1 | 2", 3, "unexpected '|' at character 3: write ||")]
    [InlineData("true and true", 6, "unexpected 'and' at character 6: write &&")]
    [InlineData("true or true", 6, "unexpected 'or' at character 6: write ||")]
    [InlineData("1;", 2, "unexpected ';' at character 2")]
    [InlineData("1 // one", 3, "comments are not allowed at character 3")]
    [InlineData("1 /* one */", 3, "comments are not allowed at character 3")]
    [InlineData("1\u00A0+ 1", 2, "unexpected character U+00A0 at character 2")]
    [InlineData("1 2", 3, "unexpected number 2 at character 3")]
    [InlineData("1 'a'", 3, "unexpected text at character 3")]
    [InlineData("1 +", 4, "unexpected end at character 4: a value is expected")]
    [InlineData("* 1", 1, "unexpected '*' at character 1: a value is expected")]
    [InlineData("(1", 3, "unexpected end at character 3: a ')' is expected")]
    [InlineData("1)", 2, "unexpected ')' at character 2")]
    [InlineData("()", 2, "unexpected ')' at character 2: a value is expected")]
    [InlineData("[1, ]", 5, "unexpected ']' at character 5: a value is expected")]
    [InlineData("[1 2]", 4, "unexpected number 2 at character 4: a ',' or ']' is expected")]
    [InlineData("lower('a', )", 12, "unexpected ')' at character 12: a value is expected")]
    [InlineData("data[0", 7, "unexpected end at character 7: a ']' is expected")]
    [InlineData("data[]", 6, "unexpected ']' at character 6: a value is expected")]
    [InlineData("data.", 6, "unexpected end at character 6: a name is expected after the dot; write [\"...\"] for other property names")]
    [InlineData("data..a", 6, "unexpected '.' at character 6: a name is expected after the dot; write [\"...\"] for other property names")]
    [InlineData("data?.", 7, "unexpected end at character 7: a name is expected after the dot; write [\"...\"] for other property names")]
    [InlineData("true ? 1", 9, "unexpected end at character 9: a ':' and the other value are expected")]
    [InlineData("1 < 2 < 3", 7, "comparisons cannot be chained (<) at character 7: join them with && or use parentheses")]
    [InlineData("1 < 2 in [true]", 7, "comparisons cannot be chained (in) at character 7: join them with && or use parentheses")]
    [InlineData("1 == 1 != 1", 8, "comparisons cannot be chained (!=) at character 8: join them with && or use parentheses")]
    [InlineData("true || false ?? true", 15, "?? cannot be mixed with && or || without parentheses at character 15")]
    [InlineData("true ?? false && true", 6, "?? cannot be mixed with && or || without parentheses at character 6")]
    [InlineData("{a: 1}", 1, "unexpected '{' at character 1: there are no object literals or blocks")]
    [InlineData("'abc", 1, "this text is not closed at character 1")]
    [InlineData("'a\nb'", 1, "this text is not closed at character 1")]
    [InlineData("'abc\\'", 1, "this text is not closed at character 1")]
    [InlineData("'a\\qb'", 3, "unknown escape at character 3: use \\\\ \\' \\\" \\n \\r \\t \\uXXXX or \\u{X...}")]
    [InlineData("'\\u12'", 2, "unknown escape at character 2: use \\\\ \\' \\\" \\n \\r \\t \\uXXXX or \\u{X...}")]
    [InlineData("'\\u{110000}'", 2, "unknown escape at character 2: use \\\\ \\' \\\" \\n \\r \\t \\uXXXX or \\u{X...}")]
    [InlineData("'\\u{}'", 2, "unknown escape at character 2: use \\\\ \\' \\\" \\n \\r \\t \\uXXXX or \\u{X...}")]
    [InlineData("'\\uD800'", 1, "this text is not valid Unicode (half a surrogate pair) at character 1")]
    [InlineData("1e29", 1, "this number does not fit a decimal (28 digits) at character 1")]
    [InlineData("79228162514264337593543950336", 1, "this number does not fit a decimal (28 digits) at character 1")]
    [InlineData("1e-29", 1, "this number does not fit a decimal (28 digits) at character 1")]
    [InlineData("0.12345678901234567890123456789", 1, "this number does not fit a decimal (28 digits) at character 1")]
    [InlineData("1e999999999999", 1, "this number does not fit a decimal (28 digits) at character 1")]
    [InlineData("1e", 2, "unexpected 'e' after a number at character 2")]
    [InlineData("0x10", 2, "unexpected 'x' after a number at character 2")]
    [InlineData(".5", 1, "unexpected '.' at character 1: a value is expected")]
    [InlineData("in [1]", 1, "unexpected 'in' at character 1: a value is expected before in")]
    [InlineData("round(1, 2, 3)", 1, "wrong number of arguments for round at character 1: write round(number) or round(number, digits)")]
    [InlineData("has(1)", 1, "has needs a path at character 1: write has(data.name)")]
    [InlineData("[1].all(true)", 9, "unexpected 'true' at character 9: write list.all(x, condition)")]
    [InlineData("[1].all(data, true)", 9, "the variable data would hide another name at character 9: choose another one")]
    public void TryParse_WhatIsNoExpression_SaysWhatAndWhere(string source, int position, string message)
    {
        Assert.False(Expression.TryParse(source, out var expression, out var error));
        Assert.Null(expression);
        Assert.Equal(new ExpressionError("expr.parse", message, position), error);
    }

    [Theory]
    [InlineData("dta.x == 1", 1, "unknown name dta at character 1: did you mean data? the names are data, outcome, task, user, vars")]
    [InlineData("1 + outcom", 5, "unknown name outcom at character 5: did you mean outcome? the names are data, outcome, task, user, vars")]
    [InlineData("undefined", 1, "unknown name undefined at character 1: the names are data, outcome, task, user, vars")]
    [InlineData("[1].all(item, itm > 1)", 15, "unknown name itm at character 15: did you mean item? the names are data, outcome, task, user, vars, item")]
    [InlineData("not true", 1, "unknown name not at character 1: write !")]
    [InlineData("now > 1", 1, "now is a function at character 1: write now()")]
    [InlineData("sum([1])", 1, "unknown function sum at character 1: write list.sum() or list.sum(x, number)")]
    public void TryParse_UnknownName_SaysWhatWasMeant(string source, int position, string message)
    {
        Assert.False(Expression.TryParse(source, out _, out var error));
        Assert.Equal(new ExpressionError("expr.name", message, position), error);
    }

    [Fact]
    public void TryParse_UnknownFunction_ListsTheFunctions()
    {
        Assert.False(Expression.TryParse("data.name.startWith('a')", out _, out var error));
        Assert.Equal(
            new ExpressionError(
                "expr.name",
                "unknown function startWith at character 11: did you mean startsWith? the functions are abs, contains, date, duration, endsWith,"
                    + " exists, has, len, lower, max, min, now, round, size, startsWith, timestamp, trim, upper",
                11),
            error);
    }

    [Fact]
    public void TryParse_TwoErrors_ReportsTheFirst()
    {
        Assert.False(Expression.TryParse("1 + * 'abc", out _, out var error));
        Assert.Equal(5, error.Position);
    }

    [Theory]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("'say \"hi\"'", "say \"hi\"")]
    [InlineData("\"\\\"\\\\\\n\\r\\t\"", "\"\\\n\r\t")]
    [InlineData("'\\u0041\\u{42}\\u{1F600}'", "AB\U0001F600")]
    [InlineData("'\\uD83D\\uDE00'", "\U0001F600")]
    [InlineData("'\U0001F600 ä'", "\U0001F600 ä")]
    [InlineData("'{ // } =='", "{ // } ==")]
    public void Parse_Text_TakesEscapes(string source, string expected)
    {
        Assert.True(Expression.Parse(source).Evaluate(default).Value.TryGetText(out var text));
        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335", "-79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("1.50", "1.5")]
    [InlineData("1.000000000000000000000000000000000", "1")]
    [InlineData("007", "7")]
    [InlineData("0e5", "0")]
    [InlineData("120e-1", "12")]
    public void Parse_Number_KeepsEveryDigit(string source, string expected) =>
        Assert.Equal(expected, Expression.Parse(source).Evaluate(default).ToString());

    [Fact]
    public void Parse_WhatIsNoExpression_Throws()
    {
        var exception = Assert.Throws<ExpressionException>(() => Expression.Parse("1 +"));

        Assert.Equal(new ExpressionError("expr.parse", exception.Message, 4), exception.Error);
    }

    [Fact]
    public void Equals_SameSource_IsEqual()
    {
        var one = Expression.Parse("data.x == 1");

        Assert.Equal(Expression.Parse("data.x == 1"), one);
        Assert.Equal(Expression.Parse("data.x == 1").GetHashCode(), one.GetHashCode());
        Assert.NotEqual(Expression.Parse("data.x ==1"), one);
        Assert.Equal("data.x == 1", one.ToString());
    }
}
