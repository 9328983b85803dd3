using Workflows.Engine.Expressions;

namespace Workflows.Engine.Tests.Expressions;

public sealed class TextTemplateTests
{
    private const string Data = """
        {"amount":1250.50,"purpose":"a <b>laptop</b>","approved":true,"none":null,"tags":["a",1,true,null,[2]],"requester":{"name":"Ann"},
         "big":1e3,"huge":1e40,"bad":"\ud800","due":"2026-02-15","empty":[],"text":"}{"}
        """;

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("Approve {data.amount} for {data.purpose}", "Approve 1250.5 for a <b>laptop</b>")]
    [InlineData("{data.amount}{data.amount}", "1250.51250.5")]
    [InlineData("{ data.amount + 1 }", "1251.5")]
    [InlineData("{data.big}", "1000")]
    [InlineData("{0.1 + 0.2}", "0.3")]
    [InlineData("{data.approved} {!data.approved}", "yes no")]
    [InlineData("{date(data.due)}", "2026-02-15")]
    [InlineData("{now()}", "2026-01-31T10:00:00Z")]
    [InlineData("{date(data.due) - date(now())}", "P15D")]
    [InlineData("{data.tags}", "a, 1, yes, –, [2]")]
    [InlineData("{[1, [2, 'x']]}", "1, [2,\"x\"]")]
    [InlineData("{data.empty}", "")]
    [InlineData("{data.requester}", """{"name":"Ann"}""")]
    [InlineData("{data.nix}", "–")]
    [InlineData("{data.none}", "–")]
    [InlineData("{data.nix.deeper}", "–")]
    [InlineData("{data.amount + 'a'}", "–")]
    [InlineData("{1 / 0}", "–")]
    [InlineData("{vars.x} {outcome}", "– –")]
    [InlineData("{data.huge}", "1e40")]
    [InlineData("{data.bad}", "\\ud800")]
    [InlineData("{{data.amount}}", "{data.amount}")]
    [InlineData("{{{data.amount}}}", "{1250.5}")]
    [InlineData("a {{ b }} c", "a { b } c")]
    [InlineData("{'}'}", "}")]
    [InlineData("{\"{\" + '}'}", "{}")]
    [InlineData("{'it\\'s }'}", "it's }")]
    [InlineData("{data['text']}", "}{")]
    [InlineData("{data.amount > 1000 ? 'large' : 'small'} request", "large request")]
    [InlineData("it's {data.amount}", "it's 1250.5")]
    public void Render_Template_FillsTheHoles(string source, string expected) =>
        Assert.Equal(expected, TextTemplate.Parse(source).Render(Given.Data(Data)));

    [Theory]
    [InlineData("a } b", "expr.parse", 3, "unexpected '}' at character 3: write }} for a brace")]
    [InlineData("a { b", "expr.parse", 3, "this '{' is not closed at character 3: write {{ for a brace")]
    [InlineData("a {'}", "expr.parse", 3, "this '{' is not closed at character 3: write {{ for a brace")]
    [InlineData("a {'\\", "expr.parse", 3, "this '{' is not closed at character 3: write {{ for a brace")]
    [InlineData("{}", "expr.parse", 2, "the expression is empty at character 2")]
    [InlineData("Hi {data.x} {dat.y}", "expr.name", 14, "unknown name dat at character 14: did you mean data? the names are data, outcome, task, user, vars")]
    [InlineData("Hi {data.x = 1}", "expr.parse", 12, "unexpected '=' at character 12: there is no assignment, compare with ==")]
    [InlineData("Hi {1 2}", "expr.parse", 7, "unexpected number 2 at character 7")]
    public void TryParse_WrongTemplate_CountsPositionsWithinTheTemplate(string source, string code, int position, string message)
    {
        Assert.False(TextTemplate.TryParse(source, out var template, out var error));
        Assert.Null(template);
        Assert.Equal(new ExpressionError(code, message, position), error);
    }

    [Fact]
    public void Parse_WrongTemplate_Throws() =>
        Assert.Equal(1, Assert.Throws<ExpressionException>(() => TextTemplate.Parse("}")).Error.Position);

    [Fact]
    public void TryParse_Length_EndsAt4096()
    {
        Assert.True(TextTemplate.TryParse(new string('a', 4096), out _, out _));
        Assert.False(TextTemplate.TryParse(new string('a', 4097), out _, out var error));
        Assert.Equal(new ExpressionError("expr.limit", "the template is too long at character 4097: 4096 characters are allowed", 4097), error);
    }

    [Fact]
    public void Render_LongTexts_StopsAt65536Characters()
    {
        var data = Given.Data($$"""{"a":"{{new string('a', 65_535)}}\ud83d\ude00"}""");

        Assert.Equal(new string('a', 65_535), TextTemplate.Parse("{data.a}{data.a}").Render(data));
        Assert.Equal("b" + new string('a', 65_535), TextTemplate.Parse("b{data.a}{data.a}").Render(data));
    }

    [Fact]
    public void Paths_ListThePathsOfAllHoles() => Assert.Equal(
        ["data.amount@13", "data.requester.name@29"],
        TextTemplate.Parse("Approve? {{{data.amount}}} {data.requester.name}").Paths.Select(path => $"{path}@{path.Position}"));

    [Fact]
    public void Equals_SameSource_IsEqual()
    {
        Assert.Equal(TextTemplate.Parse("a {data.x}"), TextTemplate.Parse("a {data.x}"));
        Assert.NotEqual(TextTemplate.Parse("a {data.x}"), TextTemplate.Parse("a {data.y}"));
        Assert.Equal(TextTemplate.Parse("a").GetHashCode(), TextTemplate.Parse("a").GetHashCode());
    }
}
